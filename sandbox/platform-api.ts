import type { Answer } from "./answer.ts";
import type { ApiCall } from "./api-call.ts";
import { getStore, listPaymentMethods, listStores, listTerminals } from "./place-calls.ts";
import { getProduct, listCategories, listProducts } from "./product-calls.ts";
import { listConsumptionTaxRates, listReduceTaxRates } from "./product-tax.ts";
import { listChanges, listStock, writeStock } from "./stock-calls.ts";
import { getTransaction, listDetails, postTransaction, undo } from "./transaction-calls.ts";
import { listTransactions } from "./transaction-list.ts";
import { cancel, dispose } from "./undo-transaction.ts";

/** One call of the Platform API: its name, its path and scope, and what it does. */
export type Route = { call: string; path: RegExp; scope: string; answer(call: ApiCall): Answer };

const route = (call: string, scope: string, answer: Route["answer"]): Route => {
  const [, template = ""] = call.split(" ");
  const path = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "([^/]+)")}/?$`);
  return { call, path, scope, answer };
};

/** スマレジ・プラットフォームAPI, as far as an online shop needs it. */
export const routes: Route[] = [
  route("GET /stock", "pos.stock:read", listStock),
  route("PATCH /stock/{id}", "pos.stock:write", (call) => writeStock(call, false)),
  route("POST /stock/{id}/add", "pos.stock:write", (call) => writeStock(call, true)),
  route("GET /stock/changes/{productId}/{storeId}", "pos.stock-changes:read", listChanges),
  route("GET /products", "pos.products:read", listProducts),
  route("GET /products/{id}", "pos.products:read", getProduct),
  route("GET /categories", "pos.products:read", listCategories),
  route("GET /reduce_tax_rates", "pos.transactions:read", listReduceTaxRates),
  route("GET /consumption_tax_rates", "pos.products:read", listConsumptionTaxRates),
  route("GET /stores", "pos.stores:read", listStores),
  route("GET /stores/{id}", "pos.stores:read", getStore),
  route("GET /stores/{id}/payment_methods", "pos.stores:read", listPaymentMethods),
  route("GET /terminals", "pos.stores:read", listTerminals),
  route("POST /transactions", "pos.transactions:write", postTransaction),
  route("GET /transactions", "pos.transactions:read", listTransactions),
  route("GET /transactions/{id}", "pos.transactions:read", getTransaction),
  route("GET /transactions/{id}/details", "pos.transactions:read", listDetails),
  route("POST /transactions/{id}/cancel", "pos.transactions:write", undo(cancel, "cancelDateTime")),
  route("POST /transactions/{id}/dispose", "pos.transactions:write", undo(dispose, "terminalTranDateTime")),
];
