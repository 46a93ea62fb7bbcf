import { sql, type Insertable } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import { writeTime } from "../kit/now.ts";
import { partsOf } from "../kit/parts.ts";
import type { IntegrationLogTable } from "../kit/tables.ts";
import { wake } from "../tasks.ts";
import { tell } from "../tell.ts";

export type Failure = Omit<
  Insertable<IntegrationLogTable>,
  "merchantId" | "state" | "at" | "settledAt" | "fact" | "triedAt" | "tries"
> & { fact: Fact };

/** Written exactly as in the indexes of open entries. */
const isOpen = sql<boolean>`state = 'open'`;

/** How many earlier attempts of an entry are kept, the newest ones. */
const mostTries = 20;

/**
 * Writes failures of the three calls (F1). If one of the same variation or transaction is still open, the failure is a further
 * attempt of that entry, because a merchant repairs a thing once and not once per failure. The entry keeps its time; each attempt has
 * its own.
 */
export async function addFailures(tx: Db, merchantId: string, failures: Failure[]): Promise<void> {
  if (failures.length === 0) return;
  const again = new Set((await addTries(tx, merchantId, failures)).flatMap(thingsOf));
  const first = failures.filter((failure) => !thingsOf(failure).some((thing) => again.has(thing)));
  for (const part of partsOf(first)) {
    await tx
      .insertInto("integrationLog")
      .values(
        part.map(({ fact, ...failure }) => {
          return { ...failure, fact: JSON.stringify(fact), merchantId, state: "open" as const };
        }),
      )
      .execute();
  }
  tell(tx, merchantId, "link");
  await wake(tx, "watchIncidents", [merchantId]);
}

/** Notes the failures as further attempts of the open entries that they belong to, and returns these. */
async function addTries(tx: Db, merchantId: string, failures: Failure[]) {
  const open = await tx
    .selectFrom("integrationLog")
    .select(["id", "rowId", "variationId", "at", "triedAt", "fact", "tries"])
    .where("merchantId", "=", merchantId)
    .where("state", "=", "open")
    .where((eb) =>
      eb.or([
        eb("rowId", "=", sql<string>`any(${failures.flatMap(({ rowId }) => rowId ?? [])}::uuid[])`),
        eb(
          "variationId",
          "=",
          sql<string>`any(${failures.flatMap((each) => each.variationId ?? [])}::uuid[])`,
        ),
      ]),
    )
    .forNoKeyUpdate()
    .execute();
  const failureOf = new Map(failures.flatMap((each) => thingsOf(each).map((thing) => [thing, each])));
  const tried = open.flatMap(({ id, at, triedAt, fact, tries, ...entry }) => {
    const again = thingsOf(entry)
      .map((thing) => failureOf.get(thing))
      .find((each) => each !== undefined);
    const earlier = { at: (triedAt ?? at).toISOString(), fact };
    return again === undefined ? [] : [{ ...again, id, tries: [...tries, earlier].slice(-mostTries) }];
  });
  if (tried.length === 0) return open;
  await sql`
    update integration_log l set call = f.call, order_id = f."orderId", row_id = f."rowId",
      smaregi_product_id = f."smaregiProductId", status = f.status, fact = f.fact, tries = f.tries, tried_at = ${writeTime}
    from jsonb_to_recordset(${JSON.stringify(tried)}::jsonb) f(id bigint, call text, "orderId" uuid, "rowId" uuid,
      "smaregiProductId" text, status int, fact jsonb, tries jsonb)
    where l.merchant_id = ${merchantId} and l.id = f.id`.execute(tx);
  tell(tx, merchantId, "link");
  return open;
}

/** The transaction or variation of a failure or an entry: their IDs never overlap. */
const thingsOf = ({ rowId, variationId }: Pick<Failure, "rowId" | "variationId">): string[] =>
  [rowId ?? null, variationId ?? null].filter((thing) => thing !== null);

/** Closes open entries of these variations, transactions or orders: they succeeded after all, or are no longer needed. */
export async function settleFailures(
  tx: Db,
  merchantId: string,
  of: { variationIds?: string[]; rowIds?: string[]; orderIds?: string[] },
  state: "repaired" | "handled",
): Promise<void> {
  for (const [column, ids] of [
    ["variationId", of.variationIds ?? []],
    ["rowId", of.rowIds ?? []],
    ["orderId", of.orderIds ?? []],
  ] as const) {
    if (ids.length === 0) continue;
    const { numUpdatedRows } = await tx
      .updateTable("integrationLog")
      .set({ state, settledAt: writeTime })
      .where("merchantId", "=", merchantId)
      .where(isOpen)
      .where(column, "=", sql<string>`any(${ids}::uuid[])`)
      .modifyEnd(named)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) continue;
    tell(tx, merchantId, "link");
    await wake(tx, "watchIncidents", [merchantId]);
  }
}

/** スマレジ連携ログ, newest first; `goesOn`: its call is repeated or asked about by itself, without a person's action. */
export async function readFailures(
  db: Db,
  merchantId: string,
  page: {
    before: number | null;
    limit: number;
    state?: "open" | "repaired" | "handled" | undefined;
    id?: number;
  },
) {
  return await db
    .selectFrom("integrationLog as l")
    .leftJoin("orders as o", (join) =>
      join.onRef("o.merchantId", "=", "l.merchantId").onRef("o.id", "=", "l.orderId"),
    )
    .leftJoin("variations as v", (join) =>
      join.onRef("v.merchantId", "=", "l.merchantId").onRef("v.id", "=", "l.variationId"),
    )
    .select(["l.id", "l.at", "l.call", "l.smaregiProductId", "l.status", "l.fact", "l.state", "l.settledAt"])
    .select(["l.triedAt", "l.tries"])
    .select(["l.rowId", "l.orderId", "o.number as orderNumber", "v.systemProductNumber"])
    .select(
      sql<boolean>`coalesce(o.restless, false)
        or exists (select from signals s where s.merchant_id = l.merchant_id
          and s.smaregi_product_id = l.smaregi_product_id)`.as("goesOn"),
    )
    .where("l.merchantId", "=", merchantId)
    .$if(page.id !== undefined, (query) => query.where("l.id", "=", page.id as number))
    .$if(page.state !== undefined, (query) => query.where("l.state", "=", page.state as "open"))
    .$if(page.before !== null, (query) => query.where("l.id", "<", page.before as number))
    .orderBy("l.id", "desc")
    .limit(page.limit)
    .execute();
}

export type FailureRow = Awaited<ReturnType<typeof readFailures>>[number];

/** Marks one entry as handled by hand; returns false if it was closed already. */
export async function markHandled(db: Db, merchantId: string, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("integrationLog")
    .set({ state: "handled", settledAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "open")
    .executeTakeFirst();
  tell(db, merchantId, "link");
  await wake(db, "watchIncidents", [merchantId]);
  return numUpdatedRows > 0n;
}
