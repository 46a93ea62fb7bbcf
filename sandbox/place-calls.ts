import { notThere, type Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
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

const methodsOf = listOf({
  rows: (contract) => contract.paymentMethods,
  filters: {},
  sortable: ["paymentMethodId", "displaySequence"],
});

/** 店舗支払方法一覧取得: here every store of a contract accepts all of its payment methods. */
export const listPaymentMethods = (call: ApiCall): Answer =>
  call.contract.stores.has(call.parts[0] ?? "") ? methodsOf(call) : notThere();
