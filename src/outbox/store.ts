import { sql } from "kysely";
import type { Db, Tx } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import { keptDays, type EventType } from "./rules.ts";

type NewEvent = { type: EventType; thing: string; data: object };

/** Adds events in the transaction of what happened; they are numbered and sent after its commit. `thing`: what they are about. */
export async function addToOutbox(tx: Db, merchantId: string, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx
    .insertInto("outbox")
    .values(events.map(({ type, thing, data }) => ({ merchantId, type, thing, data: JSON.stringify(data) })))
    .execute();
}

/** How many events one statement numbers. */
const numberedAtOnce = 5_000;

/**
 * Numbers the merchant's committed events without gaps. Events of one thing come from transactions that waited for each other, so
 * their IDs are in order.
 */
export async function numberEvents(tx: Tx, merchantId: string): Promise<number> {
  await sql`insert into outbox_heads (merchant_id) values (${merchantId}) on conflict do nothing`.execute(tx);
  const { lastSeq } = await tx
    .selectFrom("outboxHeads")
    .select("lastSeq")
    .where("merchantId", "=", merchantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ seq: number }>`
    with waiting as (
      select id, row_number() over (order by id) as nth from (
        select id from outbox where merchant_id = ${merchantId} and seq is null
        order by id limit ${numberedAtOnce}) oldest
    )
    update outbox o set seq = ${lastSeq}::bigint + w.nth from waiting w
    where o.merchant_id = ${merchantId} and o.seq is null and o.id = w.id
    returning o.seq`.execute(tx);
  if (rows.length === 0) return lastSeq;
  const last = lastSeq + rows.length;
  await tx.updateTable("outboxHeads").set({ lastSeq: last }).where("merchantId", "=", merchantId).execute();
  return rows.length < numberedAtOnce ? last : await numberEvents(tx, merchantId);
}

/** Numbered events after `since`, in order. */
export async function readEvents(
  db: Db,
  merchantId: string,
  page: { since: number; limit: number; types?: string[] },
) {
  return await db
    .selectFrom("outbox")
    .select(["id", "seq", "type", "thing", "data", "at"])
    .where("merchantId", "=", merchantId)
    .where("seq", ">", page.since)
    .$if(page.types !== undefined, (query) => query.where("type", "in", page.types ?? []))
    .orderBy("seq")
    .limit(page.limit)
    .execute();
}

/** One event by its number; undefined if it is older than what is kept. */
export async function readEvent(db: Db, merchantId: string, seq: number) {
  return await db
    .selectFrom("outbox")
    .select(["id", "seq", "type", "thing", "data", "at"])
    .where("merchantId", "=", merchantId)
    .where("seq", "=", seq)
    .executeTakeFirst();
}

export type OutboxEvent = NonNullable<Awaited<ReturnType<typeof readEvent>>>;

/** Deletes events that are older than what is kept, and their deliveries. */
export async function pruneOutbox(db: Db): Promise<void> {
  const old = sql`now() - ${keptDays} * interval '1 day'`;
  await sql`delete from deliveries where state <> 'waiting' and created_at < ${old}`.execute(db);
  await sql`delete from account_mails where ended_at < ${old}`.execute(db);
  await sql`delete from outbox where at < ${old}`.execute(db);
}

/**
 * Makes due what waits for longer, in seconds, than anything is ever put off: the clock was set back since. Otherwise a receiver that
 * is asked with its oldest delivery only would hear nothing until then.
 */
export async function hurryFarAhead(db: Db, longestSeconds: number): Promise<void> {
  const most = sql`${writeTime} + ${longestSeconds} * interval '1 second'`;
  await sql`update receivers set paused_until = null where paused_until > ${most}`.execute(db);
  await sql`update deliveries set next_at = ${writeTime} where state = 'waiting' and next_at > ${most}`.execute(
    db,
  );
  await sql`update account_mails set next_at = ${writeTime} where state = 'waiting' and next_at > ${most}`.execute(
    db,
  );
}
