import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Reconciliation } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { Crumbs } from "../Crumbs.tsx";
import { HelpLink } from "../../help/HelpLink.tsx";
import { useRunColumns } from "./columns.tsx";
import { Progress } from "./Progress.tsx";
import { reconciliationWords } from "./words.ts";

const path = "/api/v1/reconciliations";

/** 差異チェック: starts one, and lists the results of earlier ones. */
export default function ReconciliationsPage() {
  const said = useWords(frame);
  const words = useWords(reconciliationWords);
  const mayRun = useMay("link.repair");
  const client = useQueryClient();
  const navigate = useNavigate();
  const list = useList(listOptions<Reconciliation>(["reconciliations", "list"], path));
  const start = useMutation({
    mutationFn: () => ask<Reconciliation>("POST", path),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ["reconciliations"] });
      await navigate({ to: "/settings/smaregi/reconciliations/$id", params: { id } });
    },
  });
  const columns = useRunColumns();
  const current = list.rows.find(({ state }) => state === "waiting" || state === "running");
  return (
    <Page
      help={<HelpLink topic="repair" />}
      title={said.reconciliations}
      lead={words.lead}
      back={<Crumbs />}
      actions={
        mayRun ? (
          <Button loading={start.isPending} disabled={current !== undefined} onClick={() => start.mutate()}>
            {words.run}
          </Button>
        ) : null
      }
    >
      {mayRun ? null : <Text className="soft">{words.mayNot}</Text>}
      <ProblemNotice error={start.error} />
      {current === undefined ? null : (
        <Section title={words.states[current.state]}>
          <Progress run={current} />
        </Section>
      )}
      <Section title={words.past}>
        <ProblemNotice error={list.error} retry={list.retry} />
        {list.error === null || list.rows.length > 0 ? (
          <DataTable label={words.past} columns={columns} of={({ id }) => id} empty={words.empty} {...list} />
        ) : null}
      </Section>
    </Page>
  );
}
