import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { notFound } from "../../kit/errors.ts";
import { addLog, hasComment, lockOrder } from "../store.ts";

/** Adds a comment to the order's log (W1). `key` is chosen by the sender; the same key again adds nothing. */
export async function commentOnOrder(
  ctx: Pick<Context, "db">,
  input: { merchantId: string; actor: string; id: string; text: string; key: string },
): Promise<void> {
  const { merchantId, actor, id, text, key } = input;
  await transact(ctx.db, async (tx) => {
    if ((await lockOrder(tx, merchantId, id)) === null) throw notFound({ ja: "受注", en: "order" });
    if (await hasComment(tx, merchantId, id, key)) return;
    const fact = { kind: "commented", data: { text, key } } as const;
    await addLog(tx, { merchantId, orderId: id, event: "commented", fact, actor });
  });
}
