import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { NewWebhookEndpoint } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { common } from "../../../ui/words.ts";
import { webhookWords } from "./words.ts";

type Props = { isOpen: boolean; made(secret: string): void; close(): void };

/** Asks for the address of a new endpoint and its events. */
export function NewEndpointDialog({ isOpen, made, close }: Props) {
  const all = useWords(common);
  const words = useWords(webhookWords);
  const form = useForm({
    initialValues: { url: "", events: Object.keys(words.event) },
    validate: {
      url: (value) => (value.trim() === "" ? words.urlMissing : null),
      events: (value) => (value.length === 0 ? words.eventsMissing : null),
    },
  });
  useLeaveGuard(() => isOpen && form.isDirty());
  const make = useMutation({
    mutationFn: ({ url, events }: typeof form.values) =>
      ask<NewWebhookEndpoint>("POST", "/api/v1/webhook-endpoints", { body: { url: url.trim(), events } }),
    onSuccess: ({ secret }) => {
      form.reset();
      made(secret);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={words.add}
      closeButtonProps={{ "aria-label": all.close }}
      closeOnClickOutside={false}
    >
      <form onSubmit={form.onSubmit((values) => make.mutate(values))} noValidate>
        <Stack>
          <ProblemNotice error={make.error} shownPaths={(path) => path in form.values} />
          <Held isSaving={make.isPending}>
            <TextInput
              label={words.url}
              description={words.urlHint}
              type="url"
              required
              autoComplete="off"
              data-autofocus
              {...form.getInputProps("url")}
            />
            <Checkbox.Group label={words.events} {...form.getInputProps("events")}>
              <Stack gap="xs" mt={6}>
                {Object.entries(words.event).map(([event, label]) => (
                  <Checkbox key={event} value={event} label={label} />
                ))}
              </Stack>
            </Checkbox.Group>
          </Held>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {all.cancel}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
