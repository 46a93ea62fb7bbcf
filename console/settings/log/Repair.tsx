import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { useMay } from "../../frame/session.ts";
import { logWords } from "./words.ts";

type Props = { entry: Pick<IntegrationLogEntry, "id" | "sendAgain">; isSmall?: boolean };

/** B4: 送り直す, which says beforehand what it does, and 対応済みにする. The result comes by live events. */
export function Repair({ entry, isSmall = false }: Props) {
  const words = useWords(logWords);
  const mayRepair = useMay("link.repair");
  const confirm = useConfirm();
  const at = `/api/v1/integration-log/${entry.id}`;
  const send = useMutation({ mutationFn: () => ask("POST", `${at}/retry`) });
  const handle = useMutation({
    mutationFn: () => ask("POST", `${at}/handled`),
    onSuccess: () => notifications.show({ message: words.handledDone }),
  });
  if (!mayRepair) {
    return (
      <Text size="sm" className="soft">
        {words.mayNot}
      </Text>
    );
  }
  const askHandled = async () => {
    const question = { title: words.handledTitle, says: words.handledSays, does: words.handled };
    if (await confirm(question)) handle.mutate();
  };
  const size = isSmall ? "xs" : "sm";
  return (
    <Stack gap={6} ta="left">
      {entry.sendAgain === undefined ? null : (
        <Text size="sm" className="soft">
          {words.sendAgainSays(entry.sendAgain)}
        </Text>
      )}
      <Group gap="xs">
        <Button
          size={size}
          variant={isSmall ? "light" : "filled"}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {words.sendAgain}
        </Button>
        <Button size={size} variant="default" loading={handle.isPending} onClick={() => void askHandled()}>
          {words.handled}
        </Button>
      </Group>
      {send.isSuccess ? (
        <Text size="sm" role="status">
          {words.sent}
        </Text>
      ) : null}
      <ProblemNotice error={send.error ?? handle.error} />
    </Stack>
  );
}
