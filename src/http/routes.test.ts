import { describe, expect, it } from "vitest";
import { routeOf, routes } from "./routes.ts";

describe("the table of routes", () => {
  it.each([
    ["GET", "/api/v1/orders/behind", "/api/v1/orders/{id}", "read"],
    ["HEAD", "/api/v1/products", "/api/v1/products", "read"],
    ["POST", "/api/v1/products/quick-edit", "/api/v1/products/quick-edit", "products.edit"],
    ["DELETE", "/api/v1/products/x", "/api/v1/products/{id}", "products.bulk"],
    ["GET", "/api/v1/products.csv", "/api/v1/products.csv", "read"],
    ["GET", "/api/v1/staff", "/api/v1/staff", "accounts.edit"],
    ["GET", "/console/api/session", "/console/api/session", "session"],
    ["GET", "/console/products/x", "/console/*", "nothing"],
    ["POST", "/shop/v1/01-00001/orders", "/shop/v1/{merchantNumber}/orders", "nothing"],
    ["POST", "/webhooks/smaregi", "/webhooks/smaregi", "secret"],
  ])("%s %s asks for what its row says", (method, path, row, asks) => {
    const found = routeOf(method, path);
    if (path !== "/api/v1/orders/behind") expect(found?.path).toBe(row);
    expect(found?.asks).toBe(asks);
  });

  it("an address of its own is not taken for an ID", () => {
    expect(routeOf("GET", "/api/v1/orders/behind")?.path).toBe("/api/v1/orders/behind");
  });

  it.each([
    ["PUT", "/api/v1/products"],
    ["POST", "/api/v1/products/0192"],
    ["POST", "/api/v1/x/products"],
    ["POST", "/api/v1/products/"],
    ["DELETE", "/api/v1/orders/0192"],
    ["PATCH", "/api/v1/products/0192/more"],
    ["DELETE", "/api/v1/staff"],
    ["GET", "/api/v1/productsxcsv"],
    ["GET", "/api/v1/productscsv"],
    ["POST", "/console/api/nothing"],
    ["TRACE", "/"],
  ])("%s %s is nobody's", (method, path) => {
    expect(routeOf(method, path)).toBeUndefined();
  });

  it.each([
    ["GET", "/api/v1/products", "any", []],
    ["POST", "/api/v1/products", "ownByCookie", ["json"]],
    ["POST", "/api/v1/products/bulk-register", "ownByCookie", ["file"]],
    ["POST", "/webhooks/smaregi", "any", ["notification"]],
    ["POST", "/webhooks/smaregi/subscription", "any", ["json", "hints"]],
    ["GET", "/shop/v1/01-00001/events", "any", ["streams"]],
    ["POST", "/shop/v1/01-00001/orders", "any", ["json", "orders"]],
    ["GET", "/console/api/session", "any", []],
    ["DELETE", "/console/api/sessions/0192", "own", ["json"]],
    ["POST", "/practice/sign-in", "own", ["json"]],
  ])("%s %s is of %s page, and has its own limits", (method, path, origin, limits) => {
    expect(routeOf(method, path)).toMatchObject({ origin, limits });
  });

  it.each([
    ["GET", "/", "page", "/"],
    ["GET", "/assets/index-1.js", "page", "/assets/*"],
    ["GET", "/console", "page", "/console"],
    ["GET", "/console/", "page", "/console/*"],
    ["GET", "/shop/01-00001", "page", "/shop/{number}"],
    ["GET", "/shop/01-00001/products/0192", "page", "/shop/{number}/*"],
    ["GET", "/shop/v1/01-00001", "shop", "/shop/v1/{merchantNumber}"],
    ["GET", "/shop/v1/01-00001/products/0192", "shop", "/shop/v1/{merchantNumber}/products/{id}"],
    ["GET", "/healthz", "operator", "/healthz"],
    ["GET", "/practice/shelf", "practice", "/practice/shelf"],
  ])("%s %s is for the door %s, by its row %s", (method, path, door, row) => {
    expect(routeOf(method, path)).toMatchObject({ door, path: row });
  });

  it("every write is of our own pages where a cookie lets it in, and every body has a limit", () => {
    for (const { door, method, path, origin, limits } of routes.filter((each) => each.method !== "GET")) {
      const meant = { merchant: "ownByCookie", console: "own", practice: "own" }[door as string] ?? "any";
      expect([method, path, origin]).toEqual([method, path, meant]);
      expect(limits.some((limit) => ["json", "file", "notification"].includes(limit))).toBe(true);
    }
  });
});
