import { notSupported, notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { readBodyTime } from "./jst.ts";
import { answerList, listWords, pickFields, refuseWords } from "./lists.ts";
import { readSale } from "./sale-rules.ts";
import { switchesOf, type Contract, type Fields } from "./state.ts";
import { inRange, isStockManaged, stockOf } from "./stock.ts";
import { register, shown } from "./transactions.ts";
import type { cancel, UndoTimes } from "./undo-transaction.ts";

/** What can be included with a transaction; only its lines and payments are made here. */
export const withWords =
  "with_details with_deposit_others with_coupons with_discounts with_store with_customer with_staff with_layaway".split(
    " ",
  );

/** True if the query asks to include something: `all` or `summary`, not `none`. */
export const comesAlong = (query: URLSearchParams, word: string): boolean =>
  (query.get(word) ?? "none") !== "none";

/** 取引登録. */
export function postTransaction({ state, contract, body }: ApiCall): Answer {
  const sale = readSale(state, contract, body);
  if ("refused" in sale) return sale.refused;
  const { overRangeStock } = switchesOf(state, contract.contractId);
  if (overRangeStock === "refuse" && leavesRange(contract, sale)) {
    return refuse(400, "更新後の在庫数は[999999999]以下である必要があります");
  }
  return ok(shown(register(state, contract, sale), true));
}

function leavesRange(contract: Contract, { head, lines }: { head: Fields; lines: Fields[] }): boolean {
  const sums = new Map<string, number>();
  for (const line of lines) {
    const productId = line["productId"] ?? "";
    if (!isStockManaged(contract, productId)) continue;
    const before = sums.get(productId) ?? stockOf(contract, head["storeId"] ?? "", productId);
    const sign = line["transactionDetailDivision"] === "2" ? 1 : -1;
    sums.set(productId, before + sign * Number(line["quantity"]));
  }
  return [...sums.values()].some((amount) => !inRange(amount));
}

/** 取引取消 or 取引打消取消 of the transaction in the path; the body is optional, and so are its fields. */
export const undo =
  (how: typeof cancel, timeWord: keyof UndoTimes) =>
  ({ state, contract, parts, body = {} }: ApiCall): Answer => {
    const transaction = contract.transactions.get(parts[0] ?? "");
    if (transaction === undefined) return notThere();
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      return refuse(400, "リクエストボディが不正です。");
    }
    const unknown = Object.keys(body).filter((name) => name !== timeWord && name !== "depositOthers");
    if (unknown.length > 0) return notSupported(unknown);
    const time = (body as Record<string, unknown>)[timeWord];
    if (time !== undefined && (typeof time !== "string" || Number.isNaN(readBodyTime(time)))) {
      return refuse(400, `${timeWord}が不正です。`);
    }
    const undone = how(state, contract, transaction, time === undefined ? {} : { [timeWord]: time });
    return "refused" in undone ? undone.refused : ok(shown(undone.transaction, true));
  };

/** 取引取得. */
export function getTransaction({ state, contract, parts, query }: ApiCall): Answer {
  const refused = refuseWords(query, ["fields", ...withWords]);
  if (refused !== null) return refused;
  const transaction = contract.transactions.get(parts[0] ?? "");
  if (transaction === undefined) return notThere();
  const withDetails = comesAlong(query, "with_details");
  const whole = shown(transaction, withDetails, comesAlong(query, "with_deposit_others"));
  const picked = pickFields([whole], query.get("fields"), switchesOf(state, contract.contractId));
  return Array.isArray(picked) ? ok(picked[0]) : picked;
}

/** 取引明細一覧取得. */
export function listDetails({ state, contract, parts, query, path }: ApiCall): Answer {
  const refused = refuseWords(query, listWords);
  if (refused !== null) return refused;
  const transaction = contract.transactions.get(parts[0] ?? "");
  if (transaction === undefined) return notThere();
  return answerList(transaction.details, query, {
    sortable: { transactionDetailId: (line) => line.transactionDetailId },
    shape: (line) => line,
    path,
    paging: switchesOf(state, contract.contractId),
  });
}
