import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { NewStaffAccount, Role, StaffAccount } from "../../../src/http/api-types.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { common } from "../../../ui/words.ts";
import { askConfirmed } from "../../frame/confirmation.ts";
import { words as frame } from "../../frame/words.ts";
import { staffWords } from "./words.ts";

type Props = {
  /** The account to change; null: a new one. */
  account: StaffAccount | null;
  saved(answer: StaffAccount | NewStaffAccount): void;
  cancel(): void;
};

const roles: Role[] = ["owner", "manager", "staff"];

/** The form for the name, address and role of a staff account. */
export function StaffForm({ account, saved, cancel }: Props) {
  const all = useWords(common);
  const said = useWords(frame);
  const words = useWords(staffWords);
  const form = useForm({
    initialValues: {
      name: account?.name ?? "",
      email: account?.email ?? "",
      role: account?.role ?? ("staff" as Role),
    },
    validate: {
      name: (value) => (value.trim() === "" ? words.nameMissing : null),
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.normalize("NFKC").trim()) ? null : words.emailWrong),
    },
  });
  useLeaveGuard(() => form.isDirty());
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const body = { ...values, name: values.name.trim(), email: values.email.trim() };
      return account === null
        ? askConfirmed<NewStaffAccount>("POST", "/api/v1/staff", { body })
        : askConfirmed<StaffAccount>("PATCH", `/api/v1/staff/${account.id}`, {
            // Only what was changed here, so that a role that another owner has removed meanwhile does not come back.
            body: Object.fromEntries(Object.entries(body).filter(([name]) => form.isDirty(name))),
          });
    },
    onSuccess: saved,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack>
        <ProblemNotice error={save.error} shownPaths={(path) => path in form.values} />
        <Held isSaving={save.isPending}>
          <TextInput
            label={words.name}
            required
            autoComplete="off"
            data-autofocus
            {...form.getInputProps("name")}
          />
          <TextInput
            label={words.email}
            type="email"
            required
            autoComplete="off"
            {...form.getInputProps("email")}
          />
          <Radio.Group label={words.role} {...form.getInputProps("role")}>
            <Stack gap="xs" mt={6}>
              {roles.map((role) => (
                <Radio key={role} value={role} label={said.role[role]} description={words.roleHint[role]} />
              ))}
            </Stack>
          </Radio.Group>
        </Held>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={cancel}>
            {all.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {account === null ? words.add : all.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
