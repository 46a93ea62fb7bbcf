import { sql, type QueryCreator, type RawBuilder } from "kysely";
import type { Db } from "../kit/database.ts";
import type { OrderStatus, Sale, Tables } from "../kit/tables.ts";
import { hasCome } from "../kit/due.ts";
import { linkOf } from "./rules.ts";

/** True for a signal that is to be read now: put off by seconds to an hour, by how often its read failed (`retryDelayMs`). */
export const signalIsDue = (signals: RawBuilder<unknown>): RawBuilder<boolean> => {
  const longest = sql`least(power(2, least(${signals}.attempts, 11) + 1), 3600) * interval '1 second'`;
  return sql<boolean>`(${signals}.retry_at is null or ${hasCome(sql`${signals}.retry_at`, longest)})`;
};

/** Why a product is to be read: its movements show it. */
export type SignalCause =
  | "productSaved"
  | "bulkSaved"
  | "connectionChanged"
  | "orderConfirmed"
  | "registrationFailed"
  | "askedAgain"
  | "longUnread"
  | "reconciled";

/**
 * The merchant's connection where it is live: switched on (C3) and the merchant under contract or on trial (C5).
 * Null: nothing is synced, registered or cancelled.
 */
export async function liveConnection(db: Db, merchantId: string) {
  const row = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .leftJoin("smaregiPauses as p", "p.contractId", "c.contractId")
    .select([
      "c.merchantId",
      "c.contractId",
      "c.storeId",
      "c.terminalId",
      "c.mode",
      "c.caughtUpAt",
      "c.movedAt",
    ])
    .select(["c.clientId", "c.clientSecretSealed", "p.since as pausedSince", "p.reason as pauseReason"])
    .where("c.merchantId", "=", merchantId)
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .executeTakeFirst();
  return row ?? null;
}

export type LiveConnection = NonNullable<Awaited<ReturnType<typeof liveConnection>>>;

/** Why the link of a merchant is not live: no connection, its switch is off (C3), or the merchant's contract ended (C5). */
export type OffReason = "none" | "disabled" | "ended";

/** The reason where `liveConnection` answers null. */
export async function offReason(db: Db, merchantId: string): Promise<OffReason> {
  const row = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select("m.standing")
    .where("c.merchantId", "=", merchantId)
    .executeTakeFirst();
  if (row === undefined) return "none";
  return row.standing === "ended" ? "ended" : "disabled";
}

/** Leaves a signal for these Smaregi products; one that waits already is asked for anew. Of a signal's notification the first one's time stays. */
export async function leaveSignals(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
  cause: SignalCause,
): Promise<void> {
  if (smaregiProductIds.length === 0) return;
  await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, ${cause} from unnest(${smaregiProductIds}::text[]) product
    group by product order by product
    on conflict (merchant_id, smaregi_product_id) do update set
      version = excluded.version, asked_at = clock_timestamp(), retry_at = null, cause = excluded.cause`.execute(
    tx,
  );
}

/** Leaves a signal for every synced variation of the merchant: answers how many products that are. */
export async function leaveSignalsForAll(tx: Db, merchantId: string, cause: SignalCause): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select distinct ${merchantId}::uuid, smaregi_product_id, ${cause} from variations
    where merchant_id = ${merchantId} and smaregi_product_id is not null and stock_managed and deleted_at is null
    order by smaregi_product_id
    on conflict (merchant_id, smaregi_product_id) do update set
      version = excluded.version, asked_at = clock_timestamp(), retry_at = null, cause = excluded.cause`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}

