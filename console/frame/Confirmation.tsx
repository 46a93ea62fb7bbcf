import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { ask } from "../../ui/api.ts";
import { fieldErrors } from "../../ui/fields.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { common } from "../../ui/words.ts";
import { useConfirmation } from "./confirmation.ts";
import { signByPasskey, takesPasskeys } from "./passkey.ts";
import { useSession } from "./session.ts";
import { words as dictionary } from "./words.ts";

/**
 * Asks for the password again, above everything that is open, if the action gives others access. If the reader leaves the page, the
 * answer is no, so that the action does not run above another page.
 */
export function Confirmation() {
  const words = useWords(dictionary);
  const all = useWords(common);
  const { isAsked, end } = useConfirmation();
  const { history } = useRouter();
  useEffect(
    () => (isAsked ? history.subscribe(() => end(false)) : undefined),
    // oxlint-disable-next-line react/exhaustive-deps -- `end` is new with each drawing, and the same
    [isAsked, history],
  );
  return (
    <Modal
      opened={isAsked}
      onClose={() => end(false)}
      title={words.confirmTitle}
      closeButtonProps={{ "aria-label": all.close }}
      // Above the dialog with the values to save.
      zIndex={300}
    >
      <Text size="sm" mb="md">
        {words.confirmSays}
      </Text>
      <ConfirmForm done={() => end(true)} cancel={() => end(false)} />
    </Modal>
  );
}

function ConfirmForm({ done, cancel }: { done(): void; cancel(): void }) {
  const words = useWords(dictionary);
  const all = useWords(common);
  const { account, hasPassword } = useSession();
  const form = useForm({ initialValues: { password: "" } });
  const confirm = useMutation({
    mutationFn: async ({ byPasskey }: { byPasskey: boolean }) => {
      if (!byPasskey) return await ask("POST", "/console/api/confirmation", { body: form.values });
      const passkey = await signByPasskey("/console/api/confirmation/challenge");
      return await ask("POST", "/console/api/confirmation/passkey", { body: { passkey } });
    },
    onSuccess: done,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form
      onSubmit={(event) => {
        // It may be above another form.
        event.stopPropagation();
        form.onSubmit(() => confirm.mutate({ byPasskey: !hasPassword }))(event);
      }}
      noValidate
    >
      <Stack>
        <ProblemNotice error={confirm.error} shownPaths={(path) => path in form.values} />
        <input type="text" autoComplete="username" value={account.email} readOnly hidden />
        {hasPassword ? (
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            required
            data-autofocus
            {...form.getInputProps("password")}
          />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={cancel}>
            {all.cancel}
          </Button>
          {hasPassword && takesPasskeys() ? (
            <Button
              variant="default"
              loading={confirm.isPending}
              onClick={() => confirm.mutate({ byPasskey: true })}
            >
              {words.confirmByPasskey}
            </Button>
          ) : null}
          <Button type="submit" loading={confirm.isPending}>
            {words.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
