import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import { tell } from "../../tell.ts";
import { piecesOfSale, type TransactionRow } from "../rules.ts";
import { rowOf, type StoredRow } from "../store.ts";

/** Writes the changed rows of an order's link and returns them as stored. The order must be locked, or new. */
export async function writeRows(
  tx: Db,
  merchantId: string,
  orderId: string,
  before: TransactionRow[],
  after: TransactionRow[],
): Promise<StoredRow[]> {
  const known = new Map(before.map((row) => [row.id, row]));
  const added = after.filter((row) => !known.has(row.id));
  const changed = after.filter((row) => known.has(row.id) && known.get(row.id) !== row);
  if (added.length > 0) await insertRows(tx, merchantId, orderId, added);
  const written: StoredRow[] = [];
  for (const row of changed) {
    written.push(await updateRow(tx, merchantId, row));
    const settledAt = stockSettledAt(row);
    if (settledAt !== stockSettledAt(known.get(row.id) ?? row))
      await settleStock(tx, merchantId, row, settledAt);
  }
  return written;
}

const columnsOf = (row: TransactionRow) => {
  const { saleKey } = row;
  const { place, transactionId, registers, cancels, sentAt, retryAt, retryFrom } = row;
  const { state, halt, again, disposes, refused, looks, reported, error, settledAt } = row;
  return {
    saleKey,
    state,
    transactionId,
    registers,
    cancels,
    sentAt,
    retryAt,
    retryFrom,
    halt,
    again,
    disposes,
    refused,
    looks,
    reported,
    error: error === null ? null : JSON.stringify(error),
    settledAt,
    contractId: place?.contractId ?? null,
    storeId: place?.storeId ?? null,
    terminalId: place?.terminalId ?? null,
  };
};

async function insertRows(
  tx: Db,
  merchantId: string,
  orderId: string,
  rows: TransactionRow[],
): Promise<void> {
  const own = rows.map((row) => ({ orderId, row }));
  await sql`${named}with ${rowParts(tx, { merchantId, rows: own })} select`.execute(tx);
}

/** The parts of a statement (`linked` and `stocked`) that add rows of orders' links, together with the orders themselves. */
export function rowParts(
  tx: Db,
  { merchantId, rows }: { merchantId: string; rows: { orderId: string; row: TransactionRow }[] },
) {
  if (rows.length > 0) tell(tx, merchantId, "link");
  const all = rows.map(({ orderId, row }) => {
    const { id, sale, createdAt, error } = row;
    const keys = "transactionUuid" in row ? keysOf(row as StoredRow) : {};
    return { orderId, id, sale, createdAt, ...columnsOf(row), ...keys, error };
  });
  const stock = rows.flatMap(({ row }) =>
    [...piecesOfSale(row.sale).keys()].map((product) => {
      return { rowId: row.id, product, settledAt: stockSettledAt(row) };
    }),
  );
  return sql`linked as (
      insert into transactions (merchant_id, order_id, id, sale, sale_key, state, contract_id, store_id, terminal_id,
        terminal_tran_id, terminal_tran_at, transaction_uuid, transaction_id, registers, cancels, sent_at, retry_at,
        retry_from, halt, again, disposes, refused, looks, reported, error, status, created_at, settled_at)
      select ${merchantId}::uuid, "orderId", id, sale, "saleKey", state, "contractId", "storeId", "terminalId",
        "terminalTranId", "terminalTranAt", "transactionUuid", "transactionId", registers, cancels, "sentAt", "retryAt",
        "retryFrom", halt, again, disposes, refused, looks, reported, error, status,
        "createdAt", "settledAt"
      from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) r("orderId" uuid, id uuid, sale jsonb, "saleKey" text, state text,
        "contractId" text, "storeId" text, "terminalId" text, "terminalTranId" text, "terminalTranAt" timestamptz,
        "transactionUuid" text, "transactionId" text, registers int, cancels int, "sentAt" timestamptz,
        "retryAt" timestamptz, "retryFrom" timestamptz, halt text, again boolean, disposes boolean, refused boolean,
        looks int, reported boolean, error jsonb, status int, "createdAt" timestamptz, "settledAt" timestamptz)
    ), stocked as (
      insert into transaction_stock (merchant_id, row_id, smaregi_product_id, settled_at)
      select ${merchantId}::uuid, "rowId", product, "settledAt"
      from jsonb_to_recordset(${JSON.stringify(stock)}::jsonb) s("rowId" uuid, product text, "settledAt" timestamptz)
    )`;
}

const keysOf = ({ terminalTranId, terminalTranAt, transactionUuid, status }: StoredRow) => {
  return { terminalTranId, terminalTranAt, transactionUuid, status };
};

/** Null while a reading may lack what the row moves. */
const stockSettledAt = ({ state, settledAt }: TransactionRow): Date | null =>
  state === "standing" || state === "gone" || state === "cancelling" || state === "cancelUnclear"
    ? settledAt
    : null;

/** A row's next number in the till's books and its second. Numbers that it already has are kept. */
async function takeNumbers(
  tx: Db,
  row: TransactionRow | StoredRow,
): Promise<{ id: string | null; at: Date | null }> {
  if ("terminalTranId" in row && row.terminalTranId !== null && row.terminalTranAt !== null)
    return { id: null, at: null };
  const { rows } = await sql<{ id: string; at: Date }>`${named}
    select nextval('terminal_tran_ids')::text as id, date_trunc('second', clock_timestamp()) as at`.execute(
    tx,
  );
  return rows[0] ?? { id: null, at: null };
}

async function updateRow(tx: Db, merchantId: string, row: TransactionRow): Promise<StoredRow> {
  const numbers = row.state === "sending" ? await takeNumbers(tx, row) : null;
  const stored = await tx
    .updateTable("transactions")
    .set({
      ...columnsOf(row),
      ...(row.error === null
        ? { status: null }
        : "status" in row
          ? { status: row.status as number | null }
          : {}),
      ...(numbers === null
        ? {}
        : {
            // Its numbers in the till's books are fixed before the first byte goes out, and never change.
            terminalTranId: sql<string>`coalesce(terminal_tran_id, ${numbers.id})`,
            terminalTranAt: sql<Date>`coalesce(terminal_tran_at, ${numbers.at}::timestamptz)`,
            transactionUuid: sql<string>`coalesce(transaction_uuid, ${row.id})`,
          }),
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", row.id)
    .returningAll()
    .modifyEnd(named)
    .executeTakeFirstOrThrow();
  tell(tx, merchantId, "link");
  return rowOf(stored);
}

async function settleStock(
  tx: Db,
  merchantId: string,
  row: TransactionRow,
  settledAt: Date | null,
): Promise<void> {
  await sql`${named}
    insert into transaction_stock (merchant_id, row_id, smaregi_product_id, settled_at)
    select ${merchantId}::uuid, ${row.id}::uuid, product, ${settledAt}::timestamptz
    from unnest(${[...piecesOfSale(row.sale).keys()]}::text[]) product
    on conflict (merchant_id, row_id, smaregi_product_id) do update set settled_at = excluded.settled_at`.execute(
    tx,
  );
}
