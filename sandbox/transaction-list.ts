import { refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { readDay } from "./jst.ts";
import { answerList, listWords, readWindow, refuseWords, within, type Window } from "./lists.ts";
import { switchesOf, timeAt, type Transaction } from "./state.ts";
import { comesAlong, withWords } from "./transaction-calls.ts";
import { shown } from "./transactions.ts";

/** The times that a list can be asked for, in milliseconds. */
const times: Record<string, (transaction: Transaction) => number> = {
  transaction_date_time: ({ receivedAt }) => receivedAt,
  terminal_tran_date_time: ({ terminalTranAt }) => terminalTranAt,
  upd_date_time: ({ updatedAt }) => updatedAt,
  sum_date: ({ head }) => readDay(head["sumDate"] ?? ""),
};

const filters: Record<string, string> = {
  store_id: "storeId",
  transaction_uuid: "transactionUuid",
  transaction_head_division: "transactionHeadDivision",
  sum_date: "sumDate",
  adjustment_date_time: "adjustmentDateTime",
  customer_code: "customerCode",
  barcode: "barcode",
};

const known = [
  ...listWords,
  ...Object.keys(times).flatMap((name) => [`${name}-from`, `${name}-to`]),
  ...Object.keys(filters),
  ...withWords,
  "transaction_head_id-from",
  "transaction_head_id-to",
];

const sortable = Object.fromEntries(
  [
    "transactionHeadId",
    "transactionDateTime",
    "transactionHeadDivision",
    "storeId",
    "terminalId",
    "customerId",
    "terminalTranId",
    "terminalTranDateTime",
    "sumDate",
    "updDateTime",
  ].map((name) => [name, ({ head }: Transaction) => head[name]]),
);

/** 取引一覧取得: a window of times is required, 31 days at most. */
export function listTransactions({ state, contract, query, path }: ApiCall): Answer {
  const refused = refuseWords(query, known);
  if (refused !== null) return refused;
  const windows = readWindows(query, timeAt(state, contract.contractId));
  if (typeof windows === "string") return refuse(400, windows);
  const first = Number(query.get("transaction_head_id-from") ?? "0");
  const last = Number(query.get("transaction_head_id-to") ?? "999999999999");
  if (Number.isNaN(first) || Number.isNaN(last)) return refuse(400, "transaction_head_id の形式が不正です。");
  const switches = switchesOf(state, contract.contractId);
  const isMinded = (word: string) => word !== "transaction_uuid" || switches.filters === "minded";
  const asked = Object.entries(filters).filter(([word]) => query.has(word) && isMinded(word));
  const found = [...contract.transactions.values()].filter(
    (transaction) =>
      windows.every(({ time, window }) => within(time(transaction), window)) &&
      asked.every(([word, field]) => query.get(word) === transaction.head[field]),
  );
  const numbered =
    first === 0 && !query.has("transaction_head_id-to")
      ? found
      : found.filter(({ head }) => between(Number(head["transactionHeadId"]), first, last));
  const withDetails = comesAlong(query, "with_details");
  const withDeposits = comesAlong(query, "with_deposit_others");
  return answerList(numbered, query, {
    sortable,
    shape: (transaction) => shown(transaction, withDetails, withDeposits),
    path,
    paging: switches,
    most: withWords.some((word) => comesAlong(query, word)) ? 100 : 1000,
  });
}

const between = (id: number, first: number, last: number): boolean => id >= first && id <= last;

type Asked = { time: (transaction: Transaction) => number; window: Window };

function readWindows(query: URLSearchParams, now: number): Asked[] | string {
  const windows: Asked[] = [];
  for (const [name, time] of Object.entries(times)) {
    const window = readWindow(query, name, { now, isDay: name === "sum_date" });
    if (typeof window === "string") return window;
    if (window !== null) windows.push({ time, window });
  }
  return windows.length > 0 || query.has("sum_date")
    ? windows
    : `${Object.keys(times).join(", ")} のいずれかは必須です。`;
}
