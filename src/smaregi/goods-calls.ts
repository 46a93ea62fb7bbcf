import type { z } from "zod";
import * as answers from "./answers.ts";
import type { Call } from "./call.ts";
import { jst } from "./jst.ts";
import { isMissing, ofOthers, paging, rowsOf, unreadable } from "./lists.ts";
import { idSpelling } from "./spelling.ts";
import type { Smaregi, StockRow } from "./types.ts";

const rows = rowsOf(answers.stockRow, "productId");
/** The rows of a store; a row without a store ID is counted as this store's, because that was asked for. */
const ofStore = (all: z.output<typeof answers.stockRow>[], storeId: string): StockRow[] =>
  all.flatMap(({ storeId: own, ...row }) => (own === null || own === idSpelling(storeId) ? [row] : []));
const products = rowsOf(answers.product, "productId");

const updated = (from: Date | undefined, to: Date | undefined) => ({
  "upd_date_time-from": from && jst(from),
  "upd_date_time-to": to && jst(to),
});

const withBeside = (beside: "stores" | "storesAndSets" | undefined) => ({
  with_stores: beside && "all",
  with_inventory_reservations: beside === "storesAndSets" ? "all" : undefined,
});

/** 在庫一覧取得, 商品取得 and 商品一覧取得. */
export function goodsCalls(call: Call): Pick<Smaregi, "stockOf" | "stockPage" | "product" | "productPage"> {
  return {
    stockOf: async (account, { storeId, productId }) => {
      const query = { store_id: storeId, product_id: productId };
      const input = { name: "stock", method: "GET", path: "/stock", query, schema: rows } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      const { rows: all, odd: unread, size } = answer.value;
      const row = ofStore(all, storeId).find((each) => each.productId === productId);
      if (row !== undefined) return { kind: "found", ...row };
      // A row whose ID cannot be read may be this product's: "does not exist" would be a guess.
      const odd = unread.find(({ id }) => id === productId || id === null);
      if (odd !== undefined) return unreadable(odd.reason);
      return size === 0 ? { kind: "noRow" } : ofOthers;
    },

    stockPage: async (account, { storeId, page, limit = 1000, updatedFrom, updatedTo }) => {
      const window = updated(updatedFrom, updatedTo);
      const query = { store_id: storeId, sort: "productId", ...paging(page, limit), ...window };
      const input = { name: "stockPage", method: "GET", path: "/stock", query, schema: rows } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      return { kind: "found", ...answer.value, rows: ofStore(answer.value.rows, storeId) };
    },

    product: async (account, productId, { beside } = {}) => {
      const path = `/products/${encodeURIComponent(productId)}`;
      const query = withBeside(beside);
      const input = { name: "product", method: "GET", path, query, schema: answers.product } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return isMissing(answer) ? { kind: "missing" } : answer;
      const isIt = answer.value.productId === idSpelling(productId);
      return isIt ? { kind: "found", product: answer.value } : ofOthers;
    },

    productPage: async (account, of) => {
      const { page, limit, productCode, groupCode, updatedFrom, updatedTo, beside } = of;
      const filters = { product_code: productCode, group_code: groupCode };
      const window = updated(updatedFrom, updatedTo);
      const query = {
        sort: "productId",
        ...paging(page, limit),
        ...filters,
        ...window,
        ...withBeside(beside),
      };
      const input = {
        name: "productPage",
        method: "GET",
        path: "/products",
        query,
        schema: products,
      } as const;
      const answer = await call(account, input);
      if (answer.kind !== "ok") return answer;
      const { rows: read, odd, size } = answer.value;
      return { kind: "found", products: read, odd, size };
    },
  };
}
