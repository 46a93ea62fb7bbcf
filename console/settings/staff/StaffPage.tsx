import { Alert, Button, Modal, Paper } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { NewStaffAccount, StaffAccount } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { useMay, useSession } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { DemandSecondStep } from "./DemandSecondStep.tsx";
import { HandOver, type Secret } from "./HandOver.tsx";
import { StaffActions } from "./StaffActions.tsx";
import { StaffForm } from "./StaffForm.tsx";
import { useStaffColumns } from "./staff-columns.tsx";
import { staffWords } from "./words.ts";

/** スタッフ: who can sign in, and with which role. For owners. */
export default function StaffPage() {
  const said = useWords(frame);
  const words = useWords(staffWords);
  if (useMay("accounts.edit")) return <Staff />;
  return <Page help={<HelpLink topic="accounts" />} title={said.staff} lead={words.mayNot} />;
}

function Staff() {
  const all = useWords(common);
  const said = useWords(frame);
  const words = useWords(staffWords);
  const list = useList(listOptions<StaffAccount>(["staff", "list"], "/api/v1/staff"));
  // The account in the dialog; "new" for a new one.
  const [form, setForm] = useState<StaffAccount | "new" | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const [refusal, setRefusal] = useState<Error | null>(null);
  const { sendsMail } = useSession();
  const showLink = (name: string, { signInLink, mailed }: Pick<NewStaffAccount, "signInLink" | "mailed">) =>
    setSecret({
      title: words.linkTitle(name),
      says: mailed ? words.linkMailed : words.linkSays,
      label: words.link,
      value: `${location.origin}${signInLink}`,
    });
  const columns = useStaffColumns((account) => (
    <StaffActions
      account={account}
      edit={() => setForm(account)}
      showLink={(link) => showLink(account.name, link)}
      refused={setRefusal}
    />
  ));
  const saved = (answer: StaffAccount | NewStaffAccount) => {
    setForm(null);
    notifications.show({ message: form === "new" ? words.added : words.saved });
    if ("signInLink" in answer) showLink(answer.name, answer);
  };
  return (
    <Page
      help={<HelpLink topic="accounts" />}
      title={said.staff}
      lead={words.lead}
      actions={<Button onClick={() => setForm("new")}>{words.add}</Button>}
    >
      <ProblemNotice error={refusal} />
      {sendsMail ? null : (
        <Alert color="gray" variant="light">
          {words.noMail}
        </Alert>
      )}
      <DemandSecondStep />
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null || list.rows.length > 0 ? (
        <Paper>
          <DataTable label={said.staff} columns={columns} of={({ id }) => id} empty={words.empty} {...list} />
        </Paper>
      ) : null}
      <Modal
        opened={form !== null}
        onClose={() => setForm(null)}
        title={form === null || form === "new" ? words.add : words.editTitle(form.name)}
        closeButtonProps={{ "aria-label": all.close }}
        closeOnClickOutside={false}
      >
        {form === null ? null : (
          <StaffForm account={form === "new" ? null : form} saved={saved} cancel={() => setForm(null)} />
        )}
      </Modal>
      <HandOver secret={secret} close={() => setSecret(null)} />
    </Page>
  );
}
