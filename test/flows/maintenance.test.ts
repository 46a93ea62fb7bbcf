import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const connection = async (shop: Shop): Promise<Json> => (await shop.api("GET", "/status")).body["connection"];
const spared = (shop: Shop) =>
  until("the contract is spared", async () => (await connection(shop))["maintenance"]);

describe.concurrent("B2: maintenance in the assured mode", () => {
  it.each(["html503", "reset"])(
    "(%s) the contract is spared and probed; then every order is registered once, in its order, and the stock agrees",
    async (maintenance) => {
      const shop = await house.openShop({ mode: "assured" });
      const variation = await shop.link("8000001");
      await shop.switches({ maintenance });
      const orders: Json[] = [];
      for (let nth = 0; nth < 6; nth += 1)
        orders.push(await shop.order([{ variationId: variation, quantity: 1 }]));
      expect(await spared(shop)).toMatchObject({ reason: expect.stringMatching(/メンテナンス|応答/) });
      // What is sold stays sold: meanwhile nothing is shown or sold twice.
      expect(await shop.quantity(variation)).toBe(4);
      const edited = orders[1]?.["id"] as string;
      await shop.api("PATCH", `/orders/${edited}`, { lines: [{ variationId: variation, quantity: 2 }] });
      await shop.api("POST", `/orders/${orders[2]?.["id"]}/status`, { status: "cancelled" });
      const calls = async () => Object.values(await shop.calls()).reduce((sum, count) => sum + count, 0);
      const before = await calls();
      const begun = performance.now();
      const more = await shop.order([{ variationId: variation, quantity: 1 }]);
      // Only probes are sent, a second or more apart: a new order waits for them.
      const probes = (await calls()) - before;
      expect(probes).toBeLessThanOrEqual(2 + Math.floor((performance.now() - begun) / 1_000));
      await shop.endMaintenance();
      await shop.quiet();
      expect((await connection(shop))["maintenance"]).toBeUndefined();
      const standing = (await shop.transactions()).filter((each) => each["cancelDivision"] === "0");
      const expected = [...orders, more].filter((order) => order["id"] !== orders[2]?.["id"]);
      expect(standing.map((each) => each["memo"]).sort()).toEqual(
        expected.map((order) => order["number"]).sort(),
      );
      expect(standing.find((each) => each["memo"] === orders[1]?.["number"])?.["details"]).toMatchObject([
        { quantity: "2" },
      ]);
      await until("the stock agrees", async () => {
        const smaregi = (await shop.stock()).get("8000001");
        return smaregi === 3 && (await shop.quantity(variation)) === 3;
      });
      expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
    },
  );
});

it.concurrent("F3: in the standard mode maintenance is shown, and a failed call is still not repeated", async () => {
  const shop = await house.openShop();
  const variation = await shop.link("8000001");
  await shop.switches({ maintenance: "html503" });
  const orders = [];
  for (let nth = 0; nth < 3; nth += 1)
    orders.push(await shop.order([{ variationId: variation, quantity: 1 }]));
  for (const order of orders) await shop.waitForLink(order["id"], "failed");
  await spared(shop);
  await shop.endMaintenance();
  await until("it is over", async () => (await connection(shop))["maintenance"] === undefined);
  await shop.quiet();
  expect(await shop.transactions()).toEqual([]);
});

describe.concurrent("B2: another mode with work outstanding", () => {
  const change = async (shop: Shop, mode: string) => {
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    return (await shop.api("PUT", "/connection", { ...place, enabled: true, mode })).body;
  };

  it("into the standard mode, what waited to be sent again fails, and it is said", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status400", 100);
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await until(
      "it was refused",
      async () => (await shop.api("GET", "/integration-log?state=open")).body["items"][0],
    );
    // The next try must not be running when the mode changes, because it would fail by its own answer.
    await until("it waits for its next try, for long", async () => {
      const { rows } = await house.database.pool.query(
        `update transactions set retry_at = now() + interval '1 hour', retry_from = now()
         where order_id = $1 and state = 'planned' returning 1`,
        [order["id"]],
      );
      return rows[0];
    });
    expect((await change(shop, "standard"))["notice"]).toContain("再送待ちの受注が1件");
    await shop.waitForLink(order["id"], "failed");
    await shop.quiet();
    const calls = (await shop.calls())["POST /transactions"];
    const [entry] = (await shop.api("GET", "/integration-log?state=open")).body["items"];
    expect(entry.reason).toContain("標準モードに変更されたため、再送していません");
    // When the mode changes to assured, the merchant decides about earlier failures.
    expect((await change(shop, "assured"))["notice"]).toContain("失敗した受注が1件");
    await shop.quiet();
    expect((await shop.calls())["POST /transactions"]).toBe(calls);
    await house.control("DELETE", `/faults?contractId=${shop.contractId}`);
    expect((await shop.api("POST", `/integration-log/${entry.id}/retry`)).status).toBe(202);
    await shop.waitForLink(order["id"], "registered");
    expect(await shop.transactions()).toHaveLength(1);
  });

  it("says nothing where nothing is outstanding, or the mode stays", async () => {
    const shop = await house.openShop();
    expect(await change(shop, "standard")).not.toHaveProperty("notice");
    expect(await change(shop, "assured")).not.toHaveProperty("notice");
  });
});
