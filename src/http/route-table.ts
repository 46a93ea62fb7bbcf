import type { Permission } from "../accounts/rules.ts";

/** What a route requires of its caller, besides its limits. */
type Asks =
  /** One of the merchant's people or keys with this permission, or any of them. */
  | Permission
  | "read"
  /** Someone who is signed in. */
  | "session"
  /** Smaregi's secret header. */
  | "secret"
  /** Nothing: open to everyone. */
  | "nothing";

/**
 * Whose pages may send the request. `any`: all, because it changes nothing or no cookie counts. `ownByCookie`: only ours if the
 * session's cookie lets it in; a browser does not send a key by itself. `own`: only ours, or a caller that is no browser.
 */
type Origin = "any" | "ownByCookie" | "own";

/**
 * `json`: a body of at most a megabyte. `file`: the size of a CSV. `notification`: 16 MB. The others: see `accounts/` and `limits/`.
 */
type Limit = "confirmed" | "json" | "file" | "notification" | "attempts" | "orders" | "streams" | "hints";

export type Route = {
  door: "merchant" | "console" | "shop" | "webhook" | "operator" | "practice" | "page";
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `{name}` is a part that varies; `*` at the end is everything below. */
  path: string;
  asks: Asks;
  origin: Origin;
  limits: Limit[];
};

type Row = [method: Route["method"], path: string, asks: Asks, ...limits: Limit[]];

