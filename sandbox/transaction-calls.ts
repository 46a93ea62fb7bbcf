import { notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { answerList, readWindow, unknownWord, within } from "./lists.ts";
import { readSale } from "./sale-rules.ts";
import type { Fields } from "./state.ts";
import { switchesOf } from "./switches.ts";
import { register, shown, type cancel } from "./transactions.ts";

/** 取引登録. */
export function postTransaction({ state, contract, body }: ApiCall): Answer {
  const sale = readSale(state, contract, body);
  if ("refused" in sale) return sale.refused;
  return ok(shown(register(state, contract, sale.head, sale.lines), true));
}

/** 取引取消 or 取引打消取消 of the transaction in the path. */
export const undo =
  (how: typeof cancel) =>
  ({ state, contract, parts }: ApiCall): Answer => {
    const transaction = contract.transactions.get(parts[0] ?? "");
    if (transaction === undefined) return notThere();
    const result = how(state, contract, transaction);
    return "status" in result ? (result as Answer) : ok(shown(result as typeof transaction, true));
  };

/** 取引取得. */
export function getTransaction({ contract, parts, query }: ApiCall): Answer {
  const transaction = contract.transactions.get(parts[0] ?? "");
  if (transaction === undefined) return notThere();
  return ok(shown(transaction, !["none", null].includes(query.get("with_details"))));
}

/** 取引一覧取得: a window of times is a must. */
export function listTransactions({ state, contract, query, path }: ApiCall): Answer {
  const windows = ["transaction_date_time", "terminal_tran_date_time", "upd_date_time", "sum_date"];
  const words = windows.flatMap((name) => [`${name}-from`, `${name}-to`]);
  const filters = {
    store_id: "storeId",
    transaction_uuid: "transactionUuid",
    transaction_head_division: "transactionHeadDivision",
    barcode: "barcode",
    customer_code: "customerCode",
  };
  const withWords = ["with_details", "with_deposit_others", "with_store", "with_customer", "with_staff"];
  const unknown = unknownWord(query, [
    ...words,
    ...Object.keys(filters),
    ...withWords,
    "transaction_head_id-from",
    "transaction_head_id-to",
  ]);
  if (unknown !== null) return refuse(400, `${unknown} はサポートされていません`);
  const asked = windows.map((name) => ({ name, window: readWindow(query, name) }));
  const broken = asked.find(({ window }) => typeof window === "string");
  if (broken !== undefined) return refuse(400, String(broken.window));
  if (asked.every(({ window }) => window === null)) {
    return refuse(
      400,
      "transaction_date_time, terminal_tran_date_time, sum_date, upd_date_time のいずれかは必須です。",
    );
  }
  const found = [...contract.transactions.values()].filter((transaction) => {
    const { head } = transaction;
    const times: Record<string, number> = {
      transaction_date_time: new Date(head["transactionDateTime"] ?? "").getTime(),
      terminal_tran_date_time: transaction.terminalTranAt,
      upd_date_time: transaction.updatedAt,
      sum_date: transaction.terminalTranAt,
    };
    const inWindows = asked.every(
      ({ name, window }) => window === null || typeof window === "string" || within(times[name] ?? 0, window),
    );
    return (
      inWindows &&
      Object.entries(filters).every(([word, field]) => (query.get(word) ?? head[field]) === head[field])
    );
  });
  const details = !["none", null].includes(query.get("with_details"));
  const rows = found.map((transaction) => shown(transaction, details) as Fields);
  const sortable = [
    "transactionHeadId",
    "transactionDateTime",
    "transactionHeadDivision",
    "storeId",
    "terminalId",
    "terminalTranId",
    "terminalTranDateTime",
    "sumDate",
    "updDateTime",
  ];
  const { linkHeader } = switchesOf(state, contract.contractId);
  return answerList(rows, query, { sortable, path, link: linkHeader, most: details ? 100 : 1000 });
}
