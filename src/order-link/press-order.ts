import { transact } from "../kit/database.ts";
import type { Context } from "../context.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { isId } from "../kit/ids.ts";
import { addLog } from "../orders/store.ts";
import { wake } from "../tasks.ts";
import { dispose } from "../transactions/press.ts";
import { lockLink, readLinks } from "../transactions/store.ts";
import { linkPlace } from "../place/store.ts";
import { applyCourse, lockMoved } from "./apply-course.ts";
import { handleIn } from "./repair.ts";

type Press = { merchantId: string; actor: string; id: string };

const nothing = {
  ja: "取消を断られた取引は、この受注にはありません。",
  en: "No transaction of this order was refused its cancellation.",
};

/**
 * 打消する: takes back a sale whose cancellation Smaregi refused, by a minus transaction of today. Then what the order wants is
 * registered. Throws 404 if the merchant has no such order, 409 if no cancellation of it was refused.
 */
export async function disposeOrder(ctx: Context, { merchantId, actor, id }: Press): Promise<void> {
  await mustExist(ctx, { merchantId, id });
  await transact(ctx.db, async (tx) => {
    const order = await lockLink(tx, merchantId, id);
    const rows = await lockMoved(tx, merchantId, order);
    const place = await linkPlace(tx, merchantId);
    const course = dispose(order.link, { now: place.now });
    if (course === null) throw new AppError("nothing_asked", nothing);
    await applyCourse(tx, { merchantId, place, actor }, order, course, rows);
    const event = "sendingAgain";
    const fact = { kind: "disposing", data: {} } as const;
    await addLog(tx, { merchantId, orderId: id, actor, event, fact });
    await wake(tx, "sendOrders", [merchantId]);
  });
}

/** 対応済みにする (B4) for an order: the same as for its entry in the log. */
export async function handleOrder(ctx: Context, { merchantId, actor, id }: Press): Promise<void> {
  await mustExist(ctx, { merchantId, id });
  await transact(ctx.db, (tx) => handleIn(ctx, tx, { merchantId, actor, orderId: id }));
}

async function mustExist(ctx: Context, { merchantId, id }: Pick<Press, "merchantId" | "id">): Promise<void> {
  const isThere = isId(id) && (await readLinks(ctx.db, merchantId, [id])).has(id);
  if (!isThere) throw notFound({ ja: "受注", en: "order" });
}
