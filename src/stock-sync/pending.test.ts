import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { placeOrder } from "../orders/place-order.ts";
import { addOperations, dropOperations, forgetStock } from "../waiting/store.ts";
import { pendingOf } from "./rules.ts";
import { readPendingSteps } from "./store.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
});
afterAll(() => database.drop());

it.each([
  ["dropped, since the edit came first", dropOperations],
  ["given up, since it is not there", forgetStock],
])("B1: a registration that is %s takes the return of its pieces with it", async (_, end) => {
  const merchantId = (await createMerchant(ctx, { name: "待つ店" })).id;
  const variationId = await addVariation(ctx, merchantId, { stockManaged: false });
  const order = { kind: "normal" as const, lines: [{ variationId, quantity: 4 }], money: noMoney };
  const orderId = await placeOrder(ctx, { merchantId, actor: "test", order });
  // Four pieces were asked for, then three: the first registration, its cancellation, and the one in its place.
  const [first, second, third] = [newId(), newId(), newId()];
  const sale = { orderNumber: "1", lines: [], money: noMoney };
  const moves = (change: number) => new Map([["8000001", change]]);
  await addOperations(database.db, merchantId, orderId, [
    { id: first, seq: 1, kind: "register", sale, cancelsId: null, stock: moves(-4) },
    { id: second, seq: 2, kind: "cancel", sale: null, cancelsId: first, stock: moves(4) },
    { id: third, seq: 3, kind: "register", sale, cancelsId: null, stock: moves(-3) },
  ]);
  const pending = async () =>
    pendingOf(
      await readPendingSteps(database.db as never, merchantId, [
        { smaregiProductId: "8000001", beganAt: new Date() },
      ]),
    );
  expect(await pending()).toBe(-4);
  await end(database.db, merchantId, [first]);
  expect(await pending()).toBe(-3);
});
