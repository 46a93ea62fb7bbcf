import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addConnection, addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { changeStatus, editOrder } from "./edit-order.ts";
import { placeOrder } from "./place-order.ts";
import { previewEdit, previewPlacing, previewStatus, type Preview } from "./preview-order.ts";
import { readOrder } from "./read-orders.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
/** Three kinds of stock: synced (two share one Smaregi product), edited directly, without a limit. */
let variations: string[];
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
  merchantId = (await createMerchant(ctx, { name: "確認の店" })).id;
  await addConnection(ctx, merchantId);
  const synced = { stockManaged: true, smaregiProductId: "8000001" };
  variations = [
    await addVariation(ctx, merchantId, synced),
    await addVariation(ctx, merchantId, synced),
    await addVariation(ctx, merchantId, { stockManaged: true, quantity: 60 }),
    await addVariation(ctx, merchantId, { stockManaged: false }),
  ];
  await database.pool.query(
    "update variations set quantity = 400, level = 400, synced_at = now() where smaregi_product_id is not null",
  );
});
afterAll(() => database.drop());

type Row = Record<string, unknown>;
const rows = async (statement: string, values: unknown[]): Promise<Row[]> =>
  (await database.pool.query<Row>(statement, values)).rows;
const quantities = async () =>
  new Map(
    (await rows("select id, quantity from variations where merchant_id = $1", [merchantId])).map(
      ({ id, quantity }) => [id as string, quantity as number | null],
    ),
  );
/** The calls that an order's link is still to make. */
const calls = async (orderId: string): Promise<string[]> => {
  const { link } = await readOrder(ctx, { merchantId, id: orderId });
  return link.next;
};

/** Confirms that Smaregi has booked what the order asks for. */
async function confirm(orderId: string): Promise<void> {
  const place =
    "contract_id = $2, store_id = '1', terminal_id = '2', registers = 1, settled_at = clock_timestamp()";
  await rows(
    `update transactions set state = 'standing', transaction_id = id::text, ${place} where order_id = $1 and state = 'planned'`,
    [orderId, `sb_${merchantId}`],
  );
  await rows("update transactions set state = 'gone' where order_id = $1 and sale_key <> $2", [
    orderId,
    (await rows("select wanted_key from orders where id = $1", [orderId]))[0]?.["wanted_key"],
  ]);
}

const tried = async <Answer>(work: Promise<Answer>): Promise<Answer | AppError> =>
  await work.catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });

/** Previews a change, makes it, and compares the two. Returns the order's ID; null: it was refused. */
async function seeAndDo(see: () => Promise<Preview>, make: () => Promise<string>): Promise<string | null> {
  const before = await quantities();
  const seen = await tried(see());
  expect(await quantities()).toEqual(before);
  const made = await tried(make());
  if (made instanceof AppError || seen instanceof AppError) {
    // The same refusal, word for word.
    expect(seen).toEqual(made);
    expect(await quantities()).toEqual(before);
    return null;
  }
  const { subtotal, total } = await readOrder(ctx, { merchantId, id: made });
  expect({ subtotal: seen.subtotal, total: seen.total }).toEqual({ subtotal, total });
  const expected = new Map(before);
  for (const { variationId, before: was, change, after } of seen.stock) {
    expect([was, (was ?? 0) + change]).toEqual([before.get(variationId) ?? null, after]);
    expected.set(variationId, after);
  }
  expect(await quantities()).toEqual(expected);
  // The preview lists all calls to come, including those that waited before; a change that does not concern Smaregi lists none.
  if (seen.calls.length > 0) expect(seen.calls.map(({ call }) => call)).toEqual(await calls(made));
  return made;
}

const lines = fc.array(
  fc.record({
    nth: fc.nat({ max: 3 }),
    quantity: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(500)),
  }),
  { minLength: 1, maxLength: 4 },
);
const asLines = (given: { nth: number; quantity: number }[]) =>
  given.map(({ nth, quantity }) => ({ variationId: variations[nth] ?? "", quantity }));
const money = fc.record({
  shippingFee: fc.constantFrom(null, 0, 500),
  discount: fc.constantFrom(0, 100, 10_000_000),
});

it("P1: of an order whose transaction is in a former contract it is seen that Smaregi is told nothing, and why", async () => {
  const order = { kind: "normal" as const, lines: asLines([{ nth: 0, quantity: 1 }]), money: noMoney };
  const { id } = await placeOrder(ctx, { merchantId, actor: "test", order });
  await confirm(id);
  const at = { merchantId, id };
  const edited = () => previewEdit(ctx, { ...at, lines: asLines([{ nth: 0, quantity: 2 }]) });
  expect((await edited()).notice).toBeNull();
  await rows("update connections set contract_id = 'sb_new' where merchant_id = $1", [merchantId]);
  for (const seen of [await edited(), await previewStatus(ctx, { ...at, status: "cancelled" })]) {
    expect(seen.calls).toEqual([]);
    expect(seen.notice?.ja).toContain(`以前の契約ID(sb_${merchantId})`);
    expect(seen.notice?.en).toContain(`the contract from before (sb_${merchantId})`);
  }
  await rows("update connections set contract_id = $2 where merchant_id = $1", [
    merchantId,
    `sb_${merchantId}`,
  ]);
  await changeStatus(ctx, { ...at, actor: "test", status: "cancelled" });
});

it("what is seen of an order, an edit or a cancellation beforehand is what it then does: quantities, total and calls, refusals included", async () => {
  const actor = "test";
  const scenario = async (
    first: { nth: number; quantity: number }[],
    amounts: object,
    second: { nth: number; quantity: number }[],
    others: object,
    isConfirmed: boolean,
  ) => {
    const order = { kind: "normal" as const, lines: asLines(first), money: { ...noMoney, ...amounts } };
    const id = await seeAndDo(
      () => previewPlacing(ctx, { merchantId, order }),
      async () => (await placeOrder(ctx, { merchantId, actor, order })).id,
    );
    if (id === null) return;
    const at = { merchantId, id };
    const edit = (input: object) =>
      seeAndDo(
        () => previewEdit(ctx, { ...at, ...input }),
        () => editOrder(ctx, { ...at, actor, ...input }).then(() => id),
      );
    const put = (status: "paid" | "cancelled") =>
      seeAndDo(
        () => previewStatus(ctx, { ...at, status }),
        () => changeStatus(ctx, { ...at, actor, status }).then(() => id),
      );
    if (isConfirmed) await confirm(id);
    await edit({ lines: asLines(second), money: others });
    if (isConfirmed) await confirm(id);
    await edit({ customer: { name: "山田" } });
    await put("paid");
    await put("cancelled");
    await put("cancelled");
    expect(await edit({ lines: asLines(first) })).toBeNull();
  };
  await fc.assert(fc.asyncProperty(lines, money, lines, money, fc.boolean(), scenario), {
    numRuns: 30,
    seed: 20_261_124,
  });
});
