import { sql, type Selectable } from "kysely";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import { named } from "../kit/named.ts";
import type { OrdersTable, OrderStatus, TransactionsTable } from "../kit/tables.ts";
import type { OrderLink, TransactionRow } from "./rules.ts";

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

export const rowOf = (stored: Selectable<TransactionsTable>): StoredRow => {
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
  createdAt: Date;
  link: StoredLink;
};

/** The IDs among these that are orders of the merchant. */
export async function ordersAmong(db: Db, merchantId: string, orderIds: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("id", "=", sql<string>`any(${orderIds}::uuid[])`)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Locks an order before its link changes. Everyone who changes this order waits here; orders do not wait for each other. */
export async function lockLink(tx: Db, merchantId: string, orderId: string): Promise<LinkedOrder> {
  const order = await tx
    .selectFrom("orders")
    .modifyFront(named)
    .select(["number", "status", "createdAt", ...orderColumns])
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { number, status, createdAt } = order;
  const rows = await rowsOf(tx, merchantId, [orderId]);
  return { orderId, number, status, createdAt, link: linkOf(order, rows.get(orderId) ?? []) };
}

/** The same without a lock, for reading only. */
export async function readLinks(
  db: Db,
  merchantId: string,
  orderIds: string[],
): Promise<Map<string, StoredLink>> {
  if (orderIds.length === 0) return new Map();
  const orders = await db
    .selectFrom("orders")
    .modifyFront(named)
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
    .modifyFront(named)
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

/**
 * Renews the time of sending of a row that had to wait. Returns false if it must not go out: another process has taken it over, the
 * order has gone on without it, or the connection is off or points elsewhere (C3, C5).
 */
export async function renewSending(
  db: Db,
  merchantId: string,
  row: Pick<TransactionRow, "id" | "registers" | "cancels">,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update transactions t set sent_at = ${writeTime}
    where t.merchant_id = ${merchantId} and t.id = ${row.id} and t.state in ('sending', 'cancelling')
      and t.registers = ${row.registers} and t.cancels = ${row.cancels}
      and exists (select 1 from connections c join merchants m on m.id = c.merchant_id
        where c.merchant_id = t.merchant_id and c.enabled and m.standing <> 'ended'
          and c.contract_id = t.contract_id and (t.state = 'cancelling' or (c.store_id = t.store_id and c.terminal_id = t.terminal_id)))
      and (t.state = 'cancelling' or exists (select 1 from orders o where o.merchant_id = t.merchant_id
        and o.id = t.order_id and o.wanted_key = t.sale_key and o.follows = 'on'))`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

/** The links of the orders whose sales these readings may lack, for each product. `beganAt`: when the product's reading began. */
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

/** True if an order of the merchant ever asked Smaregi for a transaction. */
export async function hasTransactions(db: Db, merchantId: string): Promise<boolean> {
  const row = await db
    .selectFrom("transactions")
    .select("id")
    .where("merchantId", "=", merchantId)
    .limit(1)
    .modifyEnd(named)
    .executeTakeFirst();
  return row !== undefined;
}
