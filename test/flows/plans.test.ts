import { afterAll, beforeAll, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";
import { today } from "../support/today.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop();
});
afterAll(() => house.close());

const firstDay = today();
const every = { unit: "week", count: 2 };
const placed = async (id: string, count: number): Promise<Json[]> =>
  await until(`${count} orders of the plan`, async () => {
    const { body } = await shop.api("GET", `/plans/${id}/orders`);
    return body["items"].length >= count ? body["items"] : null;
  });

it("O1: a subscription from today on orders at once, and its order stands in the till's books", async () => {
  const variationId = await shop.link("8000001");
  const made = await shop.api("POST", "/plans", {
    kind: "subscription",
    every,
    firstOn: firstDay,
    lines: [{ variationId, quantity: 2 }],
    shippingFee: 500,
    customer: { name: "山田 花子" },
  });
  expect(made).toMatchObject({
    status: 201,
    body: { state: "active", every, shippingFee: 500, problem: null },
  });
  expect(made.body["lines"]).toMatchObject([
    {
      variationId,
      quantity: 2,
      productName: "商品 8000001",
      systemProductNumber: expect.stringMatching(/^01-/),
    },
  ]);
  const [first] = await placed(made.body["id"], 1);
  const order = await shop.waitForLink(first?.["orderId"], "registered");
  expect(order).toMatchObject({ kind: "subscription", customer: { name: "山田 花子" }, shippingFee: 500 });
  const [transaction] = await shop.transactions();
  expect(transaction).toMatchObject({ memo: order["number"], total: String(order["total"]) });
  await shop.quiet();
  expect(await shop.quantity(variationId)).toBe(8);
  const log = (await shop.api("GET", `/orders/${order["id"]}/log`)).body["items"];
  expect(log[0]).toMatchObject({
    event: "placed",
    message: "定期購入により受注しました。",
    actor: "定期購入",
  });
});

it("O1: a fee plan a member; what the API refuses, it names", async () => {
  const { body: product } = await shop.api("POST", "/products", {
    name: "会費",
    price: 300,
    taxRate: 10,
    variations: [{ stockManaged: false }],
  });
  const lines = [{ variationId: product["variations"][0].id, quantity: 1 }];
  const asked = { kind: "membershipFee", every: { unit: "month", count: 1 }, firstOn: firstDay, lines };
  const { body: plan } = await shop.api("POST", "/plans", asked);
  const [first] = await placed(plan["id"], 1);
  await shop.waitForLink(first?.["orderId"], "registered");
  expect((await shop.api("GET", "/plans?kind=membershipFee")).body["items"]).toHaveLength(1);
  expect((await shop.api("GET", "/plans?kind=membershipFee&state=paused")).body["items"]).toEqual([]);
  const paused = await shop.api("PATCH", `/plans/${plan["id"]}`, { state: "paused", discount: 50 });
  expect(paused.body).toMatchObject({ state: "paused", discount: 50, nextOn: expect.any(String) });
  expect((await shop.api("POST", `/plans/${plan["id"]}/end`)).body).toMatchObject({
    state: "ended",
    nextOn: null,
  });
  expect((await shop.api("POST", `/plans/${plan["id"]}/skip`)).body["code"]).toBe("plan_ended");
  for (const [wrong, path] of [
    [{ every: { unit: "day", count: 1 } }, "every.unit"],
    [{ every: { unit: "week", count: 0 } }, "every.count"],
    [{ firstOn: "2020-01-01" }, "firstOn"],
    [{ firstOn: "明日" }, "firstOn"],
    [{ kind: "normal" }, "kind"],
    [{ lines: [{ variationId: "x", quantity: 1 }] }, "lines[0].variationId"],
  ] as const) {
    const { status, body } = await shop.api("POST", "/plans", { ...asked, ...wrong });
    expect(status, path).toBe(422);
    expect(body["errors"].map((each: Json) => each["path"])).toContain(path);
  }
  const stranger = await house.openShop();
  expect((await stranger.api("GET", `/plans/${plan["id"]}`)).status).toBe(404);
});