const merchant: Row[] = [
  ["GET", "/merchant", "read"],
  ["GET", "/status", "read"],
  ["GET", "/events", "read"],
  ["GET", "/events/feed", "read"],
  ["GET", "/incidents", "read"],
  ["GET", "/incidents/{id}", "read"],
  ["POST", "/incidents/{id}/retry", "link.repair"],
  ["GET", "/webhook-endpoints", "settings.edit"],
  ["POST", "/webhook-endpoints", "settings.edit"],
  ["GET", "/webhook-endpoints/{id}", "settings.edit"],
  ["DELETE", "/webhook-endpoints/{id}", "settings.edit"],
  ["GET", "/webhook-endpoints/{id}/deliveries", "settings.edit"],
  ["POST", "/deliveries/{id}/retry", "settings.edit"],
  ["GET", "/notice-channels", "settings.edit"],
  ["PUT", "/notice-channels", "settings.edit"],
  ["POST", "/notice-channels/{id}/test", "settings.edit"],
  ["GET", "/products", "read"],
  ["POST", "/products", "products.edit"],
  ["GET", "/products/{id}", "read"],
  ["PATCH", "/products/{id}", "products.edit"],
  ["DELETE", "/products/{id}", "products.bulk"],
  ["GET", "/products/{id}/history", "read"],
  ["GET", "/variations/{id}/movements", "read"],
  ["POST", "/products/quick-edit", "products.edit"],
  ["POST", "/products/from-smaregi", "products.bulk"],
  ["POST", "/products/bulk-register", "products.bulk", "file"],
  ["POST", "/products/bulk-change", "products.bulk", "file"],
  ["POST", "/products/bulk-preview", "products.bulk", "file"],
  ["GET", "/products.csv", "read"],
  ["GET", "/products-not-whole", "read"],
  ["GET", "/products-template.csv", "read"],
  ["GET", "/bulk-jobs", "read"],
  ["GET", "/bulk-jobs/{id}", "read"],
  ["GET", "/bulk-jobs/{id}/changes", "read"],
  ["GET", "/bulk-jobs/{id}/quantities", "products.bulk"],
  ["GET", "/bulk-jobs/{id}/errors", "read"],
  ["GET", "/bulk-jobs/{id}/errors.csv", "read"],
  ["GET", "/orders", "read"],
  ["POST", "/orders", "orders.edit"],
  ["GET", "/orders/behind", "read"],
  ["POST", "/orders/send", "link.repair"],
  ["POST", "/orders/send/preview", "link.repair"],
  ["POST", "/orders/preview", "orders.edit"],
  ["GET", "/orders/{id}", "read"],
  ["PATCH", "/orders/{id}", "orders.edit"],
  ["GET", "/orders/{id}/log", "read"],
  ["GET", "/orders/{id}/buyer", "accounts.edit"],
  ["POST", "/orders/{id}/buyer/erase", "accounts.edit", "confirmed"],
  ["GET", "/orders/{id}/beside", "read"],
  ["GET", "/order-tabs", "read"],
  ["POST", "/order-papers", "read"],
  ["GET", "/order-columns", "read"],
  ["POST", "/order-files/orders", "read"],
  ["POST", "/order-files/b2", "read"],
  ["POST", "/order-files/b2-check", "read"],
  ["POST", "/order-files/shipped", "orders.edit", "file"],
  ["GET", "/paper-settings", "read"],
  ["PUT", "/paper-settings", "settings.edit"],
  ["POST", "/order-jobs", "orders.edit"],
  ["GET", "/order-jobs/{id}", "read"],
  ["GET", "/order-jobs/{id}/outcomes", "read"],
  ["POST", "/order-searches", "orders.edit"],
  ["DELETE", "/order-searches/{id}", "orders.edit"],
  ["POST", "/orders/{id}/dispose", "link.repair"],
  ["POST", "/orders/{id}/handled", "link.repair"],
  ["POST", "/orders/{id}/preview", "orders.edit"],
  ["POST", "/orders/{id}/comments", "orders.edit"],
  ["PATCH", "/orders/{id}/work", "orders.edit"],
  ["POST", "/orders/{id}/status", "orders.edit"],
  ["POST", "/orders/{id}/status/preview", "orders.edit"],
  ["GET", "/plans", "read"],
  ["POST", "/plans", "orders.edit"],
  ["GET", "/plans/{id}", "read"],
  ["PATCH", "/plans/{id}", "orders.edit"],
  ["GET", "/plans/{id}/orders", "read"],
  ["POST", "/plans/{id}/end", "orders.edit"],
  ["POST", "/plans/{id}/retry", "orders.edit"],
  ["POST", "/plans/{id}/skip", "orders.edit"],
  ["GET", "/connection", "read"],
  ["PUT", "/connection", "settings.edit"],
  ["DELETE", "/connection", "settings.edit"],
  ["POST", "/connection/preview", "settings.edit"],
  ["GET", "/connection/proofs", "read"],
  ["POST", "/connection/proofs", "settings.edit"],
  ["GET", "/connection/places", "settings.edit"],
  ["GET", "/connection/payment-methods", "read"],
  ["PUT", "/connection/payment-methods", "settings.edit"],
  ["GET", "/connection/payment-methods/choices", "settings.edit"],
  ["POST", "/connection/test", "link.repair"],
  ["GET", "/integration-log", "read"],
  ["POST", "/integration-log/{id}/retry", "link.repair"],
  ["POST", "/integration-log/{id}/handled", "link.repair"],
  ["GET", "/zero-question/held", "read"],
  ["POST", "/zero-question/answer", "link.repair"],
  ["GET", "/reconciliations", "read"],
  ["POST", "/reconciliations", "link.repair"],
  ["GET", "/reconciliations/{id}", "read"],
  ["POST", "/reconciliations/{id}/differences/{differenceId}/mend", "link.repair"],
  ["GET", "/link-runs", "read"],
  ["POST", "/link-runs", "products.bulk"],
  ["GET", "/link-runs/{id}", "read"],
  ["GET", "/link-runs/{id}/items", "read"],
  ["GET", "/link-runs/{id}/items.csv", "read"],
  ["POST", "/link-runs/{id}/apply", "products.bulk"],
  ["POST", "/link-runs/{id}/apply-csv", "products.bulk", "file"],
  ["POST", "/link-runs/{id}/undo", "products.bulk"],
  ["GET", "/smaregi-products", "read"],
  ["POST", "/smaregi-products/refresh", "products.bulk"],
  ["GET", "/buyer-retention", "accounts.edit"],
  ["POST", "/buyer-retention/preview", "accounts.edit"],
  ["PUT", "/buyer-retention", "accounts.edit", "confirmed"],
  ["GET", "/shop-settings", "read"],
  ["PUT", "/shop-settings", "settings.edit"],
  ["GET", "/staff", "accounts.edit"],
  ["POST", "/staff", "accounts.edit", "confirmed"],
  ["PATCH", "/staff/{id}", "accounts.edit", "confirmed"],
  ["DELETE", "/staff/{id}", "accounts.edit", "confirmed"],
  ["POST", "/staff/{id}/sign-in-link", "accounts.edit", "confirmed"],
  ["DELETE", "/staff/{id}/sessions", "accounts.edit", "confirmed"],
  ["DELETE", "/staff/{id}/second-step", "accounts.edit", "confirmed"],
  ["GET", "/sign-in-settings", "accounts.edit"],
  ["PUT", "/sign-in-settings", "accounts.edit", "confirmed"],
  ["GET", "/audit-log", "accounts.edit"],
  ["GET", "/audit-log.csv", "accounts.edit"],
  ["GET", "/api-keys", "accounts.edit"],
  ["POST", "/api-keys", "accounts.edit", "confirmed"],
  ["DELETE", "/api-keys/{id}", "accounts.edit"],
];

