import { randomBytes } from "node:crypto";
import { byOperator, type By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { notFound } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { seal } from "../../sealing/seal.ts";
import { numberEvents } from "../store.ts";
import { checkCount, checkUrl } from "./check-receiver.ts";
import { shownTarget } from "./rules.ts";
import { deleteReceivers, insertReceiver, readReceivers, type ReceiverRow } from "./store.ts";

const thing = { ja: "Webhookの送信先", en: "webhook endpoint" };

/** An endpoint as the API shows it. */
export const shownEndpoint = (row: ReceiverRow) => ({
  id: row.id,
  url: row.targetShown,
  events: row.events,
  state: row.state,
  ...(row.offWhy === null ? {} : { offWhy: row.offWhy }),
  createdAt: row.createdAt,
});

/** Adds an endpoint that gets all events from now on. This is the only time that its secret is shown. */
export async function addEndpoint(
  ctx: Context,
  input: { merchantId: string; url: string; events: string[]; by?: By },
) {
  const { merchantId, url, events, by = byOperator } = input;
  checkUrl(ctx, "webhook", url, "url");
  const id = newId();
  const row = { merchantId, id };
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  await transact(ctx.db, async (tx) => {
    // Locks the merchant's head, so that endpoints added at the same time are counted one after the other.
    await numberEvents(tx, merchantId);
    checkCount((await readReceivers(tx, merchantId, "endpoint")).length + 1, "url");
    await insertReceiver(tx, {
      ...row,
      purpose: "endpoint",
      kind: "webhook",
      targetSealed: await seal(tx, ctx, { ...row, column: "receivers.target_sealed" }, url),
      targetShown: shownTarget("webhook", url),
      secretSealed: await seal(tx, ctx, { ...row, column: "receivers.secret_sealed" }, secret),
      events,
    });
    const subject = shownTarget("webhook", url);
    await addAudit(tx, merchantId, { event: "endpointAdded", by, subject, after: { events } });
  });
  return { ...shownEndpoint(await endpointOf(ctx, merchantId, id)), secret };
}

/** The merchant's endpoints, oldest first. */
export async function listEndpoints(ctx: Context, merchantId: string) {
  return (await readReceivers(ctx.db, merchantId, "endpoint")).map(shownEndpoint);
}

/** One endpoint. Throws 404 if it is not this merchant's. */
export async function endpointOf(ctx: Context, merchantId: string, id: string): Promise<ReceiverRow> {
  const row = (await readReceivers(ctx.db, merchantId, "endpoint")).find((each) => each.id === id);
  if (row === undefined) throw notFound(thing);
  return row;
}

/** Deletes an endpoint: nothing more is sent to it. */
export async function removeEndpoint(
  ctx: Context,
  { merchantId, id, by = byOperator }: { merchantId: string; id: string; by?: By },
): Promise<void> {
  const { targetShown: subject } = await endpointOf(ctx, merchantId, id);
  await transact(ctx.db, async (tx) => {
    await deleteReceivers(tx, merchantId, [id]);
    await addAudit(tx, merchantId, { event: "endpointRemoved", by, subject });
  });
}
