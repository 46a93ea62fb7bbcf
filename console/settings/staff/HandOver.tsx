import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { useWords } from "../../../ui/language.tsx";
import { common } from "../../../ui/words.ts";
import { staffWords } from "./words.ts";

export type Secret = { title: string; says: string; label: string; value: string };

/** Shows a secret only this once, to copy and hand over: a sign-in link, an API key. */
export function HandOver({ secret, close }: { secret: Secret | null; close(): void }) {
  const all = useWords(common);
  const words = useWords(staffWords);
  return (
    <Modal
      opened={secret !== null}
      onClose={close}
      title={secret?.title}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": all.close }}
      size="lg"
    >
      {secret === null ? null : (
        <Stack>
          <Text size="sm">{secret.says}</Text>
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              label={secret.label}
              value={secret.value}
              readOnly
              flex={1}
              onFocus={(event) => event.currentTarget.select()}
              data-autofocus
            />
            <CopyButton value={secret.value}>
              {({ copied, copy }) => (
                <Button
                  onClick={copy}
                  color={copied ? "green" : "ai"}
                  leftSection={
                    copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                  }
                >
                  <span aria-live="polite">{copied ? words.copied : words.copy}</span>
                </Button>
              )}
            </CopyButton>
          </Group>
          <Button variant="default" onClick={close} style={{ alignSelf: "flex-end" }}>
            {all.close}
          </Button>
        </Stack>
      )}
    </Modal>
  );
}
