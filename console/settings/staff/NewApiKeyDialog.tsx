import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { NewApiKey } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { keyWords } from "./words.ts";

type Props = { isOpen: boolean; made(key: NewApiKey): void; close(): void };

/** Asks for the name of a new API key. */
export function NewApiKeyDialog({ isOpen, made, close }: Props) {
  const all = useWords(common);
  const words = useWords(keyWords);
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (value) => (value.trim() === "" ? words.nameMissing : null) },
  });
  const make = useMutation({
    mutationFn: ({ name }: typeof form.values) =>
      ask<NewApiKey>("POST", "/api/v1/api-keys", { body: { name: name.trim() } }),
    onSuccess: (key) => {
      form.reset();
      made(key);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Modal opened={isOpen} onClose={close} title={words.add} closeButtonProps={{ "aria-label": all.close }}>
      <form onSubmit={form.onSubmit((values) => make.mutate(values))} noValidate>
        <Stack>
          <ProblemNotice error={make.error} shownPaths={(path) => path in form.values} />
          <TextInput
            label={words.name}
            description={words.nameHint}
            required
            autoComplete="off"
            data-autofocus
            {...form.getInputProps("name")}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {all.cancel}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {words.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