const consoleRows: Row[] = [
  ["GET", "/session", "session"],
  ["POST", "/session", "nothing", "attempts"],
  ["DELETE", "/session", "session"],
  ["POST", "/session/link", "nothing"],
  ["POST", "/session/link/look", "nothing"],
  ["POST", "/session/passkey/challenge", "nothing", "attempts"],
  ["POST", "/session/passkey", "nothing", "attempts"],
  ["POST", "/confirmation/challenge", "session", "attempts"],
  ["POST", "/confirmation/passkey", "session", "attempts"],
  ["GET", "/passkeys", "session"],
  ["POST", "/passkeys", "session", "confirmed"],
  ["POST", "/passkeys/challenge", "session", "confirmed", "attempts"],
  ["DELETE", "/passkeys/{id}", "session", "confirmed"],
  ["POST", "/password", "session", "attempts"],
  ["POST", "/confirmation", "session", "attempts"],
  ["GET", "/second-step", "session"],
  ["POST", "/second-step", "session", "confirmed"],
  ["POST", "/second-step/on", "session", "confirmed"],
  ["POST", "/second-step/recovery-codes", "session", "confirmed"],
  ["DELETE", "/second-step", "session", "confirmed"],
  ["GET", "/sessions", "session"],
  ["DELETE", "/sessions", "session"],
  ["DELETE", "/sessions/{id}", "session"],
  ["POST", "/smaregi/sign-in", "session"],
  // Called by Smaregi's redirect, which is bound to the session that asked for it.
  ["GET", "/smaregi/callback", "nothing"],
];

const shop: Row[] = [
  ["GET", "", "nothing"],
  ["GET", "/products", "nothing"],
  ["GET", "/products/{id}", "nothing"],
  ["GET", "/events", "nothing", "streams"],
  ["POST", "/orders", "nothing", "orders"],
];

const webhook: Row[] = [
  ["POST", "/smaregi", "secret", "notification"],
  // Only a hint, which Smaregi may send without the header; nothing in it is believed.
  ["POST", "/smaregi/subscription", "nothing", "hints"],
];

const operator: Row[] = [
  ["GET", "/healthz", "nothing"],
  ["GET", "/readyz", "nothing"],
  ["GET", "/openapi.json", "nothing"],
];

const practice: Row[] = [
  ["GET", "/practice/shelf", "nothing"],
  ["POST", "/practice/sign-in", "nothing"],
  ["POST", "/practice/smaregi", "nothing"],
];

const pages: Row[] = [
  ["GET", "/", "nothing"],
  ["GET", "/assets/*", "nothing"],
  ["GET", "/console", "nothing"],
  ["GET", "/console/*", "nothing"],
  ["GET", "/shop/{number}", "nothing"],
  ["GET", "/shop/{number}/*", "nothing"],
];

/** The rows of each door, the address they are below, and whose pages may send requests that write. */
export const doors: { door: Route["door"]; base: string; rows: Row[]; writes: Origin }[] = [
  { door: "merchant", base: "/api/v1", rows: merchant, writes: "ownByCookie" },
  { door: "console", base: "/console/api", rows: consoleRows, writes: "own" },
  { door: "shop", base: "/shop/v1/{merchantNumber}", rows: shop, writes: "any" },
  { door: "webhook", base: "/webhooks", rows: webhook, writes: "any" },
  { door: "operator", base: "", rows: operator, writes: "any" },
  { door: "practice", base: "", rows: practice, writes: "own" },
  { door: "page", base: "", rows: pages, writes: "any" },
];
