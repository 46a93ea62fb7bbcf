import { sql, type Selectable } from "kysely";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import type { OrdersTable, OrderStatus, TransactionsTable } from "../kit/tables.ts";
import { piecesOfSale, type OrderLink, type TransactionRow } from "./rules.ts";
import { tell } from "../tell.ts";

type Keys = Pick<
  Selectable<TransactionsTable>,
  "terminalTranId" | "terminalTranAt" | "transactionUuid" | "status"
>;
/** A row with its numbers in Smaregi's books, and the status of its last answer. */
export type StoredRow = TransactionRow & Keys;
export type StoredLink = Omit<OrderLink, "rows"> & { rows: StoredRow[] };

const orderColumns = ["follows", "followsWhy", "wantedKey", "counted", "uncountedAt"] as const;
type OrderColumns = Pick<Selectable<OrdersTable>, (typeof orderColumns)[number]>;

const linkOf = (order: OrderColumns, rows: StoredRow[]): StoredLink => {
  const { follows, followsWhy, wantedKey, counted, uncountedAt } = order;
  return { follows, why: followsWhy, wantedKey, counted, uncountedAt, rows };
};

const rowOf = (stored: Selectable<TransactionsTable>): StoredRow => {
  const { merchantId: _, orderId: __, contractId, storeId, terminalId, ...row } = stored;
  const place =
    contractId === null || storeId === null || terminalId === null
      ? null
      : { contractId, storeId, terminalId };
  return { ...row, place };
};

/** An order as the link sees it. */
export type LinkedOrder = {
  orderId: string;
  number: string;
  status: OrderStatus;
  link: StoredLink;
};

/** Locks an order before anything of its link is changed: whoever changes it waits here, and nobody for each other. */
export async function lockLink(tx: Db, merchantId: string, orderId: string): Promise<LinkedOrder> {
  const order = await tx
    .selectFrom("orders")
    .select(["number", "status", ...orderColumns])
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { number, status } = order;
  const rows = await rowsOf(tx, merchantId, [orderId]);
  return { orderId, number, status, link: linkOf(order, rows.get(orderId) ?? []) };
}

/** The same without a lock, for who only wants to see. */
export async function readLinks(
  db: Db,
  merchantId: string,
  orderIds: string[],
): Promise<Map<string, StoredLink>> {
  if (orderIds.length === 0) return new Map();
  const orders = await db
    .selectFrom("orders")
    .select(["id", ...orderColumns])
    .where("merchantId", "=", merchantId)
    .where("id", "=", sql<string>`any(${orderIds}::uuid[])`)
    .execute();
  const rows = await rowsOf(db, merchantId, orderIds);
  return new Map(orders.map((order) => [order.id, linkOf(order, rows.get(order.id) ?? [])]));
}

async function rowsOf(db: Db, merchantId: string, orderIds: string[]): Promise<Map<string, StoredRow[]>> {
  const stored = await db
    .selectFrom("transactions")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", sql<string>`any(${orderIds}::uuid[])`)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  const byOrder = new Map<string, StoredRow[]>();
  for (const each of stored) {
    const own = byOrder.get(each.orderId);
    if (own === undefined) byOrder.set(each.orderId, [rowOf(each)]);
    else own.push(rowOf(each));
  }
  return byOrder;
}

/** Writes what differs of the rows of an order's link; the order must be locked, or new. Answers the changed ones as they now are. */
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
  await tx
    .insertInto("transactions")
    .values(
      rows.map((row) => {
        const keys = "transactionUuid" in row ? keysOf(row as StoredRow) : {};
        const { id, sale, createdAt } = row;
        const own = { merchantId, id, orderId, sale: JSON.stringify(sale), createdAt };
        return { ...own, ...columnsOf(row), ...keys };
      }),
    )
    .execute();
  const stock = rows.flatMap((row) =>
    [...piecesOfSale(row.sale).keys()].map((smaregiProductId) => {
      return { merchantId, rowId: row.id, smaregiProductId, settledAt: stockSettledAt(row) };
    }),
  );
  if (stock.length > 0) await tx.insertInto("transactionStock").values(stock).execute();
  tell(tx, merchantId, "link");
}

