import type { OrderLogEntry } from "../../../src/http/api-types.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useActor } from "../../../ui/useActor.ts";
import { Section } from "../../../ui/Section.tsx";
import { Cause } from "../../frame/Cause.tsx";
import { useMay } from "../../frame/session.ts";
import { orderLogOptions } from "../parts/queries.ts";
import { Comment } from "./Comment.tsx";
import { showWords } from "./words.ts";

/** 受注明細のログ: what happened to the order, oldest first, including the calls to Smaregi (O5). */
export function Log({ id }: { id: string }) {
  const words = useWords(showWords);
  const { error, retry, ...list } = useList(orderLogOptions(id));
  const columns = useColumns();
  const mayEdit = useMay("orders.edit");
  return (
    <Section title={words.log}>
      <ProblemNotice error={error} retry={retry} />
      <DataTable
        {...list}
        label={words.log}
        columns={columns}
        rows={list.rows.map((entry, position) => ({ ...entry, position }))}
        of={({ position }) => String(position)}
        empty={words.noLog}
      />
      {mayEdit ? <Comment key={id} id={id} /> : null}
    </Section>
  );
}

function useColumns(): Column<OrderLogEntry & { position: number }>[] {
  const words = useWords(showWords);
  const { moment } = useFormats();
  const who = useActor();
  return [
    { title: words.at, width: "12rem", cell: ({ at }) => <span className="figures">{moment(at)}</span> },
    { title: words.what, cell: (entry) => <What entry={entry} /> },
    {
      title: words.by,
      width: "14rem",
      cell: ({ actor }) => <span className="buyer">{who(actor)}</span>,
    },
  ];
}

function What({ entry: { event, plain, answer } }: { entry: OrderLogEntry }) {
  return (
    <div className="log-text" data-tone={event.endsWith("Failed") ? "failed" : undefined}>
      <Cause plain={plain} answer={answer} />
    </div>
  );
}
