import { notThere, ok, refuse, type Answer } from "./answer.ts";
import { jst } from "./jst.ts";
import { answerList, readWindow, unknownWord, within } from "./lists.ts";
import { notifyStock } from "./notify.ts";
import { readSale } from "./sale-rules.ts";
import type { Contract, Fields, State, StockRow } from "./state.ts";
import { inRange, moveStock, stockOf } from "./stock.ts";
import { switchesOf } from "./switches.ts";
import { cancel, dispose, register, shown } from "./transactions.ts";

export type ApiCall = {
  state: State;
  contract: Contract;
  query: URLSearchParams;
  /** The parts of the path that the route names. */
  parts: string[];
  path: string;
  body: unknown;
};

/** One call of the Platform API: how it is named, which path and scope it has, and what it does. */
export type Route = { call: string; path: RegExp; scope: string; answer(call: ApiCall): Answer };

const route = (call: string, scope: string, answer: Route["answer"]): Route => {
  const [, template = ""] = call.split(" ");
  const path = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "([^/]+)")}/?$`);
  return { call, path, scope, answer };
};

const stockFields = (row: StockRow): Fields => ({
  storeId: row.storeId,
  productId: row.productId,
  stockAmount: String(row.amount),
  layawayStockAmount: "0",
  updDateTime: jst(new Date(row.updatedAt)),
});

function listStock({ state, contract, query, path }: ApiCall): Answer {
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
function writeStock({ state, contract, parts, body }: ApiCall, relative: boolean): Answer {
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

function listChanges({ contract, query, parts, path }: ApiCall): Answer {
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

function listProducts({ state, contract, query, path }: ApiCall): Answer {
  const filters = {
    category_id: "categoryId",
    product_code: "productCode",
    group_code: "groupCode",
    display_flag: "displayFlag",
    division: "division",
    sales_division: "salesDivision",
    stock_control_division: "stockControlDivision",
    supplier_product_no: "supplierProductNo",
  };
  const unknown = unknownWord(query, [
    ...Object.keys(filters),
    "upd_date_time-from",
    "upd_date_time-to",
    "with_stores",
  ]);
  if (unknown !== null) return refuse(400, `${unknown} はサポートされていません`);
  const rows = [...contract.products.values()].filter((product) =>
    Object.entries(filters).every(([word, field]) => (query.get(word) ?? product[field]) === product[field]),
  );
  const sortable = ["productId", "categoryId", "productCode", "groupCode", "displaySequence", "updDateTime"];
  return answerList(rows, query, { sortable, path, link: switchesOf(state, contract.contractId).linkHeader });
}

const listAll =
  (rows: (contract: Contract) => Map<string, Fields>, key: string, words: Record<string, string>) =>
  ({ contract, query, path }: ApiCall): Answer => {
    const unknown = unknownWord(query, Object.keys(words));
    if (unknown !== null) return refuse(400, `${unknown} はサポートされていません`);
    const found = [...rows(contract).values()].filter((row) =>
      Object.entries(words).every(([word, field]) => (query.get(word) ?? row[field]) === row[field]),
    );
    return answerList(found, query, { sortable: [key], path, link: true });
  };

const one =
  (rows: (contract: Contract) => Map<string, Fields>) =>
  ({ contract, parts }: ApiCall): Answer => {
    const row = rows(contract).get(parts[0] ?? "");
    return row === undefined ? notThere() : ok(row);
  };

function postTransaction({ state, contract, body }: ApiCall): Answer {
  const sale = readSale(state, contract, body);
  if ("refused" in sale) return sale.refused;
  return ok(shown(register(state, contract, sale.head, sale.lines), true));
}

const undo =
  (how: typeof cancel) =>
  ({ state, contract, parts }: ApiCall): Answer => {
    const transaction = contract.transactions.get(parts[0] ?? "");
    if (transaction === undefined) return notThere();
    const result = how(state, contract, transaction);
    return "status" in result ? (result as Answer) : ok(shown(result as typeof transaction, true));
  };

function getTransaction({ contract, parts, query }: ApiCall): Answer {
  const transaction = contract.transactions.get(parts[0] ?? "");
  if (transaction === undefined) return notThere();
  return ok(shown(transaction, !["none", null].includes(query.get("with_details"))));
}

function listTransactions({ state, contract, query, path }: ApiCall): Answer {
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

/** スマレジ・プラットフォームAPI, as far as an online shop needs it. */
export const routes: Route[] = [
  route("GET /stock", "pos.stock:read", listStock),
  route("PATCH /stock/{id}", "pos.stock:write", (call) => writeStock(call, false)),
  route("POST /stock/{id}/add", "pos.stock:write", (call) => writeStock(call, true)),
  route("GET /stock/changes/{productId}/{storeId}", "pos.stock-changes:read", listChanges),
  route("GET /products", "pos.products:read", listProducts),
  route(
    "GET /products/{id}",
    "pos.products:read",
    one((contract) => contract.products),
  ),
  route(
    "GET /stores",
    "pos.stores:read",
    listAll((contract) => contract.stores, "storeId", { store_id: "storeId", store_code: "storeCode" }),
  ),
  route(
    "GET /stores/{id}",
    "pos.stores:read",
    one((contract) => contract.stores),
  ),
  route(
    "GET /terminals",
    "pos.stores:read",
    listAll((contract) => contract.terminals, "terminalId", { store_id: "storeId" }),
  ),
  route("POST /transactions", "pos.transactions:write", postTransaction),
  route("GET /transactions", "pos.transactions:read", listTransactions),
  route("GET /transactions/{id}", "pos.transactions:read", getTransaction),
  route("GET /transactions/{id}/details", "pos.transactions:read", ({ contract, parts }) => {
    const transaction = contract.transactions.get(parts[0] ?? "");
    return transaction === undefined ? notThere() : ok(transaction.details);
  }),
  route("POST /transactions/{id}/cancel", "pos.transactions:write", undo(cancel)),
  route("POST /transactions/{id}/dispose", "pos.transactions:write", undo(dispose)),
];
