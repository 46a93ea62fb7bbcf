import { Button, Group, NativeSelect, Paper, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useWords } from "../../../ui/language.tsx";
import type { ProductFormApi } from "./BasicFields.tsx";
import { newQuestion } from "./form.ts";
import { editWords } from "./words.ts";

/** Pattern 2 (U2): the questions at order time, with choices or free text. They have no stock of their own. */
export function Questions({ form }: { form: ProductFormApi }) {
  const words = useWords(editWords);
  const error = form.errors["questions"];
  return (
    <Stack gap="sm" mt="md">
      <Title order={3}>{words.questions}</Title>
      {form.values.questions.map(({ key, isFreeText }, index) => {
        const at = `questions.${index}`;
        return (
          <Paper key={key} component="fieldset" p="sm" m={0} miw={0} aria-label={words.nth(index + 1)}>
            <Stack gap="xs">
              <TextInput label={words.questionName} withAsterisk {...form.getInputProps(`${at}.name`)} />
              <NativeSelect
                label={words.questionKind}
                value={isFreeText ? "free" : "choose"}
                data={[
                  { value: "choose", label: words.choose },
                  { value: "free", label: words.freeText },
                ]}
                onChange={({ currentTarget }) =>
                  form.setFieldValue(`${at}.isFreeText`, currentTarget.value === "free")
                }
              />
              {isFreeText ? null : (
                <Textarea
                  label={words.choices}
                  withAsterisk
                  autosize
                  minRows={2}
                  {...form.getInputProps(`${at}.choices`)}
                />
              )}
              <Group>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  color="shu.7"
                  onClick={() => form.removeListItem("questions", index)}
                >
                  {words.removeQuestion(index + 1)}
                </Button>
              </Group>
            </Stack>
          </Paper>
        );
      })}
      {error === undefined ? null : (
        <Text className="field-error" role="alert">
          {error}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          size="xs"
          onClick={() => form.insertListItem("questions", newQuestion())}
          disabled={form.values.questions.length >= 20}
        >
          {words.addQuestion}
        </Button>
      </Group>
    </Stack>
  );
}