const keysOf = ({ terminalTranId, terminalTranAt, transactionUuid, status }: StoredRow) => {
  return { terminalTranId, terminalTranAt, transactionUuid, status };
};

/** Null while a reading may lack what the row moves. */
const stockSettledAt = ({ state, settledAt }: TransactionRow): Date | null =>
  state === "standing" || state === "gone" || state === "cancelling" || state === "cancelUnclear"
    ? settledAt
    : null;

async function updateRow(tx: Db, merchantId: string, row: TransactionRow): Promise<StoredRow> {
  const isOut = row.state === "sending";
  const stored = await tx
    .updateTable("transactions")
    .set({
      ...columnsOf(row),
      ...(row.error === null
        ? { status: null }
        : "status" in row
          ? { status: row.status as number | null }
          : {}),
      ...(isOut
        ? {
            // Its numbers in the till's books are fixed before the first byte goes out, and stay.
            terminalTranId: sql<string>`coalesce(terminal_tran_id, nextval('terminal_tran_ids')::text)`,
            terminalTranAt: sql<Date>`coalesce(terminal_tran_at, date_trunc('second', clock_timestamp()))`,
            transactionUuid: sql<string>`coalesce(transaction_uuid, id::text)`,
          }
        : {}),
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", row.id)
    .returningAll()
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
  await sql`
    insert into transaction_stock (merchant_id, row_id, smaregi_product_id, settled_at)
    select ${merchantId}::uuid, ${row.id}::uuid, product, ${settledAt}::timestamptz
    from unnest(${[...piecesOfSale(row.sale).keys()]}::text[]) product
    on conflict (merchant_id, row_id, smaregi_product_id) do update set settled_at = excluded.settled_at`.execute(
    tx,
  );
}

/**
 * A row whose sending had to wait is still ours to send, and goes out now; false where another process has taken it over, or
 * the order has gone on without it.
 */
export async function renewSending(
  db: Db,
  merchantId: string,
  row: Pick<TransactionRow, "id" | "registers" | "cancels">,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("transactions")
    .set({ sentAt: sql<Date>`clock_timestamp()` })
    .where("merchantId", "=", merchantId)
    .where("id", "=", row.id)
    .where("state", "in", ["sending", "cancelling"])
    .where("registers", "=", row.registers)
    .where("cancels", "=", row.cancels)
    .where((eb) =>
      eb.or([
        eb("state", "=", "cancelling"),
        eb.exists(
          eb
            .selectFrom("orders as o")
            .select("o.id")
            .whereRef("o.merchantId", "=", "transactions.merchantId")
            .whereRef("o.id", "=", "transactions.orderId")
            .whereRef("o.wantedKey", "=", "transactions.saleKey")
            .where("o.follows", "=", "on"),
        ),
      ]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * The links of the orders whose sales these readings may lack, and the products of each. `began`: of each product's reading.
 */
export async function readLinksMoving(
  db: Db,
  merchantId: string,
  readings: { smaregiProductId: string; beganAt: Date }[],
): Promise<StoredLink[]> {
  const products = readings.map((reading) => reading.smaregiProductId);
  const began = readings.map((reading) => reading.beganAt.toISOString());
  const { rows } = await sql<{ orderId: string }>`${named}
    select distinct t.order_id
    from unnest(${products}::text[], ${began}::timestamptz[]) reading(product, began_at)
    join transaction_stock s on s.merchant_id = ${merchantId} and s.smaregi_product_id = reading.product
      and (s.settled_at is null or s.settled_at >= reading.began_at)
    join transactions t on t.merchant_id = s.merchant_id and t.id = s.row_id`.execute(db);
  const links = await readLinks(
    db,
    merchantId,
    rows.map((row) => row.orderId),
  );
  return [...links.values()];
}
