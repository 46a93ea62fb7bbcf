import { Badge, Paper, SegmentedControl } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Incident } from "../../src/http/api-types.ts";
import { DataTable, type Column } from "../../ui/DataTable.tsx";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { listOptions, useList } from "../../ui/list.ts";
import { Page } from "../../ui/Page.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { common } from "../../ui/words.ts";
import { words as frame } from "../frame/words.ts";
import { HelpLink } from "../help/HelpLink.tsx";
import { IncidentLine } from "./IncidentLine.tsx";
import { incidentWords } from "./words.ts";

/** 障害 (B10, P9): failures of one cause, one line each; open ones first. */
export default function IncidentsPage() {
  const said = useWords(frame);
  const all = useWords(common);
  const words = useWords(incidentWords);
  const { moment } = useFormats();
  const navigate = useNavigate();
  const { state } = useSearch({ from: "/shell/incidents" });
  const asked = state === undefined ? { state: "open" } : state === "closed" ? { state } : {};
  const list = useList(listOptions<Incident>(["incidents", "list"], "/api/v1/incidents", asked));
  const columns: Column<Incident>[] = [
    { title: "", heading: said.incidents, cell: (incident) => <IncidentLine incident={incident} /> },
    {
      title: words.state,
      width: "12rem",
      cell: ({ state: is, closedAt }) => (
        <Badge color={is === "open" ? "shu" : "green"}>
          {closedAt === null ? words.states[is] : words.closedAt(moment(closedAt))}
        </Badge>
      ),
    },
  ];
  return (
    <Page help={<HelpLink topic="repair" />} title={said.incidents} lead={words.lead}>
      <SegmentedControl
        aria-label={words.filter}
        style={{ alignSelf: "flex-start", maxWidth: "100%" }}
        value={state ?? "open"}
        onChange={(value) =>
          void navigate({ to: "/incidents", search: value === "open" ? {} : { state: value as "all" } })
        }
        data={[
          { value: "open", label: words.states.open },
          { value: "closed", label: words.states.closed },
          { value: "all", label: all.all },
        ]}
      />
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null || list.rows.length > 0 ? (
        <Paper>
          <DataTable
            label={said.incidents}
            columns={columns}
            of={({ id }) => id}
            empty={state === undefined ? words.noneOpen : words.none}
            {...list}
          />
        </Paper>
      ) : null}
    </Page>
  );
}
