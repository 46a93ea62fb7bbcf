import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import { writeTime } from "../kit/now.ts";
import { traceHere } from "../kit/tracing/trace.ts";
import type { Money, OrderLinesTable, OrderLogTable, OrderStatus, OrdersTable } from "../kit/tables.ts";

import { eventOfLog } from "../outbox/rules.ts";
import { tell } from "../tell.ts";
import type { Work } from "./work/rules.ts";

export type OrderRow = Selectable<OrdersTable>;
export type LineRow = Selectable<OrderLinesTable>;

/** What an order line copies of its variation. Includes deleted ones, because an old order may still have them. */
export async function readSellables(db: Db, merchantId: string, variationIds: string[]) {
  return await db
    .selectFrom("variations as v")
    .innerJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .select(["v.id", "v.name as variationName", "v.systemProductNumber"])
    .select(["p.name as productName", "p.questions", "p.published"])
    .select((eb) => eb.fn.coalesce("v.taxRate", "p.taxRate").as("taxRate"))
    .select((eb) => eb.fn.coalesce("v.price", "p.price").as("price"))
    .select((eb) => eb.fn.coalesce("v.productCode", "p.productCode").as("productCode"))
    .where("v.merchantId", "=", merchantId)
    .where("v.id", "=", sql<string>`any(${variationIds}::uuid[])`)
    .execute();
}

export type Sellable = Awaited<ReturnType<typeof readSellables>>[number];

type LogEntry = Omit<Insertable<OrderLogTable>, "fact"> & { fact: Fact };

/** Locks an order for an edit, a change of status or a cancellation; null if it does not exist. */
export async function lockOrder(tx: Db, merchantId: string, id: string): Promise<OrderRow | null> {
  const row = await tx
    .selectFrom("orders")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function readLines(db: Db, merchantId: string, orderIds: string[]): Promise<LineRow[]> {
  if (orderIds.length === 0) return [];
  return await db
    .selectFrom("orderLines")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("orderId", "in", orderIds)
    .orderBy("position")
    .execute();
}

export async function replaceLines(
  tx: Db,
  merchantId: string,
  orderId: string,
  lines: Insertable<OrderLinesTable>[],
): Promise<void> {
  await tx
    .deleteFrom("orderLines")
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", orderId)
    .execute();
  await tx.insertInto("orderLines").values(lines).execute();
}

export async function updateOrder(
  tx: Db,
  merchantId: string,
  id: string,
  values: Partial<Work> & {
    status?: OrderStatus;
    money?: string;
    customer?: string | null;
    releaseOn?: string | null | undefined;
  },
): Promise<void> {
  await tx
    .updateTable("orders")
    .set({ ...values, updatedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "orders");
}

/** True if the order's log has the comment with this key. */
export async function hasComment(tx: Db, merchantId: string, orderId: string, key: string): Promise<boolean> {
  const found = await tx
    .selectFrom("orderLog")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", orderId)
    .where("event", "=", "commented")
    .where(sql<string>`fact->'data'->>'key'`, "=", key)
    .executeTakeFirst();
  return found !== undefined;
}

/** Writes an entry to an order's log (O5), and the event that others are told of with it. */
export async function addLog(tx: Db, { merchantId, fact, ...entry }: LogEntry): Promise<void> {
  const logged = { ...entry, merchantId, fact: JSON.stringify(fact) };
  const type = eventOfLog(entry.event);
  const writes: Promise<unknown>[] = [tx.insertInto("orderLog").values(logged).modifyEnd(named).execute()];
  if (type !== null)
    writes.push(
      tx
        .insertInto("outbox")
        .columns(["merchantId", "type", "thing", "data"])
        .expression((from) =>
          from
            .selectFrom("orders")
            .select([
              "merchantId",
              sql<string>`${type}`.as("type"),
              "id",
              sql<string>`jsonb_build_object('id', id, 'number', number)`.as("data"),
            ])
            .where("merchantId", "=", merchantId)
            .where("id", "=", entry.orderId),
        )
        .modifyEnd(named)
        .execute(),
    );
  // Sent together, one after the other.
  await Promise.all(writes);
  tell(tx, merchantId, "orders");
}

/** The money lines of an order. */
export async function readMoney(db: Db, merchantId: string, id: string): Promise<Money> {
  const { money } = await db
    .selectFrom("orders")
    .select("money")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return money;
}

/**
 * IDs of orders that are behind (P6): not in Smaregi as they are and not going on by themselves, because they were changed or taken
 * while the link was off, or failed. All of the merchant's, or those in `among`.
 */
export async function behindOrders(db: Db, merchantId: string, among?: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where(orderIsBehind)
    .$if(among !== undefined, (query) => query.where("id", "in", among ?? []))
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

/** Written as in the index. An order that was taken while the link was off and then cancelled has nothing to send. */
export const orderIsBehind = sql<boolean>`((follows <> 'on' and follows_why is not null or link_state = 'failed')
  and follows_why is distinct from 'handledByHand' and not (follows = 'off' and status = 'cancelled') and not restless)`;

/** Stores an order's state in Smaregi with the order, in the transaction that changed its link. The order must be locked. */
export async function updateLink(
  tx: Db,
  merchantId: string,
  id: string,
  columns: Updateable<OrdersTable>,
): Promise<void> {
  await tx
    .updateTable("orders")
    .set(columns)
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .modifyEnd(named)
    .execute();
  tell(tx, merchantId, "orders");
}

/** 受注明細のログ, oldest first, after the entry `after`. */
export async function readLog(
  db: Db,
  merchantId: string,
  orderId: string,
  page: { after: number | null; limit: number },
) {
  return await db
    .selectFrom("orderLog")
    .select(["id", "at", "event", "fact", "transactionId", "actor"])
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", orderId)
    .$if(page.after !== null, (query) => query.where("id", ">", page.after as number))
    .orderBy("id")
    .limit(page.limit)
    .execute();
}

/** How the buyer pays, according to the order; null if it does not say, or if the buyer was erased. */
export async function readPaymentMethod(db: Db, merchantId: string, orderId: string): Promise<string | null> {
  const row = await db
    .selectFrom("orders")
    .select(sql<string | null>`customer->>'paymentMethod'`.as("paymentMethod"))
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  return row?.paymentMethod ?? null;
}

/** Stores the trace that the order's next calls belong to. Writes nothing if tracing is off. */
export async function keepTrace(tx: Db, merchantId: string, orderId: string): Promise<void> {
  const trace = traceHere();
  if (trace === null) return;
  await tx
    .updateTable("orders")
    .set({ trace })
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .execute();
}
