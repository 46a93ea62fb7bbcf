import { notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { readTime } from "./jst.ts";
import { answerList, listWords, pickFields, readWindow, refuseWords, within } from "./lists.ts";
import { switchesOf, timeAt, type Contract, type Fields } from "./state.ts";
import type { Switches } from "./switches.ts";

type Shaping = { contract: Contract; query: URLSearchParams; switches: Switches };

type Records = {
  rows: (contract: Contract) => Map<string, Fields>;
  /** Other query words that are accepted. */
  words?: string[];
  /** The form of a record in the answer, if it is not as stored. */
  shape?: (row: Fields, shaping: Shaping) => object;
};

type List = Records & {
  /** Query words that ask for a field's value. */
  filters: Record<string, string>;
  /** Query words that only a switch enables, and the field that they ask for. */
  switched?: (switches: Switches) => Record<string, string>;
  sortable: string[];
};

/** A list of records, filtered by the words of the query. */
export const listOf =
  ({ rows, filters, switched, words = [], sortable, shape = (row) => row }: List) =>
  ({ state, contract, query, path }: ApiCall): Answer => {
    const switches = switchesOf(state, contract.contractId);
    const known = { ...filters, ...switched?.(switches) };
    const windowWords = ["upd_date_time-from", "upd_date_time-to"];
    const refused = refuseWords(query, [...listWords, ...windowWords, ...Object.keys(known), ...words]);
    if (refused !== null) return refused;
    const window = readWindow(query, "upd_date_time", { now: timeAt(state, contract.contractId) });
    if (typeof window === "string") return refuse(400, window);
    const asked = Object.entries(known).filter(([word]) => query.has(word));
    const found = [...rows(contract).values()].filter(
      (row) =>
        asked.every(([word, field]) => query.get(word) === row[field]) &&
        (window === null || within(readTime(row["updDateTime"] ?? ""), window)),
    );
    return answerList(found, query, {
      sortable: Object.fromEntries(sortable.map((name) => [name, (row: Fields) => row[name]])),
      shape: (row) => shape(row, { contract, query, switches }),
      path,
      paging: switches,
      most: words.some((word) => query.get(word) === "all") ? switches.besideLimit : 1000,
    });
  };

/** One record by its ID. */
export const oneOf =
  ({ rows, words = [], shape = (row) => row }: Records) =>
  ({ state, contract, query, parts }: ApiCall): Answer => {
    const refused = refuseWords(query, ["fields", ...words]);
    if (refused !== null) return refused;
    const row = rows(contract).get(parts[0] ?? "");
    if (row === undefined) return notThere();
    const switches = switchesOf(state, contract.contractId);
    const shaped = shape(row, { contract, query, switches });
    const picked = pickFields([shaped], query.get("fields"), switches);
    return Array.isArray(picked) ? ok(picked[0]) : picked;
  };
