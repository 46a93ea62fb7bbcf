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

/** Adds one delivery for each event that a receiver asks for; existing ones stay as they are. */
export async function insertDeliveries(tx: Db, merchantId: string, rows: NewDelivery[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("deliveries")
    .values(rows.map((row) => ({ ...row, merchantId, id: newId() })))
    .onConflict((conflict) => conflict.columns(["merchantId", "receiverId", "seq"]).doNothing())
    .execute();
  tell(tx, merchantId, "receivers");
}

/** True if nothing earlier about the same thing still waits for the same receiver. */
const isHead = sql<boolean>`not exists (select from deliveries e where e.merchant_id = d.merchant_id
  and e.receiver_id = d.receiver_id and e.state = 'waiting' and e.thing = d.thing and e.seq < d.seq)`;

/** True if a delivery cannot wait for the end of quiet hours. */
const isUrgentOf = (delivery: RawBuilder<unknown>) => sql<boolean>`exists (select from outbox o
  where o.merchant_id = ${delivery}.merchant_id and o.id = ${delivery}.event_id
    and o.data->>'urgent' = 'true')`;
const isUrgent = isUrgentOf(sql`d`);

/**
 * True for what a receiver (`r`) may be sent: the first of each thing; while it is not well, only the oldest of all that waits. With
 * quiet hours, urgent deliveries come before what those may hold back until the morning.
 */
const isNext = sql<boolean>`${isHead} and (r.failures = 0 or d.seq = coalesce(
  (select min(e.seq) from deliveries e
    where e.merchant_id = d.merchant_id and e.receiver_id = d.receiver_id and e.state = 'waiting'
      and r.quiet_from is not null and ${isUrgentOf(sql`e`)}),
  (select min(e.seq) from deliveries e
    where e.merchant_id = d.merchant_id and e.receiver_id = d.receiver_id and e.state = 'waiting')))`;

/** True for a receiver (`r`) that is on and has an event that needs a number, a delivery, or sending now. */
export const hasDueEvents = sql<boolean>`r.state = 'on' and r.deleted_at is null
  and (r.paused_until is null or r.paused_until <= clock_timestamp())
  and (exists (select from outbox o where o.merchant_id = r.merchant_id and o.seq is null)
    or r.fanned_seq < (select h.last_seq from outbox_heads h where h.merchant_id = r.merchant_id)
    or exists (select from deliveries d where d.merchant_id = r.merchant_id and d.receiver_id = r.id
      and d.state = 'waiting' and d.next_at <= clock_timestamp() and ${isNext}))`;

/**
 * The next delivery to a receiver, in the order of events: the first whose thing has nothing earlier that waits, except these things;
 * if `now` is given, of those that are due. `urgentFirst`: urgent ones come before all others.
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

/** Everything that a receiver may be sent now, in the order of events; at most what one message holds. */
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

/** Stores a try and its consequence. */
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

/** When the merchant's next delivery may go to a receiver that is on; null if none waits. */
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

/** The deliveries to a receiver, or those about a thing; newest first. */
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

/** Makes a delivery due again, whatever happened to it. */
export async function reviveDelivery(tx: Db, merchantId: string, id: string, now: Date): Promise<void> {
  await tx
    .updateTable("deliveries")
    .set({ state: "waiting", nextAt: now, attempts: 0, endedAt: null })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "receivers");
}

/** Makes everything due now that waits for a receiver; in its quiet hours (until `quiet`) only what is urgent. */
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
