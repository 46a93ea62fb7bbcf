import type { Context } from "../context.ts";
import { groupBy } from "../kit/group-by.ts";
import { notFound } from "../kit/errors.ts";
import { isId } from "../kit/ids.ts";
import { pageOfIds, readIdCursor } from "../kit/pages.ts";
import { readConnectionRow } from "../connection/store.ts";
import { shownDelivery } from "../outbox/deliveries/read-deliveries.ts";
import { readDeliveries } from "../outbox/deliveries/store.ts";
import type { Cause } from "../facts/incidents.ts";
import { causeOf } from "./rules.ts";
import { countMet, readIncidents, readOpenFailures, type IncidentRow, type Met } from "./store.ts";

/** More than one incident can have: an opening and an end for each receiver. */
const mostNotices = 200;

/** Adds to each incident who was told of it. */
async function withNotices(ctx: Context, merchantId: string, rows: IncidentRow[]) {
  const things = rows.map(({ id }) => id);
  const limit = mostNotices * rows.length;
  const deliveries = await readDeliveries(ctx.db, merchantId, { things, before: null, limit });
  const byIncident = groupBy(deliveries, ({ thing }) => thing);
  return rows.map((row) => shown(row, byIncident.get(row.id) ?? []));
}

function shown(row: IncidentRow, deliveries: Awaited<ReturnType<typeof readDeliveries>>) {
  const { id, cause, state, since, openedAt, closedAt, orders, variations } = row;
  return {
    id,
    // Only this program writes causes, and none is opened without its time.
    cause: cause as Cause,
    state: state === "closed" ? ("closed" as const) : ("open" as const),
    since,
    openedAt: openedAt ?? since,
    closedAt,
    affected: { orders, variations },
    notices: deliveries
      .filter(({ purpose }) => purpose === "notice")
      .toReversed()
      .map((delivery) => ({
        channel: delivery.kind,
        to: delivery.targetShown,
        at: delivery.endedAt ?? delivery.createdAt,
        ...shownDelivery(delivery),
      })),
  };
}

/** Incidents that people were told of, newest first (B10, P9). */
export async function listIncidents(
  ctx: Context,
  input: {
    merchantId: string;
    state?: "open" | "closed" | undefined;
    cursor?: string | undefined;
    limit: number;
  },
) {
  const { merchantId, state, limit } = input;
  const before = readIdCursor(input.cursor);
  const rows = await readIncidents(ctx.db, merchantId, { state, before, limit: limit + 1 });
  const page = pageOfIds(rows, limit);
  return { ...page, items: await withNotices(ctx, merchantId, page.items) };
}

/** One incident. Throws 404 if it is not this merchant's. */
export async function readIncident(ctx: Context, { merchantId, id }: { merchantId: string; id: string }) {
  const rows = isId(id) ? await readIncidents(ctx.db, merchantId, { before: null, limit: 1, id }) : [];
  const [incident] = await withNotices(ctx, merchantId, rows);
  if (incident === undefined) throw notFound({ ja: "障害", en: "incident" });
  const connection = await readConnectionRow(ctx.db, merchantId);
  return {
    ...incident,
    mode: connection?.mode ?? ("standard" as const),
    /** What a press would send again. */
    open: await countMet(ctx.db, merchantId, await metOf(ctx, merchantId, incident.cause)),
  };
}

/** What the open entries of スマレジ連携ログ met that an incident of this cause consists of. */
export async function metOf(ctx: Context, merchantId: string, cause: string): Promise<Met[]> {
  return (await readOpenFailures(ctx.db, merchantId)).filter((each) => causeOf(each) === cause);
}
