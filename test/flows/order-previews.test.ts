import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse, type House, type Json, type Shop } from "../support/shop.ts";

let house: House;
let shop: Shop;
/** Variations by what their stock is: synced (two share one Smaregi product), edited directly, without a limit. */
let variations: { id: string; name: string }[];

beforeAll(async () => {
  house = await openHouse();
  shop = await house.openShop({ stock: [{ productId: "8000001", stockAmount: 400 }] });
  const ids = [
    await shop.link("8000001"),
    await shop.link("8000001"),
    await shop.link("8000002", { variations: [{ stockManaged: true, quantity: 60 }] }),
    await shop.link("8000003", { variations: [{ stockManaged: false }] }),
  ];
  variations = ids.map((id, nth) => ({ id, name: `variation ${nth}` }));
  await shop.quiet();
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

async function quantities(of = shop): Promise<Map<string, number | null>> {
  const { body } = await of.api("GET", "/products?limit=200");
  const rows = body["items"].flatMap((each: Json) => each["variations"]) as Json[];
  return new Map(rows.map((row) => [row["id"], row["quantity"]]));
}
/** How many registrations and cancellations an order has asked for so far. */
async function steps(orderId: string): Promise<Record<string, number>> {
  const rows = await house.database.db
    .selectFrom("operations")
    .select(["kind", "state"])
    .where("orderId", "=", orderId)
    .execute();
  const count = (kind: string) => rows.filter((row) => row.kind === kind && row.state !== "dropped").length;
  return { transactionRegister: count("register"), transactionCancel: count("cancel") };
}

/** Sees a change beforehand, makes it, and holds the one against the other. Answers what was really answered. */
async function seeAndDo(
  path: string,
  method: string,
  body: Json,
  orderId: string | null,
  previewPath = `${path}/preview`,
): Promise<Json> {
  const before = await quantities();
  const stepsBefore =
    orderId === null ? { transactionRegister: 0, transactionCancel: 0 } : await steps(orderId);
  const preview = await shop.api("POST", previewPath, body);
  expect(await quantities()).toEqual(before);
  const real = await shop.api(method, path, body);
  if (real.status >= 400) {
    // The same refusal, word for word.
    expect([preview.status, preview.body]).toEqual([real.status, real.body]);
    expect(await quantities()).toEqual(before);
    return {};
  }
  expect(preview.status).toBe(200);
  const { subtotal, total, stock, calls } = preview.body;
  expect({ subtotal, total }).toEqual({ subtotal: real.body["subtotal"], total: real.body["total"] });
  const expected = new Map(before);
  for (const row of stock as Json[]) {
    expect(row["before"]).toBe(before.get(row["variationId"]) ?? null);
    expect(row["after"]).toBe((row["before"] ?? 0) + row["change"]);
    expected.set(row["variationId"], row["after"]);
  }
  const counts: Record<string, number> = { transactionRegister: 0, transactionCancel: 0 };
  for (const { call } of calls as Json[]) counts[call] = (counts[call] ?? 0) + 1;
  const stepsAfter = await steps(real.body["id"]);
  // The ledger tells what the change itself did, whatever syncs came since.
  const moved = await house.database.db
    .selectFrom("movements")
    .select(["variationId", "change", "quantity"])
    .where("orderId", "=", real.body["id"])
    .orderBy("id", "desc")
    .limit(stock.length)
    .execute();
  const key = (row: Json) => `${row["variationId"]} ${row["change"]} ${row["quantity"] ?? row["after"]}`;
  expect(moved.map(key).sort()).toEqual((stock as Json[]).map(key).sort());
  for (const [call, count] of Object.entries(counts))
    expect((stepsAfter[call] ?? 0) - (stepsBefore[call as "transactionCancel"] ?? 0)).toBe(count);
  return real.body;
}

const nth = fc.nat({ max: 3 });
const lines = fc.array(
  fc.record({ nth, quantity: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(500)) }),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const asLines = (given: { nth: number; quantity: number }[]) =>
  given.map((line) => ({ variationId: variations[line.nth]?.id ?? "", quantity: line.quantity }));
const money = fc.record({
  shippingFee: fc.constantFrom(null, 0, 500),
  discount: fc.constantFrom(0, 100, 10_000_000),
});

describe("what a change of an order would do, seen beforehand", () => {
  it(
    "is what it then does: quantities, total and calls, refusals included",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          lines,
          money,
          lines,
          money,
          fc.boolean(),
          async (first, amounts, second, others, waits) => {
            const placed = await seeAndDo(
              "/orders",
              "POST",
              { kind: "normal", lines: asLines(first), ...amounts },
              null,
            );
            if (placed["id"] === undefined) return;
            if (waits) await shop.waitForLink(placed["id"], "registered");
            await shop.quiet();
            const path = `/orders/${placed["id"]}`;
            await seeAndDo(path, "PATCH", { lines: asLines(second), ...others }, placed["id"]);
            await shop.quiet();
            await seeAndDo(path, "PATCH", { customer: { name: "山田" } }, placed["id"]);
            await seeAndDo(`${path}/status`, "POST", { status: "paid" }, placed["id"]);
            await seeAndDo(`${path}/status`, "POST", { status: "cancelled" }, placed["id"]);
            await seeAndDo(`${path}/status`, "POST", { status: "cancelled" }, placed["id"]);
            await seeAndDo(path, "PATCH", { lines: asLines(first) }, placed["id"]);
            await shop.quiet();
          },
        ),
        { numRuns: 8, seed: 20_261_124 },
      );
    },
  );

  it("names the transactions and says in words what happens to them", async () => {
    const [coffee] = variations;
    const order = await shop.order([{ variationId: coffee?.id, quantity: 1 }]);
    const { link } = await shop.waitForLink(order["id"], "registered");
    await shop.quiet();
    const edit = { lines: [{ variationId: coffee?.id, quantity: 3 }], shippingFee: 500 };
    const { body } = await shop.api("POST", `/orders/${order["id"]}/preview`, edit);
    const id = link.transactionId;
    expect(body).toMatchObject({
      subtotal: 3000,
      total: 3500,
      calls: [
        {
          call: "transactionCancel",
          transactionId: id,
          text: `スマレジの取引(取引ID ${id})を取り消します。`,
        },
        { call: "transactionRegister", text: "スマレジに取引を登録します(合計3,500円)。" },
      ],
    });
    // Both that share the stock in Smaregi move.
    expect(body["stock"]).toHaveLength(2);
    expect(body["stock"][0]).toMatchObject({
      productName: "商品 8000001",
      variationName: "",
      systemProductNumber: expect.stringMatching(/^01-\d{5}-T\d{9}-001$/),
      change: -2,
      synced: true,
    });
    const cancel = await shop.api(
      "POST",
      `/orders/${order["id"]}/status/preview`,
      { status: "cancelled" },
      { "accept-language": "en" },
    );
    expect(cancel.body["calls"]).toEqual([
      {
        call: "transactionCancel",
        transactionId: id,
        text: `The transaction ${id} is cancelled in Smaregi.`,
      },
    ]);
    expect((await shop.api("GET", `/orders/${order["id"]}`)).body["status"]).toBe("new");
  });

  it("tells of no calls where the link is off, and of what was never sent nothing to cancel", async () => {
    const off = await house.openShop({ connect: false });
    const { body: product } = await off.api("POST", "/products", {
      name: "茶",
      price: 100,
      taxRate: 8,
      variations: [{ stockManaged: true, quantity: 2 }],
    });
    const line = { variationId: product["variations"][0].id, quantity: 1 };
    const preview = await off.api("POST", "/orders/preview", { kind: "normal", lines: [line] });
    expect(preview.body).toMatchObject({
      calls: [],
      stock: [{ before: 2, change: -1, after: 1, synced: false }],
    });
    const many = await off.api("POST", "/orders/preview", {
      kind: "normal",
      lines: [{ ...line, quantity: 3 }],
    });
    expect([many.status, many.body["code"]]).toEqual([409, "out_of_stock"]);
    expect(
      (await off.api("POST", "/orders/preview", { kind: "normal", lines: [line], enteredBy: "x" })).status,
    ).toBe(422);
    expect((await off.api("GET", "/orders")).body["items"]).toEqual([]);
  });

  it("is nobody's else: another merchant's order and products are unknown", async () => {
    const order = await shop.order([{ variationId: variations[3]?.id, quantity: 1 }]);
    const stranger = await house.openShop({ connect: false });
    expect((await stranger.api("POST", `/orders/${order["id"]}/preview`, {})).status).toBe(404);
    const status = { status: "cancelled" };
    expect((await stranger.api("POST", `/orders/${order["id"]}/status/preview`, status)).status).toBe(404);
    const line = { variationId: variations[0]?.id, quantity: 1 };
    expect((await stranger.api("POST", "/orders/preview", { kind: "normal", lines: [line] })).status).toBe(
      422,
    );
  });
});
