import type { HistoryEntry } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useEventName } from "../../../ui/events.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, type useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useActor } from "../../../ui/useActor.ts";
import { Section } from "../../../ui/Section.tsx";
import { productWords } from "../parts/words.ts";
import { editWords } from "./words.ts";

/** The history of a product, newest first. */
export const historyOptions = (id: string) =>
  listOptions<HistoryEntry>(["products", "product", id, "history"], `/api/v1/products/${id}/history`, {
    limit: 20,
  });

/** 操作履歴, at the bottom of the product page as in the manual: when, what, which variation, the quantity afterwards, who (S7). */
export function History({ list }: { list: ReturnType<typeof useList<HistoryEntry>> }) {
  const words = useWords(editWords);
  const said = useWords(productWords);
  const formats = useFormats();
  const who = useActor();
  const nameEvent = useEventName();
  const { rows, error, retry, ...rest } = list;
  return (
    <Section title={words.history}>
      <ProblemNotice error={error} retry={retry} />
      <DataTable
        {...rest}
        label={words.historyLabel}
        // Several entries may have the same time. Counted from the end, each row keeps its key.
        rows={rows.map((entry, index) => ({ ...entry, key: `${rows.length - index}` }))}
        of={({ key }) => key}
        empty={words.noHistory}
        columns={[
          { title: words.at, width: "12rem", cell: ({ at }) => formats.moment(at) },
          { title: words.event, cell: ({ event }) => nameEvent(event) },
          { title: said.variation, cell: ({ variationName }) => variationName },
          {
            title: words.after,
            isNumber: true,
            width: "9rem",
            cell: ({ quantity, variationId }) => {
              if (quantity !== null) return formats.number(quantity);
              return variationId === null ? null : <span className="soft">{words.blankQuantity}</span>;
            },
          },
          { title: words.who, cell: ({ actor }) => who(actor) },
        ]}
      />
    </Section>
  );
}
