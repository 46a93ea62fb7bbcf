import { Badge, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useWords } from "../../../../ui/language.tsx";
import { startWords } from "./words.ts";

type Choice = { id: string; name: string; marks: string[]; isDisabled?: boolean };
type Props = {
  label: string;
  says?: string;
  value: string;
  choose(id: string): void;
  choices: Choice[];
  /** Why there is no list; the ID is typed then. */
  typed?: string | undefined;
  /** Shown if there is nothing to choose. */
  empty?: string;
  error?: string | undefined;
};

/** Chooses a contract, store or terminal of Smaregi by its name, with notes beside it. */
export function ChooseOne({ label, says, value, choose, choices, typed, empty, error }: Props) {
  const words = useWords(startWords);
  if (typed !== undefined)
    return (
      <TextInput
        label={label}
        description={words.unread(typed)}
        required
        inputMode="numeric"
        autoComplete="off"
        value={value}
        onChange={(event) => choose(event.currentTarget.value.trim())}
        error={error}
      />
    );
  return (
    <Radio.Group label={label} description={says} value={value} onChange={choose} error={error} required>
      <Stack gap="sm" mt={6}>
        {choices.length === 0 && empty !== undefined ? <Text size="sm">{empty}</Text> : null}
        {choices.map(({ id, name, marks, isDisabled = false }) => (
          <Radio
            key={id}
            value={id}
            disabled={isDisabled}
            label={
              <Group gap="xs">
                <span>{name}</span>
                <span className="soft">{words.id(id)}</span>
                {marks.map((mark) => (
                  <Badge key={mark} color="orange">
                    {mark}
                  </Badge>
                ))}
              </Group>
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
