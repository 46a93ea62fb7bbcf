import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { sendOrdersAgain } from "../order-link/repair.ts";
import { turnOn } from "../outbox/receivers/turn-on.ts";
import { readReceivers } from "../outbox/receivers/store.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { wake } from "../tasks.ts";
import { metOf, readIncident } from "./read-incidents.ts";
import { readMet } from "./store.ts";

/**
 * まとめて送り直す (P9): sends everything again that an incident consists of, each thing once: orders as 送り直す does (B4), products by reading
 * them, receivers by sending what waits for them. Safe to press twice. Throws 404 if it is not this merchant's.
 */
export async function retryIncident(
  ctx: Context,
  input: { merchantId: string; actor: string; id: string },
): Promise<{ orders: number; products: number }> {
  const { merchantId, actor } = input;
  const { cause } = await readIncident(ctx, input);
  const met = await metOf(ctx, merchantId, cause);
  const { orderIds, products } = await readMet(ctx.db, merchantId, met);
  await transact(ctx.db, async (tx) => {
    if (products.length > 0) await askForStock(tx, merchantId, products, "askedAgain");
    if (cause !== "delivery_failed") return;
    for (const { id, state } of await readReceivers(tx, merchantId))
      if (state === "off") await turnOn(tx, ctx, merchantId, id);
    await wake(tx, "sendEvents", [merchantId]);
  });
  const { sent } = await sendOrdersAgain(ctx, { merchantId, actor, orderIds });
  return { orders: sent, products: products.length };
}
