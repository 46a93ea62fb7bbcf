import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import type {
  LinkState,
  Money,
  OrderKind,
  OrderLinesTable,
  OrderLogTable,
  OrderStatus,
  OrdersTable,
} from "../kit/tables.ts";

import { eventOfLog } from "../outbox/rules.ts";
import { tell } from "../tell.ts";

export type OrderRow = Selectable<OrdersTable>;
export type LineRow = Selectable<OrderLinesTable>;

/** What an order line copies of its variation, deleted ones too (an old order may still hold them). */
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

/** Locks an order for an edit, a status or a cancellation; null where it does not exist. */
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
  values: { status?: OrderStatus; money?: string; customer?: string; releaseOn?: string | null | undefined },
): Promise<void> {
  await tx
    .updateTable("orders")
    .set({ ...values, updatedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "orders");
}

/** What an order is found by, as a statement or a part of one: its number, and its buyer's name and reading (kana). */
export function searchRow(merchantId: string, order: Pick<OrderRow, "serial" | "number" | "customer">) {
  const customer = sql`${JSON.stringify(order.customer)}::jsonb`;
  return sql`
    insert into order_search (merchant_id, serial, words, grams)
    select ${merchantId}::uuid, ${order.serial}::bigint, array_to_string(words, e'\\n'),
      search_grams(${merchantId}::uuid, words)
    from (select array_remove(array[${order.number}::text, search_text(${customer}->>'name'),
      search_text(${customer}->>'kana')], null) as words) found
    on conflict (merchant_id, serial) do update set words = excluded.words, grams = excluded.grams`;
}

/** Has an order found by its buyer's new name; in the transaction that changes it. */
export async function writeSearch(
  tx: Db,
  merchantId: string,
  order: Pick<OrderRow, "serial" | "number" | "customer">,
): Promise<void> {
  await searchRow(merchantId, order).execute(tx);
}

/** Writes an entry of an order's log (O5), and with it what others are told of. */
export async function addLog(tx: Db, { merchantId, fact, ...entry }: LogEntry): Promise<void> {
  const logged = { ...entry, merchantId, fact: JSON.stringify(fact) };
  const type = eventOfLog(entry.event);
  const writes: Promise<unknown>[] = [tx.insertInto("orderLog").values(logged).execute()];
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
        .execute(),
    );
  // Sent in one write, one after the other.
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

/** Orders that are not in Smaregi as they stand, and do not go on by themselves (P6): changed or taken while the link was off, or failed. Of all of them, or of `among`. */
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

/** As the index has it; an order that was taken while the link was off and cancelled since has nothing to send. */
export const orderIsBehind = sql<boolean>`((follows <> 'on' and follows_why is not null or link_state = 'failed')
  and follows_why is distinct from 'handledByHand' and not (follows = 'off' and status = 'cancelled') and not restless)`;

/** Keeps with the order how it stands in Smaregi, in the transaction that changed its link; the order must be locked. */
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
    .execute();
  tell(tx, merchantId, "orders");
}

/** What orders are searched by; times from (inclusive) and until (exclusive) the order was placed. */
export type OrderSearch = {
  number?: string | undefined;
  /** Part of the number, or of the buyer's name or its reading. */
  q?: string | undefined;
  status?: OrderStatus | undefined;
  kind?: OrderKind | undefined;
  link?: LinkState | undefined;
  /** Only those that are not in Smaregi as they stand (P6). */
  behind?: boolean | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** Orders whose words hold this one: among the newest ones only, or wherever the index finds it. */
function foundBy(merchantId: string, q: string, before: number | null, among: number | null) {
  const own = sql`merchant_id = ${merchantId} ${before === null ? sql`` : sql`and serial < ${before}`}`;
  const hit = sql`strpos(words, search_text(${q})) > 0`;
  const newest = sql`select serial, words from order_search where ${own} order by serial desc limit ${among}`;
  return among === null
    ? sql<boolean>`serial in (select serial from order_search where ${own} and ${hit}
        and grams @> search_wanted(${merchantId}, search_text(${q})))`
    : sql<boolean>`serial in (select serial from (${newest}) newest where ${hit})`;
}

/*
 * Orders are numbered as they come, so a span of time is a span of serials, which is what the list goes by: without it, it would
 * look at everything newer first. A few that came at the same moment may be numbered the other way round.
 */
const sameMoment = 500;
const notBefore = (merchantId: string, from: Date) =>
  sql<boolean>`serial >= (select min(serial) from (select serial from orders
    where merchant_id = ${merchantId} and created_at >= ${from} order by created_at limit ${sameMoment}) first)`;
const notAfter = (merchantId: string, until: Date) =>
  sql<boolean>`serial <= (select max(serial) from (select serial from orders
    where merchant_id = ${merchantId} and created_at < ${until} order by created_at desc limit ${sameMoment}) last)`;

/** Orders with a serial below `before`, newest first; with `q`, `among`: looks at the so many newest ones only. */
export async function readOrders(
  db: Db,
  merchantId: string,
  page: OrderSearch & { before: number | null; limit: number; id?: string; among?: number | null },
): Promise<OrderRow[]> {
  const { id, number, q, status, kind, link, from, until, before, among = null, behind } = page;
  return await db
    .selectFrom("orders")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .$if(q !== undefined, (query) => query.where(foundBy(merchantId, q ?? "", before, among)))
    .$if(from !== undefined, (query) => query.where(notBefore(merchantId, from as Date)))
    .$if(until !== undefined, (query) => query.where(notAfter(merchantId, until as Date)))
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .$if(number !== undefined, (query) => query.where("number", "=", number ?? ""))
    .$if(status !== undefined, (query) => query.where("status", "=", status as OrderStatus))
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind as OrderKind))
    .$if(link !== undefined, (query) => query.where("linkState", "=", link as LinkState))
    .$if(behind === true, (query) => query.where(orderIsBehind))
    .$if(from !== undefined, (query) => query.where("createdAt", ">=", from as Date))
    .$if(until !== undefined, (query) => query.where("createdAt", "<", until as Date))
    .$if(before !== null, (query) => query.where("serial", "<", before as number))
    .orderBy("serial", "desc")
    .limit(page.limit)
    .execute();
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
