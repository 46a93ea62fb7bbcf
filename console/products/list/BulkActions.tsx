import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Product } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { useMay } from "../../frame/session.ts";
import { useDeleteProducts } from "../parts/useDeleteProducts.ts";
import { listWords } from "./words.ts";

/** The most rows that the quick edit takes at once. */
const mostRows = 500;

/** The actions for the chosen products. */
export function BulkActions({ chosen, clear }: { chosen: Product[]; clear(): void }) {
  const words = useWords(listWords);
  const said = useWords(common);
  const mayDelete = useMay("products.bulk");
  const client = useQueryClient();
  const deleting = useDeleteProducts();
  const publishing = useMutation({
    mutationFn: async (published: boolean) => {
      // Published belongs to the product, so any of its variations can represent it.
      const items = chosen.flatMap(({ variations: [first] }) =>
        first === undefined ? [] : [{ variationId: first.id, published }],
      );
      for (let start = 0; start < items.length; start += mostRows) {
        const body = { items: items.slice(start, start + mostRows) };
        await ask("POST", "/api/v1/products/quick-edit", { body });
      }
    },
    onSuccess: (_, published) => {
      const done = published ? words.publishedDone : words.unpublishedDone;
      notifications.show({ message: done(chosen.length) });
      clear();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["products"] }),
  });
  const removeChosen = async () => {
    if (await deleting.remove(chosen.map(({ id }) => id))) clear();
  };
  const isBusy = publishing.isPending || deleting.isPending;
  return (
    <Stack gap="xs" mb="sm">
      <Group gap="xs" role="toolbar" aria-label={said.selected(chosen.length)}>
        <Text size="sm" fw={600} aria-live="polite">
          {said.selected(chosen.length)}
        </Text>
        <Button
          size="xs"
          variant="default"
          disabled={isBusy}
          onClick={() => {
            publishing.mutate(true);
          }}
        >
          {words.publish}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={isBusy}
          onClick={() => {
            publishing.mutate(false);
          }}
        >
          {words.unpublish}
        </Button>
        {mayDelete ? (
          <Button
            size="xs"
            variant="default"
            c="shu.8"
            loading={deleting.isPending}
            onClick={() => void removeChosen()}
          >
            {words.remove}
          </Button>
        ) : null}
        <Button size="xs" variant="subtle" onClick={clear}>
          {words.clearSelection}
        </Button>
      </Group>
      <ProblemNotice error={publishing.error ?? deleting.error} />
    </Stack>
  );
}
