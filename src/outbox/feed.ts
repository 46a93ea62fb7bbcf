import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { invalid } from "../kit/errors.ts";
import { numberEvents, readEvents } from "./store.ts";

/** An event as the outside sees it; `id` is the same in the feed and in a webhook. */
export const shownEvent = (event: { id: number; type: string; at: Date; data: object }) => ({
  id: `evt_${event.id}`,
  type: event.type,
  at: event.at,
  data: event.data,
});

/**
 * The events after `since`, oldest first, and where to go on. A reader that asks again with `nextSince` misses nothing and gets
 * nothing twice. Throws 422 if `since` is not one of ours.
 */
export async function readFeed(
  ctx: Context,
  { merchantId, since, limit }: { merchantId: string; since: string | undefined; limit: number },
) {
  if (since !== undefined && !/^\d{1,15}$/.test(since))
    throw invalid("since", {
      ja: "sinceには、前の応答のnextSinceをそのまま指定してください。",
      en: "`since` is the `nextSince` of an earlier answer.",
    });
  const after = Number(since ?? 0);
  await transact(ctx.db, (tx) => numberEvents(tx, merchantId));
  const events = await readEvents(ctx.db, merchantId, { since: after, limit });
  return { items: events.map(shownEvent), nextSince: String(events.at(-1)?.seq ?? after) };
}
