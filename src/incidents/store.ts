import { sql } from "kysely";
import type { Cause } from "../facts/incidents.ts";
import type { Db } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { tell } from "../tell.ts";
import { sameWithinMs, type Incident, type OpenFailures, type Step } from "./rules.ts";

/** What an entry (`l`) met. */
const kindOf = sql<string>`coalesce(l.fact#>>'{data,facts,0,kind}', l.fact#>>'{data,reasons,0,kind}', l.fact->>'kind')`;

/** The open entries of スマレジ連携ログ, those that are alike together. */
export async function readOpenFailures(db: Db, merchantId: string): Promise<OpenFailures[]> {
  const { rows } = await sql<OpenFailures>`
    select l.call, ${kindOf} as kind, l.status,
      min(l.at) as since, count(distinct l.order_id) as orders, count(distinct l.variation_id) as variations
    from integration_log l where l.merchant_id = ${merchantId} and l.state = 'open'
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** True for a connection (`c`) whose 差異チェック, which comes every night, did not come to its end for two nights. */
export const checkIsLate = sql<boolean>`coalesce((select max(r.ended_at) from reconciliations r
  where r.merchant_id = c.merchant_id and r.state = 'done'), c.updated_at) < now() - interval '50 hours'`;

/** What else is wrong: Smaregi spared, quantities held, the link stopped by itself, receivers off, Smaregi silent. */
export async function readStanding(db: Db, merchantId: string) {
  const { rows } = await sql<{
    pausedSince: Date | null;
    restless: number;
    heldSince: Date | null;
    held: number;
    stoppedAt: Date | null;
    isOn: boolean | null;
    offSince: Date | null;
    finds: number;
    foundSince: Date | null;
    notifiedAt: Date | null;
    isCheckLate: boolean;
  }>`
    select
      (select min(p.since) from smaregi_pauses p where p.contract_id = c.contract_id) as paused_since,
      (select count(*) from orders o where o.merchant_id = m.id and o.restless) as restless,
      (select min(h.held_at) from held_zeros h where h.merchant_id = m.id and h.answer is null) as held_since,
      (select count(*) from variations v join held_zeros h on h.merchant_id = v.merchant_id
         and h.smaregi_product_id = v.smaregi_product_id and h.answer is null
        where v.merchant_id = m.id and v.deleted_at is null) as held,
      case when c.stopped_why is not null and not c.enabled then c.stopped_at end as stopped_at,
      c.enabled and m.standing <> 'ended' as is_on,
      (select min(coalesce(r.paused_until, r.created_at)) from receivers r
        where r.merchant_id = m.id and r.state = 'off' and r.deleted_at is null) as off_since,
      (select count(*) from check_finds f
        where f.merchant_id = m.id and f.at > now() - interval '1 day') as finds,
      (select min(f.at) from check_finds f
        where f.merchant_id = m.id and f.at > now() - interval '1 day') as found_since,
      (select max(n.received_at) from notifications n where n.contract_id = c.contract_id) as notified_at,
      coalesce(c.enabled and m.standing <> 'ended' and ${checkIsLate}, false) as is_check_late
    from merchants m left join connections c on c.merchant_id = m.id where m.id = ${merchantId}`.execute(db);
  return rows[0];
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

/** The live incidents, and the last of each cause that was closed so lately that it would be the same. */
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

/** Writes what an incident became; returns its ID. */
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
    // Told of now, its end is told of as well, whatever was before.
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

/** When a live incident that nothing happened to is looked at next. */
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

/** What calls of one cause met: the kinds of entries that `readOpenFailures` holds together. */
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

/** The numbers of the first orders of these entries, in their order. */
export async function firstNumbers(db: Db, merchantId: string, met: Met[], limit: number): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select distinct o.number from integration_log l
    join orders o on o.merchant_id = l.merchant_id and o.id = l.order_id
    where ${metOneOf(merchantId, met)} order by o.number limit ${limit}`.execute(db);
  return rows.map(({ number }) => number);
}

/** Merchants with anything that is, or may be, an incident: looked at once a minute, whoever's wake was lost. */
export async function merchantsInTrouble(db: Db): Promise<string[]> {
  const { rows } = await sql<{ merchantId: string }>`
    select merchant_id from integration_log where state = 'open'
    union select merchant_id from incidents where state <> 'closed'
    union select merchant_id from held_zeros where answer is null
    union select merchant_id from receivers where state = 'off' and deleted_at is null
    union select merchant_id from check_finds where at > now() - interval '1 day'
    union select c.merchant_id from connections c join smaregi_pauses p on p.contract_id = c.contract_id
    union select merchant_id from connections where stopped_why is not null and not enabled
    union select c.merchant_id from connections c join merchants m on m.id = c.merchant_id
      where c.enabled and m.standing <> 'ended' and ${checkIsLate}`.execute(db);
  return rows.map((row) => row.merchantId);
}
