import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { readEvents, type EventReader, type Told } from "../support/events.ts";
import { startServer, type Server } from "../support/server.ts";
import { openHouse, type House, type Shop } from "../support/shop.ts";
import { visitorOf } from "../support/visitor.ts";

let house: House;
let web: Server;
beforeAll(async () => {
  house = await openHouse();
  web = await startServer({ ...house.env, ROLE: "web" });
});
const readers: EventReader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(async () => {
  await web?.stop();
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

async function open(address: () => string, headers: Record<string, string> = {}): Promise<EventReader> {
  const reader = readEvents(address, headers);
  readers.push(reader);
  await reader.waitFor("hello", ({ event }) => event === "hello");
  return reader;
}
/** The console's events of a shop, from the process that does not do the work. */
const pageOf = (shop: Shop) =>
  open(() => `${web.url}/api/v1/events`, { authorization: `Bearer ${shop.apiKey}` });
const about = (topic: string) => (told: Told) =>
  told.event === "changed" && (told.data["topics"] as string[]).includes(topic);

describe("live events", () => {
  it("begin with hello; a till sale in one process shows in the pages of another, with the product that it was", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.link("8000002");
    await shop.quiet();
    const { body } = await shop.api("GET", "/products");
    const product = body["items"].find((each: { variations: { id: string }[] }) =>
      each.variations.some(({ id }) => id === variation),
    ).id;
    const [page, buyer] = [await pageOf(shop), await open(() => `${web.url}/shop/v1/${shop.number}/events`)];
    const from = page.told.length;
    await shop.sell([{ productId: "8000001", quantity: 1 }]);
    await shop.waitForQuantity(variation, 9);
    const seen = await page.waitFor("the sale", about("products"), from);
    expect(seen.data["productIds"]).toEqual([product]);
    await page.waitFor("the speed of it", about("link"), from);
    const shown = await buyer.waitFor("the sale in the shop", about("products"));
    expect(shown.data).toEqual({ topics: ["products"], productIds: [product] });
  });

  it("name each kind of thing that changed, and to buyers products only", async () => {
    const shop = await house.openShop();
    const page = await pageOf(shop);
    const buyer = await open(() => `${house.server.url}/shop/v1/${shop.number}/events`);
    const after = async (topic: string, act: () => Promise<unknown>) => {
      const from = page.told.length;
      await act();
      expect((await page.waitFor(topic, about(topic), from)).data["topics"]).toContain(topic);
    };
    const variation = await shop.link("8000001");
    await page.waitFor("the product", about("products"));
    const line = { variationId: variation, quantity: 1 };
    await after("orders", () => shop.order([line]));
    await after("link", () => shop.order([line]));
    await after("reconciliations", () => shop.api("POST", "/reconciliations"));
    await after("jobs", () => shop.csv("register", "商品名,販売価格\n茶碗,1000\n"));
    const { contractId } = shop;
    const connection = { contractId, storeId: "1", terminalId: "2", enabled: true, mode: "assured" };
    await after("connection", () => shop.api("PUT", "/connection", connection));
    const owner = visitorOf(house);
    await after("staff", async () => owner.followLink(await makeOwnerLink(house.database, shop.merchantId)));
    // Twenty orders at once make a few events, not twenty times the number of their statements.
    await shop.quiet();
    const from = page.told.length;
    await Promise.all(Array.from({ length: 8 }, () => shop.order([line])));
    await shop.quiet();
    await page.waitFor("the orders", about("orders"), from);
    // Buyers get only events about products.
    for (const { event, data } of buyer.told)
      if (event === "changed") expect(data["topics"]).toEqual(["products"]);
  });

  it("many products at once are not named one by one", async () => {
    const shop = await house.openShop({ connect: false });
    const page = await pageOf(shop);
    const rows = Array.from({ length: 300 }, (_, nth) => `商品${nth},100`).join("\n");
    await shop.csv("register", `商品名,販売価格\n${rows}\n`);
    const seen = await page.waitFor("the file", about("products"));
    expect(seen.data["productIds"]).toBeUndefined();
  });

  it("another merchant's changes are not heard, and nobody hears anything without a key or a session", async () => {
    const [shop, other] = [await house.openShop(), await house.openShop()];
    const page = await pageOf(shop);
    const ears = await pageOf(other);
    const from = ears.told.length;
    const own = page.told.length;
    await shop.link("8000001");
    await page.waitFor("the product", about("products"), own);
    await other.api("POST", "/products", { name: "茶", price: 1, taxRate: 8 });
    // Events from the opening of the shop may still come: about products, without their IDs.
    const isNamed = (told: Told) => about("products")(told) && told.data["productIds"] !== undefined;
    const heard = await ears.waitFor("its own product", isNamed, from);
    const { body } = await other.api("GET", "/products");
    expect(heard.data["productIds"]).toEqual([body["items"][0].id]);
    expect((await fetch(`${web.url}/api/v1/events`)).status).toBe(401);
    expect((await fetch(`${web.url}/shop/v1/01-99999/events`)).status).toBe(404);
  });

  it("end for somebody who is signed out by an owner", async () => {
    const shop = await house.openShop({ connect: false });
    const owner = visitorOf(house);
    await owner.followLink(await makeOwnerLink(house.database, shop.merchantId));
    const email = `${shop.number}@live.example`;
    const { body } = await owner.api("POST", "/staff", { name: "店員", email, role: "staff" });
    const staff = visitorOf(house);
    await staff.followLink(body["signInLink"]);
    const page = await open(() => `${web.url}/api/v1/events`, { cookie: staff.cookie() });
    // Opened before the first is closed: its answer has started.
    const second = await fetch(`${web.url}/api/v1/events`, { headers: { cookie: staff.cookie() } });
    const closed = second.text();
    await owner.api("PATCH", `/staff/${body["id"]}`, { disabled: true });
    expect(await closed).toContain("event: hello");
    const opened = page.opened();
    expect(opened).toBe(1);
  });

  it("say hello anew after the database connection was cut, and miss nothing after that", async () => {
    const shop = await house.openShop({ connect: false });
    const page = await pageOf(shop);
    const from = page.told.length;
    const { rows } = await house.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ilike 'listen%' or query = 'select 1' and datname = current_database()`,
    );
    expect(rows.length).toBeGreaterThan(0);
    await page.waitFor("hello again", ({ event }) => event === "hello", from);
    expect(page.opened()).toBe(1);
    await shop.api("POST", "/products", { name: "茶", price: 1, taxRate: 8 });
    await page.waitFor("the product", about("products"), from);
  });

  it("end cleanly where a process stops, and come back at the next one", async () => {
    const shop = await house.openShop({ connect: false });
    let server = await startServer({ ...house.env, ROLE: "web" });
    const pages = await Promise.all(
      Array.from({ length: 20 }, () =>
        open(() => `${server.url}/api/v1/events`, { authorization: `Bearer ${shop.apiKey}` }),
      ),
    );
    const from = pages.map(({ told }) => told.length);
    const stopping = server.stop();
    const next = await startServer({ ...house.env, ROLE: "web" });
    onTestFinished(() => next.stop());
    const old = server;
    server = next;
    await stopping;
    expect(old.process.exitCode).toBe(0);
    expect(old.log()).toBe("");
    for (const [nth, page] of pages.entries())
      await page.waitFor("hello of the next", ({ event }) => event === "hello", from[nth]);
    await shop.api("POST", "/products", { name: "茶", price: 1, taxRate: 8 });
    for (const [nth, page] of pages.entries())
      await page.waitFor("the product", about("products"), from[nth]);
  });
});
