import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLinksFor, makeOwnerLink } from "../../src/accounts/links.ts";
import { createMerchant, endMerchant } from "../../src/merchants/manage-merchants.ts";
import { openHouse, patient, type House, type Json, type Shop } from "../support/shop.ts";
import { visitorOf, type Visitor } from "../support/visitor.ts";
import { until } from "../support/wait.ts";

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
  it("JSON that is not UTF-8 is refused, and no letter of it is lost in silence", async () => {
    const variation = { name: "", stockManaged: false };
    const product = { name: "?", price: 1, taxRate: 10, published: false, variationPattern: "none" };
    const [before, after] = JSON.stringify({ ...product, variations: [variation] }).split("?");
    const named = (name: Buffer) =>
      Buffer.concat([Buffer.from(before ?? ""), name, Buffer.from(after ?? "")]);
    const send = async (bytes: Buffer, chunked: boolean) => {
      const body = chunked ? new Blob([new Uint8Array(bytes)]).stream() : new Uint8Array(bytes);
      const headers = { "content-type": "application/json", authorization: `Bearer ${shop.apiKey}` };
      const init = { method: "POST", headers, body, duplex: "half" };
      const reply = await fetch(`${house.server.url}/api/v1/products`, init as RequestInit);
      const said = (await reply.json()) as Json;
      return [reply.status, said["code"] ?? said["name"]];
    };
    for (const chunked of [false, true]) {
      // 山 in Shift_JIS, and in UTF-8.
      expect(await send(named(Buffer.from([0x8e, 0x52])), chunked)).toEqual([400, "invalid_json"]);
      expect(await send(named(Buffer.from("山\u{FFFD}")), chunked)).toEqual([201, "山\u{FFFD}"]);
    }
  });

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
    // Each key still works at its own door.
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

