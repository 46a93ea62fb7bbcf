import type { ColumnType } from "kysely";

/** The rows of `migrations/`, one interface a table. `ColumnType<read, insert, update>`. */
type At = ColumnType<Date, Date | string, Date | string>;

/** Until when the next call of a contract has to wait: shared by all processes. */
export interface SmaregiPaceTable {
  contractId: string;
  kind: "read" | "write";
  nextAt: At;
}

export interface Tables {
  smaregiPace: SmaregiPaceTable;
}
