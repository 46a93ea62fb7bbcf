import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { NewStaffAccount, StaffAccount } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { askConfirmed } from "../../frame/confirmation.ts";
import { staffWords } from "./words.ts";

type Props = {
  account: StaffAccount;
  edit(): void;
  showLink(made: Pick<NewStaffAccount, "signInLink" | "mailed">): void;
  /** Reports a refusal to the page, for example: 最後の加盟店-管理者. */
  refused(error: Error | null): void;
};

/** The actions for a staff account. */
export function StaffActions({ account, edit, showLink, refused }: Props) {
  const words = useWords(staffWords);
  const confirm = useConfirm();
  const { id, name } = account;
  const at = `/api/v1/staff/${id}`;
  const act = useMutation({
    mutationFn: async (work: () => Promise<unknown>) => await work(),
    onMutate: () => refused(null),
    onError: refused,
  });
  const say = (message: string) => notifications.show({ message });
  const link = () =>
    act.mutate(async () => {
      showLink(
        await askConfirmed<Pick<NewStaffAccount, "signInLink" | "mailed">>("POST", `${at}/sign-in-link`),
      );
    });
  const setDisabled = async (disabled: boolean) => {
    const question = { title: words.disableTitle(name), says: words.disableSays, does: words.disable };
    if (disabled && !(await confirm({ ...question, isDestructive: true }))) return;
    act.mutate(async () => {
      await askConfirmed("PATCH", at, { body: { disabled } });
      say(disabled ? words.wasDisabled : words.wasEnabled);
    });
  };
  const signOut = async () => {
    const question = { title: words.signOutTitle(name), says: words.signOutSays, does: words.signOut };
    if (!(await confirm(question))) return;
    act.mutate(async () => {
      await askConfirmed("DELETE", `${at}/sessions`);
      say(words.wasSignedOut);
    });
  };
  const resetStep = async () => {
    const question = { title: words.resetTitle(name), says: words.resetSays, does: words.reset };
    if (!(await confirm({ ...question, isDestructive: true }))) return;
    act.mutate(async () => {
      await askConfirmed("DELETE", `${at}/second-step`);
      say(words.wasReset);
    });
  };
  const remove = async () => {
    const question = { title: words.removeTitle(name), says: words.removeSays, does: words.remove };
    if (!(await confirm({ ...question, isDestructive: true }))) return;
    act.mutate(async () => {
      await askConfirmed("DELETE", at);
      say(words.wasRemoved);
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          aria-label={words.actionsFor(name)}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {words.actions}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit}>{words.edit}</Menu.Item>
        {account.disabled ? null : <Menu.Item onClick={link}>{words.newLink}</Menu.Item>}
        {account.disabled ? null : <Menu.Item onClick={() => void signOut()}>{words.signOut}</Menu.Item>}
        {account.hasSecondStep ? <Menu.Item onClick={() => void resetStep()}>{words.reset}</Menu.Item> : null}
        <Menu.Item onClick={() => void setDisabled(!account.disabled)}>
          {account.disabled ? words.enable : words.disable}
        </Menu.Item>
        <Menu.Item color="shu.8" onClick={() => void remove()}>
          {words.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
