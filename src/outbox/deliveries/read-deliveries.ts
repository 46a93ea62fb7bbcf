import type { Context } from "../../context.ts";
import { pageOfIds, readIdCursor } from "../../kit/pages.ts";
import { endpointOf } from "../receivers/endpoints.ts";
import { readDeliveries } from "./store.ts";

/** The deliveries of an endpoint, newest first, with each try. */
export async function listDeliveries(
  ctx: Context,
  input: { merchantId: string; endpointId: string; cursor?: string | undefined; limit: number },
) {
  const { merchantId, endpointId, limit } = input;
  await endpointOf(ctx, merchantId, endpointId);
  const before = readIdCursor(input.cursor);
  const rows = await readDeliveries(ctx.db, merchantId, { receiverId: endpointId, before, limit: limit + 1 });
  const page = pageOfIds(rows, limit);
  return { ...page, items: page.items.map(shownDelivery) };
}

/** One delivery as the API shows it. */
export const shownDelivery = (row: Awaited<ReturnType<typeof readDeliveries>>[number]) => ({
  id: row.id,
  eventId: `evt_${row.eventId}`,
  type: row.type,
  state: row.state,
  attempts: row.tries.length,
  tries: row.tries,
  nextAt: row.state === "waiting" ? row.nextAt : null,
  createdAt: row.createdAt,
  endedAt: row.endedAt,
});
