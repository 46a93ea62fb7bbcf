import { sql, type Selectable } from "kysely";
import type { Db } from "../kit/database.ts";
import type { OperationsTable } from "../kit/tables.ts";

export type OperationRow = Selectable<OperationsTable>;

/**
 * Steps whose call was cut short by a crash: nobody can be sending them, so they are to be looked for. When they went
 * out is not known for sure: they count as sent a time-out ago at the earliest, which leaves a look some time to wait.
 */
export async function markCutShort(db: Db, merchantId: string, timeoutMs: number): Promise<void> {
  await db
    .updateTable("operations")
    .set({
      state: "unclear",
      retryAt: null,
      sentAt: sql<Date>`greatest(sent_at, clock_timestamp() - ${timeoutMs} * interval '1 millisecond')`,
      error: "送信の途中で止まりました。",
    })
    .where("merchantId", "=", merchantId)
    .where("state", "=", "sending")
    .execute();
}

const isDue = sql<boolean>`(o.retry_at is null or o.retry_at <= clock_timestamp())`;
/** One order's steps run strictly in their sequence. */
const isFirst = sql<boolean>`not exists (
  select 1 from operations earlier where earlier.merchant_id = o.merchant_id and earlier.order_id = o.order_id
    and earlier.seq < o.seq and earlier.state in ('waiting', 'sending', 'unclear'))`;

/** The oldest step that is due and first of its order; `passing` holds those that this process is at work on. */
export async function nextOperation(
  db: Db,
  merchantId: string,
  passing: string[],
): Promise<OperationRow | null> {
  const row = await db
    .selectFrom("operations as o")
    .selectAll("o")
    .where("o.merchantId", "=", merchantId)
    .where("o.state", "in", ["waiting", "unclear"])
    .where("o.id", "<>", sql<string>`all(${passing}::uuid[])`)
    .where(isDue)
    .where(isFirst)
    .orderBy("o.id")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function hasDueOperations(db: Db, merchantId: string): Promise<boolean> {
  return (await nextOperation(db, merchantId, [])) !== null;
}

/** When the next step of the merchant that is not due yet will be. */
export async function nextRetryAt(db: Db, merchantId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("operations")
    .select((eb) => eb.fn.min("retryAt").as("at"))
    .where("merchantId", "=", merchantId)
    .where("state", "in", ["waiting", "unclear"])
    .where("retryAt", ">", sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** An order's steps in their sequence. */
export async function stepsOf(db: Db, merchantId: string, orderId: string) {
  return await db
    .selectFrom("operations")
    .select(["id", "seq", "kind", "state", "cancelsId", "transactionId", "contractId"])
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", orderId)
    .orderBy("seq")
    .execute();
}

/**
 * Marks a step as being sent, with its place and its numbers in Smaregi's books, before the first byte goes out.
 * A step that is sent again keeps its numbers. Null where an edit dropped it in between.
 */
export async function claimForSending(
  db: Db,
  merchantId: string,
  id: string,
  place: { contractId: string; storeId: string; terminalId: string },
): Promise<OperationRow | null> {
  const row = await db
    .updateTable("operations")
    .set({
      ...place,
      state: "sending",
      attempts: sql<number>`attempts + 1`,
      sentAt: sql<Date>`clock_timestamp()`,
      resend: false,
      answeredAt: null,
      answeredStatus: null,
      terminalTranId: sql<string>`coalesce(terminal_tran_id, nextval('terminal_tran_ids')::text)`,
      terminalTranAt: sql<Date>`coalesce(terminal_tran_at, date_trunc('second', clock_timestamp()))`,
      transactionUuid: sql<string>`coalesce(transaction_uuid, id::text)`,
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** A step whose sending had to wait is still ours to send, and goes out now; false where another process has taken it over. */
export async function renewSending(
  db: Db,
  { merchantId, id, attempts }: Pick<OperationRow, "merchantId" | "id" | "attempts">,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("operations")
    .set({ sentAt: sql<Date>`clock_timestamp()` })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "sending")
    .where("attempts", "=", attempts)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Locks a step to write its outcome. */
export async function lockOperation(tx: Db, merchantId: string, id: string): Promise<OperationRow> {
  return await tx
    .selectFrom("operations")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export async function updateOperation(
  tx: Db,
  merchantId: string,
  id: string,
  values: Partial<
    Pick<
      OperationRow,
      | "state"
      | "transactionId"
      | "sentAt"
      | "answeredAt"
      | "answeredStatus"
      | "reported"
      | "error"
      | "looks"
      | "resend"
    >
  > & {
    retryMs?: number;
    over?: boolean;
  },
): Promise<void> {
  const { retryMs, over, ...columns } = values;
  await tx
    .updateTable("operations")
    .set({
      ...columns,
      retryAt:
        retryMs === undefined ? null : sql<Date>`clock_timestamp() + ${retryMs} * interval '1 millisecond'`,
      ...(over === true ? { doneAt: sql<Date>`clock_timestamp()` } : {}),
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}

/** The Smaregi products that a step moves; a cancellation those of the sale that it takes back, counted or not. */
export async function stockOf(db: Db, merchantId: string, operationId: string): Promise<string[]> {
  const { rows } = await sql<{ smaregiProductId: string }>`
    select smaregi_product_id from operation_stock where merchant_id = ${merchantId} and operation_id = ${operationId}
    union
    select line ->> 'smaregiProductId' from operations o
    join operations sale on sale.merchant_id = o.merchant_id and sale.id = o.cancels_id
    cross join jsonb_array_elements(sale.sale -> 'lines') line
    where o.merchant_id = ${merchantId} and o.id = ${operationId} and line ->> 'smaregiProductId' is not null`.execute(
    db,
  );
  return rows.map((row) => row.smaregiProductId);
}

/** From this moment a reading that begins later holds what the step moved. */
export async function confirmStock(tx: Db, merchantId: string, operationId: string): Promise<void> {
  await tx
    .updateTable("operationStock")
    .set({ doneAt: sql<Date>`clock_timestamp()` })
    .where("merchantId", "=", merchantId)
    .where("operationId", "=", operationId)
    .execute();
}

/** An order's steps in their sequence, locked; its row must be. */
export async function lockSteps(tx: Db, merchantId: string, orderId: string): Promise<OperationRow[]> {
  return await tx
    .selectFrom("operations")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", orderId)
    .orderBy("seq")
    .forNoKeyUpdate()
    .execute();
}

/** Opens a failed step again: one that may have been sent is looked for first. What it moves counts as pending again. */
export async function reopenStep(
  tx: Db,
  merchantId: string,
  step: { id: string; wasSent: boolean; stock: Map<string, number> },
): Promise<void> {
  await tx
    .updateTable("operations")
    .set({
      state: step.wasSent ? "unclear" : "waiting",
      resend: true,
      retryAt: null,
      doneAt: null,
      error: null,
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", step.id)
    .execute();
  const rows = [...step.stock].map(([smaregiProductId, change]) => {
    return { merchantId, operationId: step.id, smaregiProductId, change };
  });
  if (rows.length === 0) return;
  await tx
    .insertInto("operationStock")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** One line of 受注明細のログ (O5). */
export async function addOrderLog(
  tx: Db,
  entry: {
    merchantId: string;
    orderId: string;
    event:
      | "transactionRegistered"
      | "transactionCancelled"
      | "registrationFailed"
      | "cancellationFailed"
      | "sendingAgain"
      | "handledByHand";
    message: string;
    transactionId: string | null;
    actor?: string;
  },
): Promise<void> {
  await tx
    .insertInto("orderLog")
    .values({ actor: "smaregi", ...entry })
    .execute();
}
