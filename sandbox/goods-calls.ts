import { notThere, ok, refuse, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { answerList, unknownWord } from "./lists.ts";
import type { Contract, Fields } from "./state.ts";
import { switchesOf } from "./switches.ts";

/** 商品一覧取得. */
export function listProducts({ state, contract, query, path }: ApiCall): Answer {
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

/** A list of stores or terminals, filtered by the words of the query that belong to fields. */
export const listAll =
  (rows: (contract: Contract) => Map<string, Fields>, key: string, words: Record<string, string>) =>
  ({ contract, query, path }: ApiCall): Answer => {
    const unknown = unknownWord(query, Object.keys(words));
    if (unknown !== null) return refuse(400, `${unknown} はサポートされていません`);
    const found = [...rows(contract).values()].filter((row) =>
      Object.entries(words).every(([word, field]) => (query.get(word) ?? row[field]) === row[field]),
    );
    return answerList(found, query, { sortable: [key], path, link: true });
  };

/** One record by its ID. */
export const one =
  (rows: (contract: Contract) => Map<string, Fields>) =>
  ({ contract, parts }: ApiCall): Answer => {
    const row = rows(contract).get(parts[0] ?? "");
    return row === undefined ? notThere() : ok(row);
  };
