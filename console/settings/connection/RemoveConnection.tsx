import { Button, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { connectionPath, connectionQuery } from "./connection.ts";
import { connectionWords } from "./words.ts";

/** Removes the connection: asks once, and says what is kept. */
export function RemoveConnection() {
  const words = useWords(connectionWords);
  const confirm = useConfirm();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => ask("DELETE", connectionPath),
    onSuccess: () => {
      client.setQueryData(connectionQuery.queryKey, null);
      notifications.show({ message: words.removed });
    },
  });
  const does = words.removeButton;
  const start = async () => {
    const question = { title: words.remove, says: words.removeSays, does, isDestructive: true };
    if (await confirm(question)) remove.mutate();
  };
  return (
    <Section title={words.remove}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" className="soft">
          {words.removeSays}
        </Text>
        <Button variant="outline" color="shu" loading={remove.isPending} onClick={() => void start()}>
          {does}
        </Button>
        <ProblemNotice error={remove.error} />
      </Stack>
    </Section>
  );
}
