import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { openHouse, type House } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ SMAREGI_TIMEOUT_MS: "120000" });
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

/** Asks for the server's health ten times a second. `slowest` ends this and returns the time of the slowest answer in ms. */
function watchHealth(): { slowest: () => Promise<number> } {
  const over = new AbortController();
  const watched = (async () => {
    let slowest = 0;
    while (!over.signal.aborted) {
      const begun = performance.now();
      await (await fetch(`${house.server.url}/healthz`)).text();
      slowest = Math.max(slowest, performance.now() - begun);
      await delay(100);
    }
    return Math.round(slowest);
  })();
  return {
    slowest: async () => {
      over.abort();
      return await watched;
    },
  };
}

/**
 * The flooded shop has more work than can be done while the other is served: its Smaregi answers nothing until then, and in the long
 * form takes two seconds for each answer. Run it by `MUSUBI_FLOOD=full npx vitest run test/flows/floods.test.ts`; the figures are in
 * docs/performance.md.
 */
const isFull = process.env["MUSUBI_FLOOD"] === "full";
const flood = { orders: isFull ? 1_000 : 30, signals: isFull ? 100_000 : 20_000, latencyMs: 2_000 };
const limitMs = isFull ? 600_000 : 300_000;

describe("a flood at one merchant", () => {
  it(
    "O1, S2: orders that wait and signals that come by the thousands delay no other merchant's",
    async () => {
      const flooded = await house.openShop();
      const other = await house.openShop();
      const nail = await flooded.api("POST", "/products", {
        name: "釘",
        price: 1,
        taxRate: 10,
        variations: [{ quantity: 100_000 }],
      });
      const variationId = nail.body["variations"][0].id as string;
      const tea = await other.link("8000001");
      /** An order of two, then one sold at the till: the time in ms until both sides have each. */
      const serve = async () => {
        const begun = performance.now();
        const had = (await other.quantity(tea)) ?? 0;
        const order = await other.order([{ variationId: tea, quantity: 2 }]);
        await other.waitForLink(order["id"], "registered");
        await other.waitForQuantity(tea, had - 2);
        const arrived = performance.now();
        await other.sell([{ productId: "8000001", quantity: 1 }]);
        await other.waitForQuantity(tea, had - 3);
        return { order: Math.round(arrived - begun), sale: Math.round(performance.now() - arrived) };
      };
      const before = await serve();
      const slow = isFull
        ? { latencyMs: flood.latencyMs }
        : { heldCalls: ["POST /transactions", "GET /stock"] };
      await flooded.switches(slow);
      for (let placed = 0; placed < flood.orders; placed += 10)
        await Promise.all(Array.from({ length: 10 }, () => flooded.order([{ variationId, quantity: 1 }])));
      const waiting = async () => {
        const { body } = await flooded.api("GET", "/status");
        return { orders: body["pendingOrders"] as number, signals: body["waitingSignals"] as number };
      };
      const asked = async (call: string) => (await flooded.calls())[call] ?? 0;
      await until("orders are being sent", async () => (await asked("POST /transactions")) > 0);
      const readings = await asked("GET /stock");
      await sql`
      insert into signals (merchant_id, smaregi_product_id, cause)
      select ${flooded.merchantId}::uuid, (9000000 + nth)::text, 'notification'
      from generate_series(1, ${flood.signals}::int) nth`.execute(house.database.db);
      await until("stock is being read", async () => (await asked("GET /stock")) > readings);

      const health = isFull ? watchHealth() : undefined;
      const during = [await serve(), ...(isFull ? [await serve()] : [])];
      await other.quiet();
      if (health)
        process.stdout.write(
          `before ${JSON.stringify(before)}, during ${JSON.stringify(during)}, slowest answer of /healthz ${await health.slowest()} ms\n`,
        );

      const left = await waiting();
      expect(left.orders).toBeGreaterThan(0);
      expect(left.signals).toBeGreaterThan(0);
      await flooded.switches({ heldCalls: [] });
      if (isFull) process.stdout.write(`left ${JSON.stringify(left)}\n`);
    },
    limitMs,
  );
});
