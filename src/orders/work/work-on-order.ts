import type { Context } from "../../context.ts";
import { transact, type Tx } from "../../kit/database.ts";
import { AppError, notFound } from "../../kit/errors.ts";
import { jst } from "../../smaregi/jst.ts";
import { refuseCancelled } from "../plan-order.ts";
import { writeSearch } from "../search/store.ts";
import { addLog, lockOrder, updateOrder } from "../store.ts";
import { planWork, type WorkField, type WorkPart } from "./rules.ts";

type At = { merchantId: string; actor: string; id: string };

/**
 * Changes an order's working data (W1): the two axes, memo, parcel and desired delivery. Smaregi is not concerned, so it may change
 * while the order is being sent. Throws 409 if someone else changed a field since it was seen (`seen`); the same change again does
 * nothing.
 */
export async function workOnOrder(
  ctx: Pick<Context, "db" | "clock">,
  input: At & { change: WorkPart; seen?: WorkPart | undefined },
): Promise<void> {
  await transact(ctx.db, (tx) => workOnOrderIn(tx, { ...input, today: jst(ctx.clock()).slice(0, 10) }));
}

/** The same in the caller's transaction. Returns true if anything changed. */
export async function workOnOrderIn(
  tx: Tx,
  input: At & { change: WorkPart; seen?: WorkPart | undefined; today: string },
): Promise<boolean> {
  const { merchantId, actor, id, change, seen = {}, today } = input;
  const order = await lockOrder(tx, merchantId, id);
  if (order === null) throw notFound({ ja: "受注", en: "order" });
  const plan = planWork(order, { change, seen, today });
  switch (plan.kind) {
    case "same":
      return false;
    case "differs":
      throw differs(plan.fields);
    case "cancelled":
      refuseCancelled(order);
      return false;
    case "changed": {
      const { work, status, changes } = plan;
      await updateOrder(tx, merchantId, id, { ...work, status });
      if (changes.some(({ field }) => field === "memo" || field === "trackingNumber"))
        await writeSearch(tx, merchantId, id);
      const fact = { kind: "workChanged", data: { changes } } as const;
      await addLog(tx, { merchantId, orderId: id, event: "workChanged", fact, actor });
      return true;
    }
  }
}

function differs(fields: WorkField[]): AppError {
  const message = {
    ja: "ほかの人が先に変更しました。表示を確かめて、もう一度入力してください。",
    en: "Somebody else has changed it meanwhile. Look at it and enter it again.",
  };
  return new AppError(
    "order_changed",
    message,
    fields.map((path) => ({ path, message })),
  );
}
