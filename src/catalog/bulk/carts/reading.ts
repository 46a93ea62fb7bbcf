import type { CsvRow } from "../../../kit/csv-records.ts";
import { columnKeys, columns, columnsOf, type ColumnKey } from "../columns.ts";
import { readRow, type ReadRow } from "../read-row.ts";
import type { BulkJobRow } from "../store.ts";
import { headingOf, type Mapping } from "./mapping.ts";
import { translate } from "./translate.ts";

type File = { kind: "register" | "change"; headings: string[]; mapping: Mapping | null };

/** How the rows of one file are read, whether it has our columns or those of another cart. */
export type Reading = {
  /** Reads the rows; their `cells` stay as they were typed. */
  read(rows: AsyncIterable<CsvRow>): AsyncIterable<ReadRow>;
  /** The heading that holds one of our columns; null if there is none. */
  headingOf(key: ColumnKey): string | null;
  /** Our columns as its rows have them, for listing changes. */
  headings: string[];
};

/** A job's file. It was received, so its headings are known. */
export const fileOf = ({ kind, header, mapping }: BulkJobRow): File => ({
  kind,
  headings: header ?? [],
  mapping: mapping as Mapping | null,
});

/** Returns how a file is read. */
export function readingOf({ kind, headings, mapping }: File): Reading {
  if (mapping === null) {
    const header = columnsOf(headings);
    return {
      async *read(rows) {
        for await (const row of rows) yield readRow(row, header, kind);
      },
      headingOf: (key) => headings[header.indexOf(key)]?.trim() ?? null,
      headings,
    };
  }
  return {
    async *read(rows) {
      for await (const { row, typed, group } of translate(rows, headings, mapping))
        yield { ...readRow(row, columnKeys, kind), cells: typed, group };
    },
    headingOf: (key) => headingOf(headings, mapping, key),
    headings: columnKeys.map((key) => columns[key].ja),
  };
}
