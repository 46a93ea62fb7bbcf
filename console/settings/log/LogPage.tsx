import { Paper, SegmentedControl } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { words as frame } from "../../frame/words.ts";
import { Crumbs } from "../Crumbs.tsx";
import { HelpLink } from "../../help/HelpLink.tsx";
import { useLogColumns } from "./columns.tsx";
import { logWords } from "./words.ts";

/** スマレジ連携ログ: failed calls, newest first, each with its cause, what to do, and a button for its repair. */
export default function LogPage() {
  const said = useWords(frame);
  const all = useWords(common);
  const words = useWords(logWords);
  const navigate = useNavigate();
  const { state } = useSearch({ from: "/shell/settings/smaregi/log" });
  const log = useList(
    listOptions<IntegrationLogEntry>(["link", "log"], "/api/v1/integration-log", { state }),
  );
  const columns = useLogColumns();
  const none = { open: words.emptyOpen, repaired: words.emptyOther, handled: words.emptyOther };
  return (
    <Page help={<HelpLink topic="repair" />} title={said.log} lead={words.lead} back={<Crumbs />}>
      <SegmentedControl
        aria-label={words.filter}
        style={{ alignSelf: "flex-start", maxWidth: "100%" }}
        value={state ?? "all"}
        onChange={(value) =>
          void navigate({
            to: "/settings/smaregi/log",
            search: value === "all" ? {} : { state: value as "open" },
          })
        }
        data={[
          { value: "all", label: all.all },
          { value: "open", label: words.states.open },
          { value: "repaired", label: words.states.repaired },
          { value: "handled", label: words.states.handled },
        ]}
      />
      <ProblemNotice error={log.error} retry={log.retry} />
      {log.error === null || log.rows.length > 0 ? (
        <Paper>
          <DataTable
            label={said.log}
            columns={columns}
            of={(entry) => entry.id}
            empty={state === undefined ? words.empty : none[state]}
            {...log}
          />
        </Paper>
      ) : null}
    </Page>
  );
}
