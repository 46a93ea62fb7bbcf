import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { afterTry, enoughHeads, isDigest, type Outcome } from "../deliveries/rules.ts";
import {
  dueDeliveries,
  hurryDeliveries,
  nextDelivery,
  noteTry,
  type DueDelivery,
} from "../deliveries/store.ts";
import { shownEvent } from "../feed.ts";
import { endOfQuiet } from "../receivers/rules.ts";
import { liveReceiver, noteReceiver, type ReceiverRow } from "../receivers/store.ts";
import { readEvent } from "../store.ts";
import { postEvent } from "./say-to.ts";
import { tellIncident, tellTogether } from "./tell-incident.ts";

/**
 * Sends a receiver what is due, one after the other in the order of events. If the oldest fails, a few of the next things are tried:
 * if one of them succeeds, only that first event had a problem; if none does, the receiver is down and is asked with the oldest only.
 * People get many things in one message. If the process dies between a try and its note, the event is sent again with the same ID.
 * Each try uses the receiver as it is at that time. If a person changed it or turned it on during a try, a failure of that try says
 * nothing about it; only a success counts.
 */
export async function deliver(
  ctx: Context,
  merchantId: string,
  { id }: Pick<ReceiverRow, "id">,
  mayGoOn: () => boolean,
): Promise<void> {
  const failed: string[] = [];
  while (mayGoOn() && failed.length < enoughHeads) {
    const receiver = await liveReceiver(ctx.db, merchantId, id);
    if (receiver === undefined) return;
    const { failures, refusals } = receiver;
    const now = ctx.clock();
    const isWell = failures === 0 || failed.length > 0;
    const due = await nextDelivery(ctx.db, merchantId, id, {
      now: isWell ? now : null,
      but: failed,
      // Without this it would be asked with what quiet hours hold back, and so only in the morning.
      urgentFirst: !isWell && receiver.quietFrom !== null,
    });
    if (due === undefined || due.nextAt > now) return;
    const along = failed.length > 0 ? [] : await alongWith(ctx, merchantId, receiver, { due, now });
    const { outcome, ms } = await tryOnce(ctx, merchantId, receiver, [due, ...along]);
    const tries = due.attempts + 1;
    const waits = ctx.settings.outboxRetrySeconds;
    const after = afterTry(outcome, { tries, waits, receiver: { failures, refusals } });
    const wasIll = failures + refusals > 0;
    const isBack = outcome.kind === "ok" && failures > 0 && failed.length === 0;
    const at = ctx.clock();
    // A retry that falls into quiet hours comes at their end, unless it is urgent.
    const notInQuiet = (time: Date) => (due.urgent ? null : endOfQuiet(time, receiver)) ?? time;
    const again = new Date(at.getTime() + after.delivery.afterSeconds * 1_000);
    const nextAt = notInQuiet(again);
    const stays = await transact(ctx.db, async (tx) => {
      const { status } = outcome;
      const error = outcome.kind === "ok" ? {} : { error: outcome.error };
      const attempt = { at: at.toISOString(), ms, ...(status === undefined ? {} : { status }), ...error };
      const isSame = isAsTried(receiver, await liveReceiver(tx, merchantId, id, true));
      const isAtOnce = !isSame && outcome.kind !== "ok" && outcome.kind !== "expired";
      const then = isAtOnce
        ? { state: "waiting" as const, nextAt: notInQuiet(at) }
        : { state: after.delivery.state, nextAt };
      await noteTry(tx, merchantId, due.id, { ...then, attempt });
      // If it failed, the others wait as before and come along the next time.
      if (outcome.kind === "ok")
        for (const each of along) await noteTry(tx, merchantId, each.id, { state: "sent", nextAt, attempt });
      if (!isSame) return false;
      if (isBack) await hurryDeliveries(tx, merchantId, id, { now: at, quiet: endOfQuiet(at, receiver) });
      const { off, ...counts } = after.receiver;
      const toOff = off === undefined ? {} : { state: "off" as const, offWhy: off };
      const pausedUntil = outcome.kind === "busy" ? again : null;
      if (outcome.kind !== "ok" || wasIll)
        await noteReceiver(tx, merchantId, id, { ...counts, pausedUntil, ...toOff });
      return true;
    });
    if (!stays) continue;
    if (after.receiver.off !== undefined || outcome.kind === "busy") return;
    if (outcome.kind !== "ok" && outcome.kind !== "expired")
      failed.push(...[due, ...along].map(({ thing }) => thing));
  }
}

/** True if no one has changed the receiver's secret, turned it on or deleted it since the try. */
function isAsTried(tried: ReceiverRow, now: ReceiverRow | undefined): boolean {
  const secretOf = (row: ReceiverRow) => row.secretSealed?.toString("base64");
  return (
    now !== undefined &&
    secretOf(now) === secretOf(tried) &&
    now.failures === tried.failures &&
    now.refusals === tried.refusals
  );
}

async function tryOnce(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  [due, ...along]: [DueDelivery, ...DueDelivery[]],
): Promise<{ outcome: Outcome; ms: number }> {
  const begun = performance.now();
  const outcome = await send();
  return { outcome, ms: Math.round(performance.now() - begun) };

  async function send(): Promise<Outcome> {
    if (along.length > 0)
      return await tellTogether(
        ctx,
        merchantId,
        receiver,
        [due, ...along].map(({ thing }) => thing),
      );
    const event = await readEvent(ctx.db, merchantId, due.seq);
    if (event === undefined) return { kind: "expired", error: "the event is not kept any more" };
    if (receiver.kind === "webhook") return await postEvent(ctx, receiver, shownEvent(event));
    return await tellIncident(ctx, merchantId, receiver, event);
  }
}

/** What goes to people in the same message if there is much to tell; none if each has its own message. */
async function alongWith(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  { due, now }: { due: DueDelivery; now: Date },
): Promise<DueDelivery[]> {
  if (receiver.kind === "webhook") return [];
  const all = await dueDeliveries(ctx.db, merchantId, receiver.id, now);
  const things = new Set(all.map(({ thing }) => thing));
  if (!isDigest(things.size, receiver.quietFrom !== null)) return [];
  return all.filter(({ id }) => id !== due.id);
}
