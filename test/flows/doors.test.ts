import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLinksFor, makeOwnerLink } from "../../src/accounts/links.ts";
import { createMerchant, endMerchant } from "../../src/merchants/manage-merchants.ts";
import { openHouse, patient, type House, type Json, type Shop } from "../support/shop.ts";
import { visitorOf, type Visitor } from "../support/visitor.ts";

let house: House;
let shop: Shop;
let owner: Visitor;
beforeAll(async () => {
  house = await openHouse({ ...patient, MUSUBI_PROXIES: "1" });
  shop = await house.openShop();
  owner = await ownerOf(shop.merchantId);
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

async function ownerOf(merchantId: string): Promise<Visitor> {
  const visitor = visitorOf(house);
  await visitor.followLink(await makeOwnerLink(house.database, merchantId));
  return visitor;
}

async function post(path: string, body: string | object, headers: Record<string, string> = {}) {
  const response = await fetch(house.server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const said = text === "" ? {} : (JSON.parse(text) as Json);
  return { status: response.status, body: said, headers: response.headers };
}

describe("bodies", () => {
  it("JSON that nests deep is refused at every door, and walked through by nobody", async () => {
    const deep = "[".repeat(400_000);
    const closed = deep + "]".repeat(400_000);
    const key = { authorization: `Bearer ${shop.apiKey}` };
    const secret = {
      [house.env["SMAREGI_WEBHOOK_HEADER"] ?? ""]: house.env["SMAREGI_WEBHOOK_SECRET"] ?? "",
    };
    for (const [path, body, headers, code] of [
      ["/api/v1/orders", `{"kind":"normal","customer":{"a":${closed}}}`, key, "invalid_json"],
      ["/api/v1/orders", deep, key, "invalid_json"],
      [`/shop/v1/${shop.number}/orders`, `{"customer":${closed}}`, {}, "invalid_json"],
      ["/console/api/session", `{"email":${closed}}`, {}, "invalid_json"],
      [
        "/webhooks/smaregi",
        `{"contractId":"x","event":"pos:stock","ids":${closed}}`,
        secret,
        "invalid_notification",
      ],
    ] as const) {
      const reply = await post(path, body, headers);
      expect([path, reply.status, reply.body["code"]]).toEqual([path, 400, code]);
    }
  });

  it("the secret of a notification is compared before its body is read", async () => {
    const url = new URL("/webhooks/smaregi", house.server.url);
    const status = await new Promise((done, failed) => {
      const sent = request(url, { method: "POST", headers: { "transfer-encoding": "chunked" } }, (answer) => {
        done(answer.statusCode);
        sent.destroy();
      });
      sent.on("error", failed);
      // The body never ends.
      sent.write("{");
    });
    expect(status).toBe(401);
  });
});

describe("orders of buyers", () => {
  it("a buyer's idempotency key is never one of the merchant's", async () => {
    const variationId = await shop.link("8000001", { published: true });
    const order = { kind: "normal", lines: [{ variationId, quantity: 1 }] };
    const key = { "idempotency-key": "order-1" };
    const own = await shop.api("POST", "/orders", order, key);
    const buyers = await post(`/shop/v1/${shop.number}/orders`, order, key);
    expect([own.status, buyers.status]).toEqual([201, 201]);
    expect(buyers.body["id"]).not.toBe(own.body["id"]);
    // Each is still honoured at its own door.
    expect((await shop.api("POST", "/orders", order, key)).body["id"]).toBe(own.body["id"]);
    expect((await post(`/shop/v1/${shop.number}/orders`, order, key)).body["id"]).toBe(buyers.body["id"]);
  });

  it("what is refused takes no number", async () => {
    const variationId = await shop.link("8000002", { published: true });
    const numbers: number[] = [];
    for (const quantity of [1, 11, 1, 99, 1]) {
      const order = { kind: "normal", lines: [{ variationId, quantity }] };
      const reply = await post(`/shop/v1/${shop.number}/orders`, order);
      expect(reply.status).toBe(quantity === 1 ? 201 : 409);
      if (reply.status === 201) numbers.push(Number(reply.body["number"]));
    }
    const [first = 0] = numbers;
    expect(numbers).toEqual([first, first + 1, first + 2]);
  });
});

describe("headers", () => {
  it("no answer is sniffed, personal ones are kept nowhere, and https stays https", async () => {
    const answers = await Promise.all(
      [
        "/",
        "/healthz",
        "/openapi.json",
        "/console/",
        `/shop/v1/${shop.number}`,
        "/nowhere",
        "/webhooks/smaregi",
      ].map((path) => fetch(house.server.url + path, { headers: { "x-forwarded-proto": "https" } })),
    );
    for (const answer of answers) {
      expect([answer.url, answer.headers.get("x-content-type-options")]).toEqual([answer.url, "nosniff"]);
      expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
    }
    expect((await fetch(house.server.url)).headers.get("strict-transport-security")).toBeNull();
    expect(answers[3]?.headers.get("content-security-policy")).toContain("base-uri 'none'");
    const key = { authorization: `Bearer ${shop.apiKey}` };
    for (const path of [
      "/api/v1/orders",
      "/api/v1/products/x",
      "/api/v1/products.csv",
      "/console/api/session",
    ]) {
      const { headers } = await fetch(house.server.url + path, { headers: key });
      expect([path, headers.get("cache-control")]).toEqual([path, "no-store"]);
    }
    const placed = await post(`/shop/v1/${shop.number}/orders`, {});
    expect(placed.headers.get("cache-control")).toBe("no-store");
  });

  it("behind https only a cookie counts that no other host of the domain can set", async () => {
    const https = { "x-forwarded-proto": "https" };
    const link = await makeOwnerLink(house.database, shop.merchantId);
    const token = link.split("#link=")[1];
    const visitor = visitorOf(house);
    const reply = await visitor.ask("POST", "/console/api/session/link", { token }, https);
    const [cookie = ""] = reply.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-musubi_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await visitor.api("GET", "/merchant", undefined, https)).status).toBe(200);
    const tossed = visitor.cookie().replace("__Host-", "");
    expect((await visitor.api("GET", "/merchant", undefined, { ...https, cookie: tossed })).status).toBe(401);
  });
});

describe("an ended merchant (C5)", () => {
  it("its people and keys read what is theirs for 60 days, and write nothing", async () => {
    const other = await house.openShop();
    const people = await ownerOf(other.merchantId);
    const variationId = await other.link("8000001");
    const order = await other.order([{ variationId, quantity: 1 }]);
    await endMerchant(house.database, other.merchantId);
    const product = { name: "茶", price: 100, taxRate: 8 };
    for (const who of [other, people]) {
      expect((await who.api("GET", `/orders/${order["id"]}`)).status).toBe(200);
      for (const [method, path, body] of [
        ["POST", "/products", product],
        ["PATCH", `/orders/${order["id"]}`, { discount: 1 }],
        ["DELETE", "/connection", undefined],
        ["POST", "/connection/test", undefined],
      ] as const) {
        const reply = await who.api(method, path, body);
        expect([path, reply.status, reply.body["code"]]).toEqual([path, 403, "merchant_ended"]);
      }
    }
    expect((await other.api("GET", "/products")).body["items"]).toHaveLength(1);
    // Ending it once more gives no further time.
    const long = new Date(Date.now() - 61 * 86_400_000);
    const { db } = house.database;
    await db.updateTable("merchants").set({ endedAt: long }).where("id", "=", other.merchantId).execute();
    await endMerchant(house.database, other.merchantId);
    for (const who of [other, people]) {
      const reply = await who.api("GET", `/orders/${order["id"]}`);
      expect([reply.status, reply.body["code"]]).toEqual([403, "merchant_ended"]);
    }
  });
});

describe("addresses of staff", () => {
  it("no answer tells whether an address works for another merchant; each of its accounts is its own", async () => {
    const other = await createMerchant(house.database, { name: "よその店" });
    const theirs = await ownerOf(other.id);
    const who = { name: "佐藤", email: "sato@doors.example", role: "staff" };
    const first = await owner.api("POST", "/staff", who);
    const second = await theirs.api("POST", "/staff", who);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(Object.keys(second.body)).toEqual(Object.keys(first.body));
    expect((await owner.api("POST", "/staff", who)).body["code"]).toBe("email_taken");
    // A password opens the account that it belongs to, and only that.
    for (const [added, password] of [
      [first, "a-password-here"],
      [second, "another-password"],
    ] as const) {
      const visitor = visitorOf(house);
      await visitor.followLink(added.body["signInLink"]);
      await visitor.ask("POST", "/console/api/password", { password });
    }
    const shopOf = async (password: string) =>
      (await visitorOf(house).signIn(who.email, password)).body["merchant"].number;
    expect(await shopOf("a-password-here")).toBe(shop.number);
    expect(await shopOf("another-password")).toBe(other.number);
    const links = await makeLinksFor(house.database, who.email);
    expect(links.map(({ merchant }) => merchant.split(" ")[0]).sort()).toEqual(
      [shop.number, other.number].sort(),
    );
  });
});
