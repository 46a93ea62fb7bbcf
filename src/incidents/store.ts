import { sql, type RawBuilder } from "kysely";
import type { Cause } from "../facts/incidents.ts";
import type { Db } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { askedAbout } from "../stock-sync/zero-guard/store.ts";
import { tell } from "../tell.ts";
import { sameWithinMs, type Incident, type OpenFailures, type Step } from "./rules.ts";

/** The kind of failure that an entry (`l`) met. */
const kindOf = sql<string>`coalesce(l.fact#>>'{data,facts,0,kind}', l.fact#>>'{data,reasons,0,kind}', l.fact->>'kind')`;

/** The open entries of スマレジ連携ログ, grouped by likeness. */
export async function readOpenFailures(db: Db, merchantId: string): Promise<OpenFailures[]> {
  const { rows } = await sql<OpenFailures>`
    select l.call, ${kindOf} as kind, l.status,
      min(coalesce(l.tried_at, l.at)) as since, count(distinct l.order_id) as orders, count(distinct l.variation_id) as variations
    from integration_log l where l.merchant_id = ${merchantId} and l.state = 'open'
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** 差異チェック runs every night; one that did not finish for two nights is late. */
const isLate = (at: RawBuilder<unknown>) => sql<boolean>`${at} < now() - interval '50 hours'`;

/** Merchants with a live link that no check has covered to its end for two nights, and that was not set up within that time. */
export const lateToCheck = sql`
  select c.merchant_id from connections c join merchants m on m.id = c.merchant_id
  where c.enabled and m.standing <> 'ended' and (
    c.merchant_id in (select merchant_id from reconciliations
      where state = 'done' group by merchant_id having ${isLate(sql`max(ended_at)`)})
    or ${isLate(sql`c.updated_at`)}
      and c.merchant_id not in (select merchant_id from reconciliations where state = 'done'))`;

/**
 * What the merchant's own rows say. Each table is asked by itself, because a distributed database does not join them with others.
 * Findings from before the connection moved (`movedAt`) say nothing about its place now.
 */
async function readOwn(db: Db, merchantId: string, movedAt: Date | null) {
  const found = sql`check_finds
    where merchant_id = ${merchantId} and at > greatest(now() - interval '1 day', ${movedAt}::timestamptz)`;
  const { rows } = await sql<{
    restless: number;
    heldSince: Date | null;
    held: number;
    hasOff: boolean;
    finds: number;
    foundSince: Date | null;
    isCheckOld: boolean | null;
  }>`
    select
      (select count(*) from orders where merchant_id = ${merchantId} and restless) as restless,
      (select min(h.held_at) from ${askedAbout(merchantId)}) as held_since,
      (select count(*) from ${askedAbout(merchantId)}) as held,
      exists (select from receivers
        where merchant_id = ${merchantId} and state = 'off' and deleted_at is null) as has_off,
      (select count(*) from ${found}) as finds,
      (select min(at) from ${found}) as found_since,
      (select ${isLate(sql`max(ended_at)`)} from reconciliations
        where merchant_id = ${merchantId} and state = 'done') as is_check_old`.execute(db);
  return rows[0];
}

/**
 * What else is wrong: a pause for Smaregi, held quantities, a link that stopped by itself, receivers that are off, no word from
 * Smaregi.
 */
export async function readStanding(db: Db, merchantId: string) {
  const { rows } = await sql<{
    pausedSince: Date | null;
    stoppedAt: Date | null;
    isOn: boolean | null;
    notifiedAt: Date | null;
    isSavedLongAgo: boolean | null;
    movedAt: Date | null;
  }>`
    select p.since as paused_since,
      case when c.stopped_why is not null and not c.enabled then c.stopped_at end as stopped_at,
      c.enabled and m.standing <> 'ended' as is_on, n.at as notified_at,
      ${isLate(sql`c.updated_at`)} as is_saved_long_ago, c.moved_at
    from merchants m left join connections c on c.merchant_id = m.id
    left join smaregi_pauses p on p.contract_id = c.contract_id
    left join lateral (select max(received_at) as at from notifications where contract_id = c.contract_id) n on true
    where m.id = ${merchantId}`.execute(db);
  const [row] = rows;
  const own = await readOwn(db, merchantId, row?.movedAt ?? null);
  if (row === undefined || own === undefined) return undefined;
  const isCheckLate = row.isOn === true && (own.isCheckOld ?? row.isSavedLongAgo ?? false);
  return { ...row, ...own, isCheckLate };
}

const columns = [
  "id",
  "cause",
  "scope",
  "state",
  "since",
  "openedAt",
  "wellSince",
  "closedAt",
  "orders",
  "variations",
  "told",
  "remindFrom",
  "reminded",
] as const;

/** The live incidents, and for each cause the last closed one, if it was closed so recently that a new one would be the same. */
export async function readKnown(db: Db, merchantId: string): Promise<Incident[]> {
  const rows = await db
    .selectFrom("incidents")
    .select(columns)
    .distinctOn(["cause", "scope"])
    .where("merchantId", "=", merchantId)
    .where((where) =>
      where.or([
        where("state", "!=", "closed"),
        where("closedAt", ">", sql<Date>`clock_timestamp() - ${sameWithinMs} * interval '1 millisecond'`),
      ]),
    )
    .orderBy("cause")
    .orderBy("scope")
    .orderBy(sql`state = 'closed'`)
    .orderBy("closedAt", "desc")
    .execute();
  return rows.map((row) => ({ ...row, cause: row.cause as Cause }));
}

/** Writes a step of an incident; returns its ID. */
export async function writeStep(
  tx: Db,
  merchantId: string,
  step: Step,
  { now, lookAt }: { now: Date; lookAt: Date | null },
): Promise<string> {
  const id = step.id ?? newId();
  tell(tx, merchantId, "incidents");
  if (step.kind === "begin") {
    const { trouble, since, orders, variations, isOpen } = step;
    const state = isOpen ? ("open" as const) : ("brewing" as const);
    const opened = isOpen ? { openedAt: now, told: true, remindFrom: now } : {};
    await tx
      .insertInto("incidents")
      .values({ merchantId, id, ...trouble, state, since, orders, variations, lookAt, ...opened })
      .execute();
    return id;
  }
  if (step.kind === "forget") {
    await tx.deleteFrom("incidents").where("merchantId", "=", merchantId).where("id", "=", id).execute();
    return id;
  }
  const values = {
    open: { state: "open" as const, openedAt: now, told: true, remindFrom: now },
    reopen: {
      state: "open" as const,
      closedAt: null,
      wellSince: null,
      told: false,
      remindFrom: now,
      reminded: 0,
    },
    // If people are told now, they are told of its end, too, whatever was before.
    remind: { wellSince: null, told: true, ...("reminded" in step ? { reminded: step.reminded } : {}) },
    goOn: { wellSince: null },
    well: { wellSince: now },
    close: { state: "closed" as const, closedAt: now, wellSince: null },
  }[step.kind];
  const counts = "orders" in step ? { orders: step.orders, variations: step.variations } : {};
  await tx
    .updateTable("incidents")
    .set({ ...values, ...counts, lookAt })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  return id;
}

/** Schedules the next look at a live incident to which nothing happened. */
export async function putLook(tx: Db, merchantId: string, id: string, lookAt: Date | null): Promise<void> {
  await tx
    .updateTable("incidents")
    .set({ lookAt })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}

/** Incidents that people were told of, newest first. */
export async function readIncidents(
  db: Db,
  merchantId: string,
  page: {
    state?: "open" | "closed" | undefined;
    before: string | null;
    limit: number;
    id?: string;
  },
) {
  return await db
    .selectFrom("incidents")
    .select(columns)
    .where("merchantId", "=", merchantId)
    .where("openedAt", "is not", null)
    .$if(page.state !== undefined, (query) => query.where("state", "=", page.state as "open"))
    .$if(page.id !== undefined, (query) => query.where("id", "=", page.id ?? ""))
    .$if(page.before !== null, (query) => query.where("id", "<", page.before))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

export type IncidentRow = Awaited<ReturnType<typeof readIncidents>>[number];

/** What the calls of one cause met: the groups of `readOpenFailures`. */
export type Met = Pick<OpenFailures, "call" | "kind" | "status">;

/** True for an open entry (`l`) of the merchant that met one of these. */
const metOneOf = (
  merchantId: string,
  met: Met[],
) => sql<boolean>`l.merchant_id = ${merchantId} and l.state = 'open'
  and exists (select from jsonb_to_recordset(${JSON.stringify(met)}::jsonb) m(call text, kind text, status int)
    where m.call = l.call and m.kind is not distinct from ${kindOf} and m.status is not distinct from l.status)`;

/** How many orders and products the open entries that met one of these are about. */
export async function countMet(db: Db, merchantId: string, met: Met[]) {
  const { rows } = await sql<{ orders: number; products: number }>`
    select count(distinct l.order_id) as orders,
      count(distinct l.smaregi_product_id) filter (where l.order_id is null) as products
    from integration_log l where ${metOneOf(merchantId, met)}`.execute(db);
  return rows[0] ?? { orders: 0, products: 0 };
}

/** The orders and products of these entries, each once, the oldest failure first. */
export async function readMet(db: Db, merchantId: string, met: Met[]) {
  const { rows } = await sql<{ orderId: string | null; smaregiProductId: string | null }>`
    select l.order_id, case when l.order_id is null then l.smaregi_product_id end as smaregi_product_id
    from integration_log l where ${metOneOf(merchantId, met)}
    group by 1, 2 order by min(l.id)`.execute(db);
  return {
    orderIds: rows.flatMap(({ orderId }) => orderId ?? []),
    products: rows.flatMap(({ smaregiProductId }) => smaregiProductId ?? []),
  };
}

/** The numbers of the first orders of these entries, in order. */
export async function firstNumbers(db: Db, merchantId: string, met: Met[], limit: number): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select distinct o.number from integration_log l
    join orders o on o.merchant_id = l.merchant_id and o.id = l.order_id
    where ${metOneOf(merchantId, met)} order by o.number limit ${limit}`.execute(db);
  return rows.map(({ number }) => number);
}

/** Merchants with anything that is or may be an incident. Looked at once a minute, so that a lost wake does not matter. */
export async function merchantsInTrouble(db: Db): Promise<string[]> {
  const { rows } = await sql<{ merchantId: string }>`
    select merchant_id from integration_log where state = 'open'
    union select merchant_id from incidents where state <> 'closed'
    union select merchant_id from held_zeros where answer is null
    union select merchant_id from receivers where state = 'off' and deleted_at is null
    union select merchant_id from check_finds where at > now() - interval '1 day'
    union select merchant_id from connections where stopped_why is not null and not enabled
    union ${lateToCheck}`.execute(db);
  // A separate query: on a distributed database, pauses exist on the coordinator only.
  const spared = await sql<{ merchantId: string }>`
    select c.merchant_id from connections c join smaregi_pauses p on p.contract_id = c.contract_id`.execute(
    db,
  );
  return [...new Set([...rows, ...spared.rows].map((row) => row.merchantId))];
}
