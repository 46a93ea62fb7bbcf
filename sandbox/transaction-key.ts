import { readBodyTime } from "./jst.ts";
import type { Fields } from "./state.ts";

/** The four numbers that name a sale: the same moment is the same, however it was written. */
export const keyOf = (head: Fields): string =>
  [
    head["storeId"],
    head["terminalId"],
    readBodyTime(head["terminalTranDateTime"] ?? ""),
    head["terminalTranId"],
  ].join(" ");
