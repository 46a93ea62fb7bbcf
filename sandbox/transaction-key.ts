import { readBodyTime } from "./jst.ts";
import type { Fields } from "./state.ts";

/** The four numbers that name a sale, as one key: the same moment gives the same key, however it was written. */
export const keyOf = (head: Fields): string =>
  [
    head["storeId"],
    head["terminalId"],
    readBodyTime(head["terminalTranDateTime"] ?? ""),
    head["terminalTranId"],
  ].join(" ");
