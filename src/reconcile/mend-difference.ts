import { transact } from "../kit/database.ts";
import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { isId } from "../kit/ids.ts";
import { registerOrderAnew, sendOrdersAgain } from "../order-link/repair.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { mends, type Cause } from "./causes/rules.ts";
import { readDifference } from "./store.ts";

type At = { merchantId: string; actor: string; reconciliationId: string; id: string };

/**
 * Repairs a difference with one press, by its cause (P7): reads the product, sends the order, or registers it again. A second press
 * is safe: what is correct by then stays. Throws a 404 if there is no such difference, or if only a person can repair it.
 */
export async function mendDifference(ctx: Context, at: At): Promise<void> {
  const { merchantId, actor, reconciliationId } = at;
  const found = isId(reconciliationId)
    ? await readDifference(ctx.db, merchantId, reconciliationId, Number(at.id))
    : null;
  const mend = found === null ? null : mends[found.cause as Cause];
  if (found === null || mend === null) throw notFound({ ja: "直せる差異", en: "difference to mend" });
  const { orderId, rowId, smaregiProductId } = found;
  if (mend === "read" && smaregiProductId !== null)
    await transact(ctx.db, (tx) => askForStock(tx, merchantId, [smaregiProductId], "askedAgain"));
  if (mend === "send" && orderId !== null)
    await sendOrdersAgain(ctx, { merchantId, actor, orderIds: [orderId] });
  if (mend === "registerAnew" && orderId !== null && rowId !== null)
    await registerOrderAnew(ctx, { merchantId, actor, orderId, rowId });
}