describe("the anonymous shop's limits", () => {
  const orderFrom = (address: string, number: string, body: object = {}, headers = {}) =>
    post(`/shop/v1/${number}/orders`, body, { "x-forwarded-for": address, ...headers });

  it("20 orders an address and minute, refused ones too, of all shops; said in words, and others order on", async () => {
    const other = await house.openShop({ connect: false });
    const first = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        orderFrom(`2001:db8:1:1::${nth}`, nth % 2 === 0 ? shop.number : other.number),
      ),
    );
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([422]));
    const refused = await orderFrom("2001:db8:1:1::ffff", shop.number);
    expect([refused.status, refused.body["code"]]).toEqual([429, "too_many_orders"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(30);
    expect(refused.body["detail"]).toContain("ご注文はまだ完了していません");
    const english = await orderFrom("2001:db8:1:1::1", shop.number, {}, { "accept-language": "en" });
    expect(english.body["detail"]).toMatch(/^There are too many orders at the moment.* seconds?\.$/);
    expect((await orderFrom("2001:db8:1:2::1", shop.number)).status).toBe(422);
    // What a caller claims as its address does not count, only what our proxy saw.
    expect((await orderFrom("203.0.113.99, 2001:db8:1:1::1", shop.number)).status).toBe(429);
    // A request for an unknown shop is not counted.
    expect((await orderFrom("2001:db8:1:1::1", "01-99999")).status).toBe(404);
  });

  it("300 orders a merchant and minute from as many addresses; another merchant's are taken", async () => {
    const [flooded, other] = [
      await house.openShop({ connect: false }),
      await house.openShop({ connect: false }),
    ];
    const { db } = house.database;
    await db
      .insertInto("orderCounts")
      .values({ name: `merchant ${flooded.merchantId}`, orders: 299 })
      .execute();
    expect((await orderFrom("203.0.113.1", flooded.number)).status).toBe(422);
    expect((await orderFrom("203.0.113.2", flooded.number)).status).toBe(429);
    expect((await orderFrom("203.0.113.2", other.number)).status).toBe(422);
    // A minute after its first order the count starts again.
    const long = new Date(Date.now() - 61_000);
    await db
      .updateTable("orderCounts")
      .set({ beganAt: long })
      .where("name", "=", `merchant ${flooded.merchantId}`)
      .execute();
    expect((await orderFrom("203.0.113.2", flooded.number)).status).toBe(422);
  });

  it("what one address sends beyond its limit shuts no other buyer out of the shop", async () => {
    const flooded = await house.openShop({ connect: false });
    const name = `merchant ${flooded.merchantId}`;
    await house.database.db.insertInto("orderCounts").values({ name, orders: 279 }).execute();
    const from = (address: string) => orderFrom(address, flooded.number).then(({ status }) => status);
    const flood = await Promise.all(Array.from({ length: 60 }, () => from("198.51.100.7")));
    expect(flood.filter((status) => status === 429)).toHaveLength(40);
    expect(await from("198.51.100.8")).toBe(422);
    expect(await from("198.51.100.9")).toBe(429);
  });

  it("99 pieces a line and 300 an order; a customer of known fields, none longer than it needs to be", async () => {
    const { body: product } = await shop.api("POST", "/products", {
      name: "釘",
      price: 1,
      taxRate: 10,
      published: true,
      variations: [{ quantity: 5_000 }],
    });
    const variationId = product["variations"][0].id as string;
    const order = (quantities: number[], customer: object = { name: "山田" }) =>
      orderFrom(crypto.randomUUID(), shop.number, {
        kind: "normal",
        lines: quantities.map((quantity) => ({ variationId, quantity })),
        customer,
      });
    expect((await order([99, 99, 99, 3])).status).toBe(201);
    for (const [quantities, path] of [
      [[1, 100], "lines[1].quantity"],
      [[99, 99, 99, 4], "lines"],
    ] as const) {
      const { status, body } = await order([...quantities]);
      expect([status, body["errors"][0].path]).toEqual([422, path]);
    }
    for (const customer of [
      { name: "あ".repeat(101) },
      { name: "山田", isAdmin: true },
      { address: "a".repeat(201) },
      { name: { first: "山田" } },
      "山田",
    ])
      expect((await order([1], customer as object)).status).toBe(422);
    // The shop's limits do not apply to orders that the merchant enters.
    await shop.order([{ variationId, quantity: 1_000 }], { customer: { name: "山田", rank: "gold" } });
    const most = { piecesPerLine: 1_000, piecesPerOrder: 1_000 };
    expect((await owner.api("PUT", "/shop-settings", { ...most, piecesPerLine: 0 })).status).toBe(422);
    expect((await owner.api("PUT", "/shop-settings", most)).body).toEqual(most);
    expect((await shop.api("GET", "/shop-settings")).body).toEqual(most);
    expect((await order([1_000])).status).toBe(201);
  });

  it("10 live streams an address; one that is closed makes room; a look at their head opens none", async () => {
    const url = `${house.server.url}/shop/v1/${shop.number}/events`;
    const from = { "x-forwarded-for": "203.0.113.50" };
    const open = async (method = "GET") => {
      const closing = new AbortController();
      const response = await fetch(url, { method, headers: from, signal: closing.signal });
      return { response, close: () => closing.abort() };
    };
    for (let nth = 0; nth < 12; nth += 1) expect((await open("HEAD")).response.status).toBe(200);
    const opened = await Promise.all(Array.from({ length: 10 }, () => open()));
    expect(new Set(opened.map(({ response }) => response.status))).toEqual(new Set([200]));
    const refused = await open();
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get("retry-after")).toBe("30");
    expect(((await refused.response.json()) as Json)["code"]).toBe("too_many_streams");
    opened[0]?.close();
    const again = await until("there is room", async () => {
      const next = await open();
      if (next.response.status === 200) return next;
      await next.response.body?.cancel();
      return null;
    });
    for (const each of [...opened, again]) each.close();
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
      const policy = answer.headers.get("content-security-policy") ?? "";
      for (const directive of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect([answer.url, policy]).toEqual([answer.url, expect.stringContaining(directive)]);
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
    // Ending it again does not extend the time.
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
    // A password works only for its own account.
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
