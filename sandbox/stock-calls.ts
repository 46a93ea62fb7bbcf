import { notSupported, notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { jst } from "./jst.ts";
import { answerList, listWords, readWindow, refuseWords, within } from "./lists.ts";
import { notifyStock } from "./notify.ts";
import { asStrings } from "./sale-fields.ts";
import { switchesOf, timeAt, type Contract, type Fields, type StockChange, type StockRow } from "./state.ts";
import { inRange, moveStock, stockOf } from "./stock.ts";

const stockFields = (row: StockRow): Fields => ({
  storeId: row.storeId,
  productId: row.productId,
  stockAmount: String(row.amount),
  layawayStockAmount: "0",
  updDateTime: jst(row.updatedAt),
});

/** 在庫一覧取得: one row for each product whose stock ever moved. */
export function listStock({ state, contract, query, path }: ApiCall): Answer {
  const words = ["store_id", "product_id", "upd_date_time-from", "upd_date_time-to"];
  const refused = refuseWords(query, [...listWords, ...words]);
  if (refused !== null) return refused;
  const window = readWindow(query, "upd_date_time", { now: timeAt(state, contract.contractId) });
  if (typeof window === "string") return refuse(400, window);
  const switches = switchesOf(state, contract.contractId);
  const { unknownProductStock } = switches;
  const productId = query.get("product_id");
  if (productId !== null && !contract.products.has(productId) && unknownProductStock !== "empty") {
    return unknownProductStock === 404
      ? notThere()
      : refuse(400, "指定された商品IDのリソースが見つかりません");
  }
  const rows =
    switches.filters === "minded"
      ? rowsOf(contract, query.get("store_id"), productId)
      : rowsOf(contract, null, null);
  return answerList(window === null ? rows : rows.filter((row) => within(row.updatedAt, window)), query, {
    sortable: { productId: (row) => row.productId, storeId: (row) => row.storeId },
    shape: stockFields,
    path,
    paging: switches,
  });
}

function rowsOf(contract: Contract, storeId: string | null, productId: string | null): StockRow[] {
  const stores =
    storeId === null
      ? [...contract.stock.values()]
      : [contract.stock.get(storeId) ?? new Map<string, StockRow>()];
  return stores.flatMap((store) => {
    if (productId === null) return [...store.values()];
    const row = store.get(productId);
    return row === undefined ? [] : [row];
  });
}

type Written = { storeId: string; amount: number; memo: string | null };

function readWritten(call: ApiCall, relative: boolean): Written | Answer {
  const { state, contract, body } = call;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return refuse(400, "リクエストボディが不正です。");
  }
  const { stockHistory = {}, ...rest } = body as Record<string, unknown>;
  const unknown = Object.keys(rest).filter((name) => name !== "storeId" && name !== "stockAmount");
  if (unknown.length > 0) return notSupported(unknown);
  const noStrings: string[] = [];
  const { numbersAccepted } = switchesOf(state, contract.contractId);
  const { storeId, stockAmount } = asStrings(rest, numbersAccepted, "", noStrings);
  const { memo = null } = asStrings(stockHistory ?? {}, numbersAccepted, "stockHistory.", noStrings);
  if (noStrings.length > 0) return refuse(400, `${noStrings.join(",")} は文字列で指定してください。`);
  if (!contract.stores.has(storeId ?? "")) return refuse(400, "指定された店舗IDのリソースが見つかりません");
  const amount = /^-?\d{1,10}$/.test(stockAmount ?? "") ? Number(stockAmount) : Number.NaN;
  const most = relative ? 1_999_999_998 : Number.POSITIVE_INFINITY;
  if (Number.isNaN(amount) || Math.abs(amount) > most) return refuse(400, "stockAmountが不正です。");
  if ((memo ?? "").length > 100) return refuse(400, "memoは100文字以下で指定してください。");
  return { storeId: storeId ?? "", amount, memo };
}

/** `PATCH /stock/{id}` sets, `POST /stock/{id}/add` adds. */
export function writeStock(call: ApiCall, relative: boolean): Answer {
  const { state, contract, parts } = call;
  const [productId = ""] = parts;
  if (!contract.products.has(productId)) return notThere();
  const written = readWritten(call, relative);
  if ("status" in written) return written;
  const { storeId, memo } = written;
  const amount = written.amount + (relative ? stockOf(contract, storeId, productId) : 0);
  if (amount > 0 && !inRange(amount))
    return refuse(400, "更新後の在庫数は[999999999]以下である必要があります");
  if (!inRange(amount)) return refuse(400, "更新後の在庫数は[-999999999]以上である必要があります");
  const changes = moveStock(state, contract, [{ storeId, productId, amount, division: "15", memo }]);
  notifyStock(state, contract.contractId, changes);
  return ok({
    productId,
    storeId,
    stockAmount: String(stockOf(contract, storeId, productId)),
    updDateTime: jst(timeAt(state, contract.contractId)),
    stockHistory: { id: changes[0]?.id ?? null, memo },
  });
}

/** 在庫変動履歴 of one product in one store. */
export function listChanges({ state, contract, query, parts, path }: ApiCall): Answer {
  const words = ["id", "target_date", "stock_amount", "stock_division", "from_store_id", "to_store_id"];
  const refused = refuseWords(query, [...listWords, ...words]);
  if (refused !== null) return refused;
  const [productId, storeId] = parts;
  const is = (word: string, value: string): boolean => (query.get(word) ?? value) === value;
  const rows = contract.changes.filter(
    (change) =>
      change.productId === productId &&
      change.storeId === storeId &&
      is("id", change.id) &&
      is("stock_division", change.division) &&
      is("stock_amount", String(change.amount)) &&
      is("target_date", jst(change.updatedAt).slice(0, 10)),
  );
  return answerList(rows, query, {
    sortable: { id: (change) => change.id, updDateTime: (change) => change.updatedAt },
    shape: changeFields,
    path,
    paging: switchesOf(state, contract.contractId),
  });
}

const changeFields = (change: StockChange): Fields => ({
  ...stockFields(change),
  id: change.id,
  targetDateTime: jst(change.updatedAt),
  amount: String(change.difference),
  stockDivision: change.division,
  fromStoreId: null,
  toStoreId: null,
  memo: change.memo,
  staffId: null,
});
