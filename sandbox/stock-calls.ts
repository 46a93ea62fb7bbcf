import { notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { jst } from "./jst.ts";
import { answerList, readWindow, unknownWord, within } from "./lists.ts";
import { notifyStock } from "./notify.ts";
import type { Fields, StockRow } from "./state.ts";
import { inRange, moveStock, stockOf } from "./stock.ts";
import { switchesOf } from "./switches.ts";

const stockFields = (row: StockRow): Fields => ({
  storeId: row.storeId,
  productId: row.productId,
  stockAmount: String(row.amount),
  layawayStockAmount: "0",
  updDateTime: jst(new Date(row.updatedAt)),
});

/** 在庫一覧取得: a row for each product that ever moved. */
export function listStock({ state, contract, query, path }: ApiCall): Answer {
  const unknown = unknownWord(query, ["store_id", "product_id", "upd_date_time-from", "upd_date_time-to"]);
  if (unknown !== null) return refuse(400, `${unknown} はサポートされていません`);
  const window = readWindow(query, "upd_date_time");
  if (typeof window === "string") return refuse(400, window);
  const { unknownProductStock, linkHeader } = switchesOf(state, contract.contractId);
  const storeId = query.get("store_id");
  const productId = query.get("product_id");
  if (productId !== null && !contract.products.has(productId) && unknownProductStock !== "empty") {
    return unknownProductStock === 404
      ? notThere()
      : refuse(400, "指定された商品IDのリソースが見つかりません");
  }
  const stores =
    storeId === null
      ? [...contract.stock.values()]
      : [contract.stock.get(storeId) ?? new Map<string, StockRow>()];
  const rows = stores.flatMap((store) => {
    if (productId === null) return [...store.values()];
    const row = store.get(productId);
    return row === undefined ? [] : [row];
  });
  const asked = window === null ? rows : rows.filter((row) => within(row.updatedAt, window));
  const options = { sortable: ["productId", "storeId"], path, link: linkHeader };
  return answerList(asked.map(stockFields), query, options);
}

/** `PATCH /stock/{id}` sets, `POST /stock/{id}/add` adds. */
export function writeStock({ state, contract, parts, body }: ApiCall, relative: boolean): Answer {
  const [productId = ""] = parts;
  const {
    storeId = "",
    stockAmount = "",
    stockHistory,
  } = (body ?? {}) as Record<string, string> & {
    stockHistory?: { memo?: string };
  };
  if (!contract.stores.has(storeId)) return refuse(400, "指定された店舗IDのリソースが見つかりません");
  if (!contract.products.has(productId)) return notThere();
  if (!/^-?\d{1,10}$/.test(stockAmount)) return refuse(400, "stockAmountが不正です。");
  const before = stockOf(contract, storeId, productId);
  const amount = relative ? before + Number(stockAmount) : Number(stockAmount);
  const { overRangeStock } = switchesOf(state, contract.contractId);
  if (!inRange(amount) && overRangeStock === "refuse") {
    return refuse(400, "更新後の在庫数は[999999999]以下である必要があります");
  }
  const memo = stockHistory?.memo ?? null;
  const changes = moveStock(state, contract, [{ storeId, productId, amount, division: "15", memo }]);
  notifyStock(state, contract.contractId, changes);
  const after = String(stockOf(contract, storeId, productId));
  return ok({
    productId,
    storeId,
    stockAmount: after,
    updDateTime: jst(),
    stockHistory: { id: changes[0]?.id ?? null, memo },
  });
}

/** 在庫変動履歴 of one product in one store. */
export function listChanges({ contract, query, parts, path }: ApiCall): Answer {
  const known = ["id", "target_date", "stock_amount", "stock_division", "from_store_id", "to_store_id"];
  const unknown = unknownWord(query, known);
  if (unknown !== null) return refuse(400, `${unknown} はサポートされていません`);
  const [productId, storeId] = parts;
  const rows = contract.changes
    .filter((change) => change.productId === productId && change.storeId === storeId)
    .filter((change) => (query.get("id") ?? change.id) === change.id)
    .filter((change) => (query.get("stock_division") ?? change.division) === change.division)
    .map((change): Fields => ({
      ...stockFields(change),
      id: change.id,
      targetDateTime: jst(new Date(change.updatedAt)),
      amount: String(change.difference),
      stockDivision: change.division,
      fromStoreId: null,
      toStoreId: null,
      memo: change.memo,
      staffId: null,
    }));
  return answerList(rows, query, { sortable: ["id", "updDateTime"], path, link: true });
}
