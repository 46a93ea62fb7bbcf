import { notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { readTime } from "./jst.ts";
import { answerList, listWords, pickFields, readWindow, refuseWords, within } from "./lists.ts";
import { switchesOf, type Contract, type Fields } from "./state.ts";

type List = {
  rows: (contract: Contract) => Map<string, Fields>;
  /** Words of the query that ask for a field's value. */
  filters: Record<string, string>;
  /** Other words that are taken, and change nothing here. */
  words?: string[];
  sortable: string[];
};

/** A list of products, stores or terminals, filtered by the words of the query. */
const list =
  ({ rows, filters, words = [], sortable }: List) =>
  ({ state, contract, query, path }: ApiCall): Answer => {
    const windowWords = ["upd_date_time-from", "upd_date_time-to"];
    const refused = refuseWords(query, [...listWords, ...windowWords, ...Object.keys(filters), ...words]);
    if (refused !== null) return refused;
    const window = readWindow(query, "upd_date_time");
    if (typeof window === "string") return refuse(400, window);
    const asked = Object.entries(filters).filter(([word]) => query.has(word));
    const found = [...rows(contract).values()].filter(
      (row) =>
        asked.every(([word, field]) => query.get(word) === row[field]) &&
        (window === null || within(readTime(row["updDateTime"] ?? ""), window)),
    );
    return answerList(found, query, {
      sortable: Object.fromEntries(sortable.map((name) => [name, (row: Fields) => row[name]])),
      shape: (row) => row,
      path,
      paging: switchesOf(state, contract.contractId),
    });
  };

/** One record by its ID. */
const one =
  (rows: List["rows"], words: string[] = []) =>
  ({ contract, query, parts }: ApiCall): Answer => {
    const refused = refuseWords(query, ["fields", ...words]);
    if (refused !== null) return refused;
    const row = rows(contract).get(parts[0] ?? "");
    if (row === undefined) return notThere();
    const picked = pickFields([row], query.get("fields"));
    return Array.isArray(picked) ? ok(picked[0]) : picked;
  };

const withWords = ["with_prices", "with_stores", "with_inventory_reservations", "with_attribute_items"];

/** 商品一覧取得. */
export const listProducts = list({
  rows: (contract) => contract.products,
  filters: {
    category_id: "categoryId",
    product_code: "productCode",
    group_code: "groupCode",
    display_flag: "displayFlag",
    division: "division",
    sales_division: "salesDivision",
    stock_control_division: "stockControlDivision",
    supplier_product_no: "supplierProductNo",
  },
  words: withWords,
  sortable: ["productId", "categoryId", "productCode", "groupCode", "displaySequence", "updDateTime"],
});

/** 商品取得. */
export const getProduct = one((contract) => contract.products, withWords);

/** 店舗一覧取得. */
export const listStores = list({
  rows: (contract) => contract.stores,
  filters: { store_id: "storeId", store_code: "storeCode" },
  sortable: ["storeId", "storeCode", "updDateTime"],
});

/** 店舗取得. */
export const getStore = one((contract) => contract.stores);

/** 端末一覧取得. */
export const listTerminals = list({
  rows: (contract) => contract.terminals,
  filters: { store_id: "storeId" },
  sortable: ["terminalId", "storeId"],
});
