import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { Order } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay, useSession } from "../../frame/session.ts";
import { statusQuery, useGoesOn } from "../../frame/status.ts";
import { LinkMark } from "../parts/marks.tsx";
import { orderLogOptions } from "../parts/queries.ts";
import { orderWords } from "../parts/words.ts";
import { ownFailure } from "./own-failure.ts";
import { Refused } from "./Refused.tsx";
import { showWords } from "./words.ts";

/** The order's state in Smaregi, the transaction's ID, and what to do after a failure. */
export function Smaregi({ order: { id, link } }: { order: Order }) {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const { data: status } = useQuery(statusQuery);
  const now = status?.connection;
  const waits = now?.state === "off" ? "sendingOff" : now?.maintenance && "sendingMaintenance";
  return (
    <Section title={said.link} actions={<LinkMark state={link.state} />}>
      <Stack gap="sm" aria-live="polite">
        {link.state === "failed" ? (
          <Failure id={id} link={link} />
        ) : (
          <Text size="sm">
            {link.why === undefined
              ? words.linkSays[(link.state === "sending" && waits) || link.state]
              : words.whys[link.why]}
          </Text>
        )}
        {link.why === "cancelRefused" ? <Refused id={id} /> : null}
        {link.why === undefined || link.why === "cancelRefused" ? null : <Send id={id} />}
        {link.transactionId === undefined ? null : <Transaction id={link.transactionId} />}
      </Stack>
    </Section>
  );
}

/** The cause of the failure in Smaregi's words, and whether someone has to repair it. */
function Failure({ id, link }: Pick<Order, "id" | "link">) {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const goesOn = useGoesOn(link);
  const { rows } = useList(orderLogOptions(id));
  const last = ownFailure(rows, link);
  return (
    <Alert color="shu" variant="light" title={words.linkSays.failed}>
      {link.why === undefined ? null : (
        <Text size="sm" mb="xs">
          {words.whys[link.why]}
        </Text>
      )}
      {last === undefined ? null : (
        <Text size="sm" mb="xs">
          {last.message}
        </Text>
      )}
      <Text size="sm" mb="xs">
        {goesOn ? words.nothingToDo : words.whatToDo}
      </Text>
      <TextLink to="/settings/smaregi/log" size="sm">
        {said.toLog}
      </TextLink>
    </Alert>
  );
}

/** P6: sends the order's present state to Smaregi. First looks for what may already be there. */
function Send({ id }: { id: string }) {
  const words = useWords(showWords);
  const mayRepair = useMay("link.repair");
  const send = useMutation({
    mutationFn: () => ask("POST", "/api/v1/orders/send", { body: { orderIds: [id] } }),
  });
  if (!mayRepair) return null;
  return (
    <Stack gap={6} align="flex-start">
      <Button size="sm" variant="light" loading={send.isPending} onClick={() => send.mutate()}>
        {words.send}
      </Button>
      {send.isSuccess ? (
        <Text size="sm" role="status">
          {words.sent}
        </Text>
      ) : null}
      <ProblemNotice error={send.error} />
    </Stack>
  );
}

/**
 * In practice mode it links to the till. Smaregi's own pages have no public address for a transaction, so elsewhere the ID can be
 * copied.
 */
function Transaction({ id }: { id: string }) {
  const words = useWords(showWords);
  const { practice } = useSession();
  return (
    <Group gap="sm">
      <Text size="sm">
        {words.transactionId}{" "}
        <Text span fw={600} className="figures">
          {id}
        </Text>
      </Text>
      {practice === null ? (
        <CopyButton value={id}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-sm" onClick={copy}>
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
      ) : (
        <Anchor href={`${practice.tillUrl}#books`} target="_blank" rel="noopener" size="sm">
          {words.openTill}
        </Anchor>
      )}
    </Group>
  );
}
