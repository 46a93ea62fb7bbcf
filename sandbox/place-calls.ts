import { listOf, oneOf } from "./record-lists.ts";

/** 店舗一覧取得. */
export const listStores = listOf({
  rows: (contract) => contract.stores,
  filters: { store_id: "storeId", store_code: "storeCode" },
  sortable: ["storeId", "storeCode", "updDateTime"],
});

/** 店舗取得. */
export const getStore = oneOf({ rows: (contract) => contract.stores });

/** 端末一覧取得. */
export const listTerminals = listOf({
  rows: (contract) => contract.terminals,
  filters: { store_id: "storeId" },
  sortable: ["terminalId", "storeId"],
});
