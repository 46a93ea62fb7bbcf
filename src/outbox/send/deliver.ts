import type { Context } from "../../context.ts";
import { noticeOf, type IncidentTold } from "../../facts/incidents.ts";
import { transact } from "../../kit/database.ts";
import { afterTry, enoughHeads, type Outcome } from "../deliveries/rules.ts";
import { hurryDeliveries, nextDelivery, noteTry, type DueDelivery } from "../deliveries/store.ts";
import { shownEvent } from "../feed.ts";
import { noteReceiver, type ReceiverRow } from "../receivers/store.ts";
import { readEvent, type OutboxEvent } from "../store.ts";
import { postEvent, sayTo } from "./say-to.ts";
import { readTold } from "./store.ts";

/**
 * Sends a receiver what is due, one after the other in the order of events. Where the oldest does not go through, the next
 * things are tried, a few: if one of them does, it was that event's own fault; if none does, the receiver is down, and the
 * oldest is what it is asked with. Killed between a try and its note, the event is sent once more, with the same ID.
 */
export async function deliver(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  mayGoOn: () => boolean,
): Promise<void> {
  let { failures, refusals } = receiver;
  const failed: string[] = [];
  while (mayGoOn() && failed.length < enoughHeads) {
    const now = ctx.clock();
    const isWell = failures === 0 || failed.length > 0;
    const due = await nextDelivery(ctx.db, merchantId, receiver.id, {
      now: isWell ? now : null,
      but: failed,
    });
    if (due === undefined || due.nextAt > now) return;
    const { outcome, ms } = await tryOnce(ctx, merchantId, receiver, due);
    const tries = due.attempts + 1;
    const waits = ctx.settings.outboxRetrySeconds;
    const after = afterTry(outcome, { tries, waits, receiver: { failures, refusals } });
    const wasIll = failures + refusals > 0;
    const isBack = outcome.kind === "ok" && failures > 0 && failed.length === 0;
    ({ failures, refusals } = after.receiver);
    const at = ctx.clock();
    const nextAt = new Date(at.getTime() + after.delivery.afterSeconds * 1_000);
    await transact(ctx.db, async (tx) => {
      const { status } = outcome;
      const error = outcome.kind === "ok" ? {} : { error: outcome.error };
      const attempt = { at: at.toISOString(), ms, ...(status === undefined ? {} : { status }), ...error };
      await noteTry(tx, merchantId, due.id, { state: after.delivery.state, nextAt, attempt });
      if (isBack) await hurryDeliveries(tx, merchantId, receiver.id, at);
      const { off } = after.receiver;
      const isOff = off === undefined ? {} : { state: "off" as const, offWhy: off };
      const pausedUntil = outcome.kind === "busy" ? nextAt : null;
      if (outcome.kind !== "ok" || wasIll)
        await noteReceiver(tx, merchantId, receiver.id, { failures, refusals, pausedUntil, ...isOff });
    });
    if (after.receiver.off !== undefined || outcome.kind === "busy") return;
    if (outcome.kind !== "ok") failed.push(due.thing);
  }
}

async function tryOnce(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  due: DueDelivery,
): Promise<{ outcome: Outcome; ms: number }> {
  const begun = performance.now();
  const event = await readEvent(ctx.db, merchantId, due.seq);
  const outcome: Outcome =
    event === undefined
      ? { kind: "refused", error: "the event is not kept any more" }
      : await send(ctx, merchantId, receiver, event);
  return { outcome, ms: Math.round(performance.now() - begun) };
}

async function send(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  event: OutboxEvent,
): Promise<Outcome> {
  if (receiver.kind === "webhook") return await postEvent(ctx, receiver, shownEvent(event));
  const told = await readTold(ctx.db, merchantId, event.thing);
  if (told === null) return { kind: "refused", error: "there is no such incident" };
  // Over before quiet hours were: the all-clear tells of both.
  const isMerged = receiver.quietFrom !== null && receiver.events.includes("incident.closed");
  if (event.type === "incident.opened" && told.state === "closed" && isMerged) return { kind: "ok" };
  // As it was when this happened; counts are those of now.
  const state = event.type === "incident.closed" ? "closed" : "open";
  const as: IncidentTold = { ...told, state, closedAt: state === "closed" ? told.closedAt : null };
  const { publicUrl } = ctx.settings;
  const link = publicUrl === undefined ? null : `${publicUrl}/console/incidents/${event.thing}`;
  return await sayTo(ctx, receiver, {
    notices: { ja: noticeOf(as, "ja"), en: noticeOf(as, "en") },
    link,
    thread: `incident-${event.thing}`,
    isFirst: state === "open",
  });
}
