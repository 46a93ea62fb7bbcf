import { Button, Checkbox, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { NewApiKey } from "../../../src/http/api-types.ts";
import { DayField } from "../../../ui/DayField.tsx";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { common } from "../../../ui/words.ts";
import { askConfirmed } from "../../frame/confirmation.ts";
import { keyWords } from "./words.ts";

type Props = { isOpen: boolean; made(key: NewApiKey): void; close(): void };

/** Asks for the name and rights of a new API key. */
export function NewApiKeyDialog({ isOpen, made, close }: Props) {
  const all = useWords(common);
  const words = useWords(keyWords);
  const form = useForm({
    initialValues: { name: "", isForAll: "yes", scopes: [] as string[], expiresOn: "" },
    validate: { name: (value) => (value.trim() === "" ? words.nameMissing : null) },
  });
  useLeaveGuard(() => isOpen && form.isDirty());
  const make = useMutation({
    mutationFn: ({ name, isForAll, scopes, expiresOn }: typeof form.values) => {
      const body = {
        name: name.trim(),
        // Read-only if nothing else is chosen.
        scopes: isForAll === "yes" ? ["everything"] : ["read", ...scopes],
        ...(expiresOn === "" ? {} : { expiresOn }),
      };
      return askConfirmed<NewApiKey>("POST", "/api/v1/api-keys", { body });
    },
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
          <Held isSaving={make.isPending}>
            <TextInput
              label={words.name}
              description={words.nameHint}
              required
              autoComplete="off"
              data-autofocus
              {...form.getInputProps("name")}
            />
            <Radio.Group label={words.scope} {...form.getInputProps("isForAll")}>
              <Stack gap="xs" mt={6}>
                <Radio value="yes" label={words.scopes["everything"]} />
                <Radio value="no" label={words.some} description={words.someHint} />
              </Stack>
            </Radio.Group>
            {form.values.isForAll === "yes" ? null : (
              <Checkbox.Group label={words.writes} {...form.getInputProps("scopes")}>
                <Stack gap="xs" mt={6}>
                  {["products", "orders", "connection"].map((scope) => (
                    <Checkbox key={scope} value={scope} label={words.scopes[scope]} />
                  ))}
                </Stack>
              </Checkbox.Group>
            )}
            <DayField
              label={words.expiresOn}
              description={words.expiresHint}
              {...form.getInputProps("expiresOn")}
            />
          </Held>
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
