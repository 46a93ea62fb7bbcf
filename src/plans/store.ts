import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import type { PlansTable } from "../kit/tables.ts";
import { retryMs } from "./rules.ts";
import { tell } from "../tell.ts";

export type PlanRow = Selectable<PlansTable>;

export async function insertPlan(tx: Db, row: Insertable<PlansTable>): Promise<void> {
  await tx.insertInto("plans").values(row).execute();
  tell(tx, row.merchantId, "orders");
}

/** Locks a plan; returns null if it is not this merchant's. */
export async function lockPlan(tx: Db, merchantId: string, id: string): Promise<PlanRow | null> {
  const row = await tx
    .selectFrom("plans")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updatePlan(
  tx: Db,
  merchantId: string,
  id: string,
  values: Updateable<PlansTable>,
): Promise<void> {
  await tx
    .updateTable("plans")
    .set({ ...values, updatedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "orders");
}

/**
 * Notes why a date's order could not be placed, and when it is tried again. Does nothing if the plan was changed since it was read.
 */
export async function noteProblem(
  db: Db,
  { merchantId, id, updatedAt }: PlanRow,
  values: { problem: string; retryAt: Date },
): Promise<void> {
  await db
    .updateTable("plans")
    .set({ ...values, updatedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    // The time as it was read has only milliseconds.
    .where("updatedAt", ">=", updatedAt)
    .where("updatedAt", "<", new Date(updatedAt.getTime() + 1))
    .execute();
  tell(db, merchantId, "orders");
}

/** The merchant's plan with the oldest due date, without those that are put off. */
export async function nextDuePlan(
  db: Db,
  merchantId: string,
  { today, now }: { today: string; now: Date },
): Promise<PlanRow | null> {
  const row = await db
    .selectFrom("plans as p")
    .innerJoin("merchants as m", "m.id", "p.merchantId")
    .selectAll("p")
    .where("p.merchantId", "=", merchantId)
    .where("m.standing", "!=", "ended")
    .where("p.state", "=", "active")
    .where("p.nextOn", "<=", today)
    .where((eb) =>
      eb.or([
        eb("p.retryAt", "is", null),
        eb("p.retryAt", "<=", now),
        // Further ahead than it can have been set: the clock was set back since.
        eb("p.retryAt", ">", new Date(now.getTime() + retryMs)),
      ]),
    )
    .orderBy("p.nextOn")
    .orderBy("p.id")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes a date of a plan; returns false if it was taken before. */
export async function takeDate(
  tx: Db,
  row: { merchantId: string; planId: string; dueOn: string; orderId: string | null },
): Promise<boolean> {
  const taken = await tx
    .insertInto("planOrders")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("dueOn")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Keeps the order of a date that was just taken. */
export async function noteOrder(
  tx: Db,
  {
    merchantId,
    planId,
    dueOn,
    orderId,
  }: { merchantId: string; planId: string; dueOn: string; orderId: string },
): Promise<void> {
  await tx
    .updateTable("planOrders")
    .set({ orderId })
    .where("merchantId", "=", merchantId)
    .where("planId", "=", planId)
    .where("dueOn", "=", dueOn)
    .execute();
}

export type PlanSearch = { kind?: PlanRow["kind"] | undefined; state?: PlanRow["state"] | undefined };

/** Plans, newest first. */
export async function readPlans(
  db: Db,
  merchantId: string,
  page: PlanSearch & { id?: string; before: string | null; limit: number },
): Promise<PlanRow[]> {
  const { id, kind, state, before } = page;
  return await db
    .selectFrom("plans")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind as PlanRow["kind"]))
    .$if(state !== undefined, (query) => query.where("state", "=", state as PlanRow["state"]))
    .$if(before !== null, (query) => query.where("id", "<", before ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** The past dates of a plan, newest first, each with its order's number (null: skipped). */
export async function readPlanOrders(
  db: Db,
  merchantId: string,
  planId: string,
  page: { before: string | null; limit: number },
) {
  return await db
    .selectFrom("planOrders as p")
    .leftJoin("orders as o", (join) =>
      join.onRef("o.merchantId", "=", "p.merchantId").onRef("o.id", "=", "p.orderId"),
    )
    .select(["p.dueOn", "p.orderId", "o.number as orderNumber", "p.at"])
    .where("p.merchantId", "=", merchantId)
    .where("p.planId", "=", planId)
    .$if(page.before !== null, (query) => query.where("p.dueOn", "<", page.before ?? ""))
    .orderBy("p.dueOn", "desc")
    .limit(page.limit)
    .execute();
}
