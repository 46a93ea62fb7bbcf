import type { Context } from "../../context.ts";
import { noticeOf, type IncidentTold } from "../../facts/incidents.ts";
import { digestOf } from "../../facts/notices.ts";
import type { Outcome } from "../deliveries/rules.ts";
import type { ReceiverRow } from "../receivers/store.ts";
import type { OutboxEvent } from "../store.ts";
import { sayTo } from "./say-to.ts";
import { readTold, wasToldSince } from "./store.ts";

/** In ms: someone who was told so recently needs no reminder, because quiet hours held the opening back. */
const lately = 3 * 3_600_000;
const halfAnHour = 1_800_000;

/** Tells people about an incident: as it was when this happened, with the present counts. */
export async function tellIncident(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  event: OutboxEvent,
): Promise<Outcome> {
  const { type, thing, data, at } = event;
  const told = await readTold(ctx.db, merchantId, thing);
  if (told === null) return { kind: "expired", error: "there is no such incident" };
  // It was over before the quiet hours ended: the all-clear reports both.
  const isMerged = receiver.quietFrom !== null && receiver.events.includes("incident.closed");
  if (type === "incident.opened" && told.state === "closed" && isMerged) return { kind: "ok" };
  if (
    type === "incident.updated" &&
    (told.state === "closed" || (await wasLately(ctx, merchantId, receiver, thing)))
  )
    return { kind: "ok" };
  const state = type === "incident.closed" ? "closed" : "open";
  // Told at once, the message is about the fault; told later, after quiet hours or as a reminder, about what is left of it.
  const isLater = type === "incident.updated" || ctx.clock().getTime() - at.getTime() > halfAnHour;
  const as: IncidentTold = {
    ...told,
    state,
    closedAt: state === "closed" ? told.closedAt : null,
    isBack: told.isBack && isLater,
    isAgain: type === "incident.updated",
    orderNumbers: numbersOf(data),
  };
  return await sayTo(ctx, receiver, {
    notices: { ja: noticeOf(as, "ja"), en: noticeOf(as, "en") },
    link: linkOf(ctx, `/${thing}`),
    thread: `incident-${thing}`,
    replyId: type === "incident.opened" ? null : `incident-${thing}-${event.id}`,
  });
}

/** Tells people about several incidents in one message, each as it is now. */
export async function tellTogether(
  ctx: Context,
  merchantId: string,
  receiver: ReceiverRow,
  things: string[],
): Promise<Outcome> {
  const all: IncidentTold[] = [];
  for (const thing of new Set(things)) {
    const told = await readTold(ctx.db, merchantId, thing);
    if (told !== null) all.push({ ...told, isAgain: false, orderNumbers: [] });
  }
  return await sayTo(ctx, receiver, {
    notices: { ja: digestOf(all, "ja"), en: digestOf(all, "en") },
    link: linkOf(ctx, ""),
    thread: `incidents-${things[0] ?? ""}-${ctx.clock().getTime()}`,
    replyId: null,
  });
}

async function wasLately(ctx: Context, merchantId: string, receiver: ReceiverRow, thing: string) {
  if (receiver.quietFrom === null) return false;
  const since = new Date(ctx.clock().getTime() - lately);
  return await wasToldSince(ctx.db, merchantId, { receiverId: receiver.id, thing, since });
}

const numbersOf = (data: object): string[] =>
  "orderNumbers" in data && Array.isArray(data.orderNumbers) ? data.orderNumbers.map(String) : [];

function linkOf({ settings: { publicUrl } }: Context, path: string): string | null {
  return publicUrl === undefined ? null : `${publicUrl}/console/incidents${path}`;
}
