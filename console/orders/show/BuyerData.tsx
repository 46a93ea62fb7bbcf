import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { Order } from "../../../src/http/api-types.ts";
import { download } from "../../../ui/download.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { askConfirmed } from "../../frame/confirmation.ts";
import { useMay } from "../../frame/session.ts";
import { knownOf } from "../parts/buyer.ts";
import { buyerDataWords } from "./buyer-words.ts";

/** For owners: saves the buyer's stored data as a file, and erases it. For everyone: says that it was erased. */
export function BuyerData({ order: { id, customer, number } }: { order: Order }) {
  const words = useWords(buyerDataWords);
  const { moment } = useFormats();
  const mayErase = useMay("accounts.edit");
  const confirm = useConfirm();
  const at = `/api/v1/orders/${id}/buyer`;
  const save = useMutation({ mutationFn: () => download(at, `buyer-${number}.json`) });
  const erase = useMutation({
    mutationFn: () => askConfirmed<{ orders: number }>("POST", `${at}/erase`),
    onSuccess: ({ orders }) => notifications.show({ message: words.erased(orders) }),
  });
  const erasedAt = knownOf(customer, "erasedAt");
  if (erasedAt !== null) return <Text className="soft">{words.wasErased(moment(erasedAt))}</Text>;
  if (!mayErase || customer === null) return null;
  const start = async () => {
    const question = { title: words.title, says: words.says, does: words.erase };
    if (await confirm({ ...question, isDestructive: true })) erase.mutate();
  };
  return (
    <>
      <ProblemNotice error={erase.error ?? save.error} />
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" variant="default" loading={save.isPending} onClick={() => save.mutate()}>
          {words.save}
        </Button>
        <Button size="compact-sm" variant="default" loading={erase.isPending} onClick={() => void start()}>
          {words.erase}
        </Button>
      </Group>
    </>
  );
}