/** Leaves a signal for these Smaregi products where none waits: a reading that is due anyway is enough. */
export async function leaveMissingSignals(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
  cause: SignalCause,
): Promise<void> {
  if (smaregiProductIds.length === 0) return;
  await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, ${cause} from unnest(${smaregiProductIds}::text[]) product
    group by product order by product
    on conflict do nothing`.execute(tx);
}

/** A step that an order needs in Smaregi, before it has a row. */
export type NewOperation = {
  id: string;
  seq: number;
  kind: "register" | "cancel";
  sale: Sale | null;
  cancelsId: string | null;
  /** Smaregi product ID to pieces: a register takes (negative), a cancel gives back. */
  stock: Map<string, number>;
};

/** Writes an order's operations, in the transaction that changes the order. */
export async function addOperations(
  tx: Db,
  merchantId: string,
  orderId: string,
  operations: NewOperation[],
): Promise<void> {
  if (operations.length === 0) return;
  const stock = operations.flatMap((operation) =>
    [...operation.stock].map(([smaregiProductId, change]) => ({
      merchantId,
      operationId: operation.id,
      smaregiProductId,
      change,
    })),
  );
  const insert = (db: QueryCreator<Tables>) =>
    db.insertInto("operations").values(
      operations.map(({ id, seq, kind, sale, cancelsId }) => ({
        merchantId,
        id,
        orderId,
        seq,
        kind,
        state: "waiting" as const,
        sale: sale === null ? null : JSON.stringify(sale),
        cancelsId,
      })),
    );
  if (stock.length === 0) await insert(tx).execute();
  else {
    await tx
      .with("added", (db) => insert(db).returning("id"))
      .insertInto("operationStock")
      .values(stock)
      .execute();
  }
}

/** Gives up operations that were never sent: an edit or a cancellation came first. */
export async function dropOperations(tx: Db, merchantId: string, operationIds: string[]): Promise<void> {
  if (operationIds.length === 0) return;
  await tx
    .updateTable("operations")
    .set({ state: "dropped", doneAt: sql<Date>`clock_timestamp()` })
    .where("merchantId", "=", merchantId)
    .where("id", "in", operationIds)
    .execute();
  await forgetStock(tx, merchantId, operationIds);
}

/**
 * These steps will move nothing: they count no more against any reading (F4). Nor does what would cancel them, at the same
 * moment: a return of pieces that were never taken would hide those that the next step takes.
 */
export async function forgetStock(tx: Db, merchantId: string, operationIds: string[]): Promise<void> {
  await sql`
    delete from operation_stock where merchant_id = ${merchantId} and operation_id in (
      select o.id from operations gone
      join operations o on o.merchant_id = gone.merchant_id and o.order_id = gone.order_id
        and gone.id in (o.id, o.cancels_id)
      where gone.merchant_id = ${merchantId} and gone.id = any(${operationIds}::uuid[]))`.execute(tx);
}

/** Locks an order before its steps are: whoever changes either waits here, and nobody for each other. Answers its status. */
export async function lockOrderRow(tx: Db, merchantId: string, orderId: string): Promise<OrderStatus> {
  const { status } = await tx
    .selectFrom("orders")
    .select("status")
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return status;
}

/** Keeps with the order how it stands in Smaregi, in the transaction that changed its steps; the order must be locked. */
export async function noteLink(tx: Db, merchantId: string, orderId: string): Promise<void> {
  const steps = await tx
    .selectFrom("operations")
    .select(["kind", "state", "transactionId", "reported", "resend"])
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", orderId)
    .orderBy("seq")
    .execute();
  const { state, transactionId } = linkOf(steps);
  await tx
    .updateTable("orders")
    .set({ linkState: state, transactionId })
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .where(sql<boolean>`(link_state, transaction_id) is distinct from (${state}, ${transactionId}::text)`)
    .execute();
}

/** What these merchants had put off is due at once. */
export async function hurryAll(tx: Db, merchantIds: string[]): Promise<void> {
  await sql`
    update operations set retry_at = null
    where merchant_id = any(${merchantIds}::uuid[]) and state in ('waiting', 'unclear')`.execute(tx);
  await sql`update signals set retry_at = null where merchant_id = any(${merchantIds}::uuid[])`.execute(tx);
}
