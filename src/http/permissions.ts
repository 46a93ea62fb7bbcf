import type { Permission } from "../accounts/rules.ts";

/**
 * What each way of changing something asks of its caller. A write that is not listed here is refused to everybody; reading
 * is open to all of a merchant's, but for what is listed.
 */
const table: [method: string, path: string, asks: Permission][] = [
  ["POST", "/products", "products.edit"],
  ["PATCH", "/products/{id}", "products.edit"],
  ["DELETE", "/products/{id}", "products.bulk"],
  ["POST", "/products/quick-edit", "products.edit"],
  ["POST", "/products/bulk-register", "products.bulk"],
  ["POST", "/products/bulk-change", "products.bulk"],
  ["POST", "/orders", "orders.edit"],
  ["POST", "/orders/send", "link.repair"],
  ["POST", "/orders/preview", "orders.edit"],
  ["PATCH", "/orders/{id}", "orders.edit"],
  ["POST", "/orders/{id}/dispose", "link.repair"],
  ["POST", "/orders/{id}/handled", "link.repair"],
  ["POST", "/orders/{id}/preview", "orders.edit"],
  ["POST", "/orders/{id}/status", "orders.edit"],
  ["POST", "/orders/{id}/status/preview", "orders.edit"],
  ["POST", "/plans", "orders.edit"],
  ["PATCH", "/plans/{id}", "orders.edit"],
  ["POST", "/plans/{id}/end", "orders.edit"],
  ["POST", "/plans/{id}/retry", "orders.edit"],
  ["POST", "/plans/{id}/skip", "orders.edit"],
  ["PUT", "/connection", "settings.edit"],
  ["DELETE", "/connection", "settings.edit"],
  ["POST", "/connection/test", "link.repair"],
  ["POST", "/integration-log/{id}/retry", "link.repair"],
  ["POST", "/integration-log/{id}/handled", "link.repair"],
  ["POST", "/zero-question/answer", "link.repair"],
  ["POST", "/reconciliations", "link.repair"],
  ["POST", "/reconciliations/{id}/differences/{id}/mend", "link.repair"],
  ["GET", "/staff", "accounts.edit"],
  ["POST", "/staff", "accounts.edit"],
  ["PATCH", "/staff/{id}", "accounts.edit"],
  ["DELETE", "/staff/{id}", "accounts.edit"],
  ["POST", "/staff/{id}/sign-in-link", "accounts.edit"],
  ["GET", "/api-keys", "accounts.edit"],
  ["POST", "/api-keys", "accounts.edit"],
  ["DELETE", "/api-keys/{id}", "accounts.edit"],
];

const rows = table.map(([method, path, asks]) => ({
  method,
  shape: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  asks,
}));

/** What a request asks of its caller: a permission, `read` (anybody of the merchant), or `unlisted` (nobody). `path`: behind /api/v1. */
export function askedOf(method: string, path: string): Permission | "read" | "unlisted" {
  const isRead = method === "GET" || method === "HEAD";
  const asked = isRead ? "GET" : method;
  const row = rows.find((each) => each.method === asked && each.shape.test(path));
  return row?.asks ?? (isRead ? "read" : "unlisted");
}
