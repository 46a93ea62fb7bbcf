import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { useMay } from "../../frame/session.ts";
import { showWords } from "./words.ts";

/** P1: what can be done if Smaregi refused to cancel the order's transaction: try again, 打消, or done by hand in Smaregi. */
export function Refused({ id }: { id: string }) {
  const words = useWords(showWords);
  const mayRepair = useMay("link.repair");
  const confirm = useConfirm();
  const press = useMutation({
    mutationFn: (way: "again" | "dispose" | "handled") =>
      way === "again"
        ? ask("POST", "/api/v1/orders/send", { body: { orderIds: [id] } })
        : ask("POST", `/api/v1/orders/${id}/${way}`),
  });
  if (!mayRepair) return null;
  const askFirst = async (way: "dispose" | "handled") => {
    const question =
      way === "dispose"
        ? { title: words.dispose, says: words.disposeSays, does: words.dispose }
        : { title: words.cancelledThere, says: words.cancelledThereSays, does: words.cancelledThere };
    if (await confirm(question)) press.mutate(way);
  };
  return (
    <Stack gap={6} align="flex-start">
      <Group gap="xs">
        <Button size="sm" loading={press.isPending} onClick={() => void askFirst("dispose")}>
          {words.dispose}
        </Button>
        <Button size="sm" variant="default" disabled={press.isPending} onClick={() => press.mutate("again")}>
          {words.cancelAgain}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={press.isPending}
          onClick={() => void askFirst("handled")}
        >
          {words.cancelledThere}
        </Button>
      </Group>
      {press.isSuccess ? (
        <Text size="sm" role="status">
          {words.refusedDone}
        </Text>
      ) : null}
      <ProblemNotice error={press.error} />
    </Stack>
  );
}
