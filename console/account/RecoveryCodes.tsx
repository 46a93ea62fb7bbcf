import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { useWords } from "../../ui/language.tsx";
import { secondStepWords } from "./words.ts";

/** Codes that replace a lost phone; shown only this once. */
export function RecoveryCodes({ codes, done }: { codes: string[]; done(): void }) {
  const words = useWords(secondStepWords);
  return (
    <Stack align="flex-start">
      <Text size="sm">{words.codesSay}</Text>
      <ul aria-label={words.codes} className="figures" style={{ margin: 0 }}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              <span aria-live="polite">{copied ? words.copied : words.copy}</span>
            </Button>
          )}
        </CopyButton>
        <Button onClick={done}>{words.kept}</Button>
      </Group>
    </Stack>
  );
}
