import { Badge, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { StaffAccount } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useSession } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { staffWords } from "./words.ts";

/** The columns of the list of accounts, with the actions at the end. */
export function useStaffColumns(actions: (account: StaffAccount) => ReactNode): Column<StaffAccount>[] {
  const said = useWords(frame);
  const words = useWords(staffWords);
  const { moment } = useFormats();
  const { account: self } = useSession();
  return [
    {
      title: words.name,
      cell: ({ id, name }) => (
        <span className="text">
          {name}
          {id === self.id ? <span className="soft"> {words.you}</span> : null}
        </span>
      ),
    },
    {
      title: words.email,
      cell: ({ email, lastMail }) => (
        <>
          <span className="text">{email}</span>
          {lastMail === null ? null : (
            <Text size="sm" {...(lastMail.state === "failed" ? { c: "shu.8" } : { className: "soft" })}>
              {words.mailed[lastMail.kind]}: {words.mailStates[lastMail.state]} ({moment(lastMail.at)})
            </Text>
          )}
        </>
      ),
    },
    { title: words.role, width: "10rem", cell: ({ role }) => said.role[role] },
    {
      title: words.state,
      cell: ({ disabled, hasSecondStep }) => (
        <>
          <Badge color={disabled ? "gray" : "green"}>{disabled ? words.disabled : words.active}</Badge>{" "}
          {hasSecondStep ? <Badge color="ai">{words.secondStep}</Badge> : null}
        </>
      ),
    },
    {
      title: words.lastSignIn,
      cell: ({ lastSignInAt }) => (lastSignInAt === null ? words.never : moment(lastSignInAt)),
    },
    { title: words.actions, cell: actions },
  ];
}
