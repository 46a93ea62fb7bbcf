import { sql, type RawBuilder } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { newId } from "../../kit/ids.ts";
import type { Try } from "../../kit/tables.ts";
import { tell } from "../../tell.ts";

type NewDelivery = {
  receiverId: string;
  seq: number;
  eventId: number;
  type: string;
  thing: string;
  nextAt: Date;
};

/** One delivery for each event that a receiver asks for; what is there already stays as it is. */
export async function insertDeliveries(tx: Db, merchantId: string, rows: NewDelivery[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("deliveries")
    .values(rows.map((row) => ({ ...row, merchantId, id: newId() })))
    .onConflict((conflict) => conflict.columns(["merchantId", "receiverId", "seq"]).doNothing())
    .execute();
  tell(tx, merchantId, "receivers");
}

/** Nothing earlier of the same thing still waits for the same receiver. */
const isHead = sql<boolean>`not exists (select from deliveries e where e.merchant_id = d.merchant_id
  and e.receiver_id = d.receiver_id and e.state = 'waiting' and e.thing = d.thing and e.seq < d.seq)`;

/** Whether what a delivery tells can't wait for the end of quiet hours. */
const isUrgentOf = (delivery: RawBuilder<unknown>) => sql<boolean>`exists (select from outbox o
  where o.merchant_id = ${delivery}.merchant_id and o.id = ${delivery}.event_id
    and o.data->>'urgent' = 'true')`;
const isUrgent = isUrgentOf(sql`d`);

/**
 * What a receiver (`r`) may be asked with: the first of each thing; while it is not well, the oldest of all that waits. Where it has
 * quiet hours, what can't wait comes before what these may hold back until the morning.
 */
const isNext = sql<boolean>`${isHead} and (r.failures = 0 or d.seq = coalesce(
  (select min(e.seq) from deliveries e
    where e.merchant_id = d.merchant_id and e.receiver_id = d.receiver_id and e.state = 'waiting'
      and r.quiet_from is not null and ${isUrgentOf(sql`e`)}),
  (select min(e.seq) from deliveries e
    where e.merchant_id = d.merchant_id and e.receiver_id = d.receiver_id and e.state = 'waiting')))`;

/** True for a receiver (`r`) that is on and has an event that is to be numbered, to get its delivery, or to be sent now. */
export const hasDueEvents = sql<boolean>`r.state = 'on' and r.deleted_at is null
  and (r.paused_until is null or r.paused_until <= clock_timestamp())
  and (exists (select from outbox o where o.merchant_id = r.merchant_id and o.seq is null)
    or r.fanned_seq < (select h.last_seq from outbox_heads h where h.merchant_id = r.merchant_id)
    or exists (select from deliveries d where d.merchant_id = r.merchant_id and d.receiver_id = r.id
      and d.state = 'waiting' and d.next_at <= clock_timestamp() and ${isNext}))`;

/**
 * The next to a receiver, in the order of events: the first of all whose thing has nothing earlier that still waits, but for
 * these things; of those that are due at `now`, where it is given. `urgentFirst`: what can't wait before all else.
 */
export async function nextDelivery(
  db: Db,
  merchantId: string,
  receiverId: string,
  { now, but, urgentFirst }: { now: Date | null; but: string[]; urgentFirst: boolean },
) {
  return await db
    .selectFrom("deliveries as d")
    .select(["d.id", "d.seq", "d.eventId", "d.type", "d.thing", "d.attempts", "d.nextAt"])
    .select(isUrgent.as("urgent"))
    .where("d.merchantId", "=", merchantId)
    .where("d.receiverId", "=", receiverId)
    .where("d.state", "=", "waiting")
    .$if(now !== null, (query) => query.where("d.nextAt", "<=", now as Date))
    .$if(but.length > 0, (query) => query.where("d.thing", "not in", but))
    .where(isHead)
    .$if(urgentFirst, (query) => query.orderBy(isUrgent, "desc"))
    .orderBy("d.seq")
    .limit(1)
    .executeTakeFirst();
}

/** Everything that a receiver may be sent now, in the order of events; not more than a message holds. */
export async function dueDeliveries(
  db: Db,
  merchantId: string,
  receiverId: string,
  now: Date,
): Promise<DueDelivery[]> {
  return await db
    .selectFrom("deliveries as d")
    .select(["d.id", "d.seq", "d.eventId", "d.type", "d.thing", "d.attempts", "d.nextAt"])
    .select(isUrgent.as("urgent"))
    .where("d.merchantId", "=", merchantId)
    .where("d.receiverId", "=", receiverId)
    .where("d.state", "=", "waiting")
    .where("d.nextAt", "<=", now)
    .orderBy("d.seq")
    .limit(50)
    .execute();
}

export type DueDelivery = NonNullable<Awaited<ReturnType<typeof nextDelivery>>>;

/** Writes down a try and what it came to. */
export async function noteTry(
  tx: Db,
  merchantId: string,
  id: string,
  noted: { state: "waiting" | "sent" | "failed"; nextAt: Date; attempt: Try },
): Promise<void> {
  const { state, nextAt, attempt } = noted;
  await tx
    .updateTable("deliveries")
    .set({
      state,
      nextAt,
      attempts: sql<number>`attempts + 1`,
      tries: sql<string>`tries || ${JSON.stringify([attempt])}::jsonb`,
      endedAt: state === "waiting" ? null : writeTime,
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .execute();
  tell(tx, merchantId, "receivers");
}

/** When the next delivery of a merchant may go to a receiver that is on; null: none waits. */
export async function nextDeliveryAt(db: Db, merchantId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("deliveries as d")
    .innerJoin("receivers as r", (join) =>
      join.onRef("r.merchantId", "=", "d.merchantId").onRef("r.id", "=", "d.receiverId"),
    )
    .select(sql<Date | null>`min(greatest(d.next_at, r.paused_until))`.as("at"))
    .where("d.merchantId", "=", merchantId)
    .where("d.state", "=", "waiting")
    .where(isNext)
    .where("r.state", "=", "on")
    .where("r.deletedAt", "is", null)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** What went, or is to go, to a receiver, or what was told of a thing; newest first. */
export async function readDeliveries(
  db: Db,
  merchantId: string,
  page: { receiverId?: string; things?: string[]; before: string | null; limit: number; id?: string },
) {
  return await db
    .selectFrom("deliveries as d")
    .innerJoin("receivers as r", (join) =>
      join.onRef("r.merchantId", "=", "d.merchantId").onRef("r.id", "=", "d.receiverId"),
    )
    .select(["d.id", "d.receiverId", "d.eventId", "d.type", "d.thing", "d.state", "d.nextAt", "d.attempts"])
    .select(["d.tries", "d.createdAt", "d.endedAt", "r.kind", "r.purpose", "r.targetShown"])
    .where("d.merchantId", "=", merchantId)
    .$if(page.receiverId !== undefined, (query) => query.where("d.receiverId", "=", page.receiverId ?? ""))
    .$if(page.things !== undefined, (query) =>
      query.where("d.thing", "=", sql<string>`any(${page.things}::uuid[])`),
    )
    .$if(page.id !== undefined, (query) => query.where("d.id", "=", page.id ?? ""))
    .$if(page.before !== null, (query) => query.where("d.id", "<", page.before))
    .orderBy("d.id", "desc")
    .limit(page.limit)
    .execute();
}

/** Sends one again, whatever came of it before. */
export async function reviveDelivery(tx: Db, merchantId: string, id: string, now: Date): Promise<void> {
  await tx
    .updateTable("deliveries")
    .set({ state: "waiting", nextAt: now, attempts: 0, endedAt: null })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "receivers");
}

/** All that still waits for a receiver is due now; in its quiet hours (until `quiet`) only what can't wait. */
export async function hurryDeliveries(
  tx: Db,
  merchantId: string,
  receiverId: string,
  { now, quiet }: { now: Date; quiet: Date | null },
): Promise<void> {
  await tx
    .updateTable("deliveries as d")
    .set({
      nextAt:
        quiet === null
          ? now
          : sql<Date>`case when ${isUrgent} then ${now}::timestamptz else ${quiet}::timestamptz end`,
    })
    .where("d.merchantId", "=", merchantId)
    .where("d.receiverId", "=", receiverId)
    .where("d.state", "=", "waiting")
    .execute();
  tell(tx, merchantId, "receivers");
}
