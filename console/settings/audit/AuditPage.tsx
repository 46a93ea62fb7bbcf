import { Button, Paper } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { AuditEntry } from "../../../src/http/api-types.ts";
import { withQuery } from "../../../ui/api.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { download } from "../../../ui/download.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { Filters } from "./Filters.tsx";
import { useAuditColumns } from "./columns.tsx";
import { auditWords } from "./words.ts";

/** 監査ログ: who signed in and who changed what, newest first. For owners. */
export default function AuditPage() {
  const said = useWords(frame);
  const words = useWords(auditWords);
  if (useMay("accounts.edit")) return <AuditLog />;
  return <Page help={<HelpLink topic="accounts" />} title={said.audit} lead={words.mayNot} />;
}

function AuditLog() {
  const said = useWords(frame);
  const words = useWords(auditWords);
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/settings/audit" });
  const list = useList(listOptions<AuditEntry>(["audit", "list"], "/api/v1/audit-log", search));
  const columns = useAuditColumns();
  const save = useMutation({
    mutationFn: () => download(withQuery("/api/v1/audit-log.csv", search), "audit-log.csv"),
  });
  return (
    <Page
      help={<HelpLink topic="accounts" />}
      title={said.audit}
      lead={words.lead}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {words.download}
        </Button>
      }
    >
      <ProblemNotice error={save.error} />
      <ProblemNotice error={list.error} retry={list.retry} />
      <Paper>
        <Filters
          search={search}
          look={(next) => void navigate({ to: "/settings/audit", search: next, replace: true })}
        />
        {list.error === null || list.rows.length > 0 ? (
          <DataTable
            label={said.audit}
            columns={columns}
            of={({ id }) => id}
            empty={Object.keys(search).length === 0 ? words.empty : words.emptyNarrowed}
            {...list}
          />
        ) : null}
      </Paper>
    </Page>
  );
}
