import { describe, expect, it } from "vitest";
import { askedOf } from "./permissions.ts";

describe("what a request asks of its caller", () => {
  it.each([
    ["POST", "/products", "products.edit"],
    ["PATCH", "/products/0192", "products.edit"],
    ["DELETE", "/products/0192", "products.bulk"],
    ["POST", "/products/quick-edit", "products.edit"],
    ["POST", "/products/bulk-register", "products.bulk"],
    ["POST", "/products/bulk-change", "products.bulk"],
    ["POST", "/orders", "orders.edit"],
    ["POST", "/orders/preview", "orders.edit"],
    ["PATCH", "/orders/0192", "orders.edit"],
    ["POST", "/orders/0192/preview", "orders.edit"],
    ["POST", "/orders/0192/status", "orders.edit"],
    ["POST", "/orders/0192/status/preview", "orders.edit"],
    ["POST", "/plans", "orders.edit"],
    ["PATCH", "/plans/0192", "orders.edit"],
    ["POST", "/plans/0192/end", "orders.edit"],
    ["POST", "/plans/0192/retry", "orders.edit"],
    ["POST", "/plans/0192/skip", "orders.edit"],
    ["PUT", "/connection", "settings.edit"],
    ["DELETE", "/connection", "settings.edit"],
    ["POST", "/connection/test", "link.repair"],
    ["POST", "/integration-log/0192/retry", "link.repair"],
    ["POST", "/integration-log/0192/handled", "link.repair"],
    ["POST", "/zero-question/answer", "link.repair"],
    ["POST", "/reconciliations", "link.repair"],
    ["POST", "/staff", "accounts.edit"],
    ["PATCH", "/staff/0192", "accounts.edit"],
    ["DELETE", "/staff/0192", "accounts.edit"],
    ["POST", "/staff/0192/sign-in-link", "accounts.edit"],
    ["POST", "/api-keys", "accounts.edit"],
    ["DELETE", "/api-keys/0192", "accounts.edit"],
  ])("%s %s: %s", (method, path, asked) => {
    expect(askedOf(method, path)).toBe(asked);
  });

  it.each(["GET", "HEAD"])("%s is open to all of the merchant's, but for accounts and keys", (method) => {
    expect(askedOf(method, "/products")).toBe("read");
    expect(askedOf(method, "/anything/else")).toBe("read");
    expect(askedOf(method, "/staff")).toBe("accounts.edit");
    expect(askedOf(method, "/api-keys")).toBe("accounts.edit");
  });

  it.each([
    ["PUT", "/products"],
    ["POST", "/products/0192"],
    ["POST", "/x/products"],
    ["POST", "/products/"],
    ["DELETE", "/orders/0192"],
    ["PATCH", "/products/0192/more"],
    ["DELETE", "/staff"],
  ])("a write that is not listed is nobody's: %s %s", (method, path) => {
    expect(askedOf(method, path)).toBe("unlisted");
  });
});
