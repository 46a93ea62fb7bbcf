import { Alert, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { common } from "../../ui/words.ts";
import { TextLink } from "./links.tsx";
import { useSession } from "./session.ts";
import { statusQuery } from "./status.ts";
import { words as dictionary } from "./words.ts";

function Notice({ color, children }: { color: string; children: ReactNode }) {
  return (
    <Alert color={color} variant="light" py="xs" role="status">
      <Group gap="sm">{children}</Group>
    </Alert>
  );
}

/** What everyone has to know, on every page, one line each: Smaregi's maintenance, the guard's question, an ended contract. */
export function Notices({ isConnected }: { isConnected: boolean }) {
  const words = useWords(dictionary);
  const said = useWords(common);
  const formats = useFormats();
  const { merchant, mustSetPassword } = useSession();
  const { data: status } = useQuery(statusQuery);
  const maintenance = status?.connection.maintenance;
  const says = status?.connection.mode === "assured" ? words.maintenance : words.maintenanceStandard;
  const zeros = status?.zeroQuestion ?? null;
  return (
    <Stack gap="xs" aria-live="polite" className="notices">
      {isConnected ? null : <Notice color="yellow">{said.reconnecting}</Notice>}
      {mustSetPassword ? (
        <Notice color="yellow">
          {words.setPassword} <TextLink to="/account">{words.setPasswordLink}</TextLink>
        </Notice>
      ) : null}
      {merchant.standing === "ended" ? <Notice color="shu">{words.ended}</Notice> : null}
      {maintenance === undefined ? null : (
        <Notice color="orange">
          {says(formats.moment(maintenance.since), maintenance.reason.replace(/[。.]$/, ""))}
        </Notice>
      )}
      {zeros === null ? null : (
        <Notice color="shu">
          {words.zeros(zeros.products)} <TextLink to="/">{words.answerZeros}</TextLink>
        </Notice>
      )}
    </Stack>
  );
}
