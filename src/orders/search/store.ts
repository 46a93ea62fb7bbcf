import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import type { LinkState, OrderKind, OrderStatus } from "../../kit/tables.ts";
import { orderIsBehind, readLines, type LineRow, type OrderRow } from "../store.ts";
import type { Payment, Shipping } from "../work/rules.ts";
import { spellingsOf, type OrderSearch } from "./rules.ts";

/** The search rows of orders, as a statement or a part of one; the orders may be part of the same write. */
export function searchRows(
  merchantId: string,
  orders: {
    order: Pick<OrderRow, "serial" | "number" | "customer"> &
      Partial<Pick<OrderRow, "memo" | "trackingNumber">>;
    lines: Pick<LineRow, "productName" | "variationName" | "productCode">[];
  }[],
) {
  const rows = orders.map(({ order: { serial, number, customer, memo, trackingNumber }, lines }) => {
    const texts = [
      ...lines.flatMap((line) => [`${line.productName}${line.variationName}`, line.productCode]),
      memo,
      trackingNumber,
    ].filter((text) => typeof text === "string" && text !== "");
    return { serial, number, customer, texts: [...new Set(texts)] };
  });
  return sql`
    insert into order_search (merchant_id, serial, words, grams)
    select ${merchantId}::uuid, serial, array_to_string(words, e'\\n'), search_grams(${merchantId}::uuid, words)
    from (select serial, array_remove(array[number, search_text(customer->>'name'),
        search_text(customer->>'kana'), replace(search_text(customer->>'phone'), '-', '')]
        || array(select search_text(word) from jsonb_array_elements_text(texts) word), null) as words
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(serial bigint, number text, customer jsonb, texts jsonb)
    ) found
    on conflict (merchant_id, serial) do update set words = excluded.words, grams = excluded.grams`;
}

/** Updates what an order is found by. Runs in the transaction that changed the order and has it locked. */
export async function writeSearch(tx: Db, merchantId: string, id: string): Promise<void> {
  const [order] = await readOrders(tx, merchantId, { before: null, limit: 1, id });
  if (order === undefined) return;
  const lines = await readLines(tx, merchantId, [id]);
  await searchRows(merchantId, [{ order, lines }]).execute(tx);
}

/** Orders whose words contain this one: among the newest only, or by the index. */
function foundBy(
  merchantId: string,
  q: string,
  { before, after, among }: { before: number | null; after: number | null; among: number | null },
) {
  const own = sql`merchant_id = ${merchantId} ${before === null ? sql`` : sql`and serial < ${before}`}
    ${after === null ? sql`` : sql`and serial > ${after}`}`;
  const each = spellingsOf(q).map((word) => ({
    hit: sql`strpos(words, search_text(${word})) > 0`,
    known: sql`grams @> search_wanted(${merchantId}, search_text(${word}))`,
  }));
  const hit = sql`(${sql.join(
    each.map((one) => one.hit),
    sql` or `,
  )})`;
  const known = sql`(${sql.join(
    each.map((one) => one.known),
    sql` or `,
  )})`;
  const newest = sql`select serial, words from order_search where ${own} order by serial desc limit ${among}`;
  return among === null
    ? sql<boolean>`serial in (select serial from order_search where ${own} and ${hit} and ${known})`
    : sql<boolean>`serial in (select serial from (${newest}) newest where ${hit})`;
}

/** Written as in the index: orders that wait for money or shipping. */
const orderIsOpen = sql<boolean>`((payment = 'unpaid' or shipping <> 'shipped') and status <> 'cancelled')`;

/*
 * Orders are numbered as they come, so a span of time is a span of serials. The list walks by serial; without that span it would read
 * everything newer first. A few orders of the same moment may be numbered the other way round.
 */
const sameMoment = 500;
const notBefore = (merchantId: string, from: Date) =>
  sql<boolean>`serial >= (select min(serial) from (select serial from orders
    where merchant_id = ${merchantId} and created_at >= ${from} order by created_at limit ${sameMoment}) first)`;
const notAfter = (merchantId: string, until: Date) =>
  sql<boolean>`serial <= (select max(serial) from (select serial from orders
    where merchant_id = ${merchantId} and created_at < ${until} order by created_at desc limit ${sameMoment}) last)`;

type Asked = OrderSearch & {
  id?: string;
  before?: number | null;
  after?: number | null;
  among?: number | null;
};

/** The merchant's orders that a search asks for. */
function searched(db: Db, merchantId: string, asked: Asked) {
  const { id, number, q, status, kind, link, payment, shipping, from, until, behind } = asked;
  const { before = null, after = null, among = null } = asked;
  return db
    .selectFrom("orders")
    .where("merchantId", "=", merchantId)
    .$if(q !== undefined, (query) => query.where(foundBy(merchantId, q ?? "", { before, after, among })))
    .$if(from !== undefined, (query) => query.where(notBefore(merchantId, from as Date)))
    .$if(until !== undefined, (query) => query.where(notAfter(merchantId, until as Date)))
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .$if(number !== undefined, (query) => query.where("number", "=", number ?? ""))
    .$if(status !== undefined, (query) => query.where("status", "=", status as OrderStatus))
    .$if(kind !== undefined, (query) => query.where("kind", "=", kind as OrderKind))
    .$if(link !== undefined, (query) => query.where("linkState", "=", link as LinkState))
    .$if(behind === true, (query) => query.where(orderIsBehind))
    .$if(payment === "unpaid" || shipping === "unshipped", (query) => query.where(orderIsOpen))
    .$if(payment !== undefined, (query) => query.where("payment", "=", payment as Payment))
    .$if(shipping === "unshipped", (query) => query.where("shipping", "!=", "shipped"))
    .$if(shipping === "preparing" || shipping === "shipped", (query) =>
      query.where("shipping", "=", shipping as Shipping),
    )
    .$if(from !== undefined, (query) => query.where("createdAt", ">=", from as Date))
    .$if(until !== undefined, (query) => query.where("createdAt", "<", until as Date))
    .$if(before !== null, (query) => query.where("serial", "<", before as number))
    .$if(after !== null, (query) => query.where("serial", ">", after as number));
}

/** Orders with a serial below `before`, newest first. With `q`, `among` is how many of the newest orders are searched. */
export async function readOrders(
  db: Db,
  merchantId: string,
  page: OrderSearch & { before: number | null; limit: number; id?: string; among?: number | null },
): Promise<OrderRow[]> {
  return await searched(db, merchantId, page)
    .selectAll()
    .orderBy("serial", "desc")
    .limit(page.limit)
    .execute();
}

/** How many orders a search finds; the count stops at `most`. */
export async function countFound(
  db: Db,
  merchantId: string,
  search: OrderSearch,
  most: number,
): Promise<number> {
  const some = searched(db, merchantId, search).select("serial").limit(most);
  const { count } = await db
    .selectFrom(some.as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** The orders right before and after one in a search's list, newest first: `newer` is above it. */
export async function readNeighbours(
  db: Db,
  merchantId: string,
  serial: number,
  search: OrderSearch,
): Promise<{ newer: Beside | null; older: Beside | null }> {
  const columns = ["id", "number"] as const;
  const older = await searched(db, merchantId, { ...search, before: serial })
    .select(columns)
    .orderBy("serial", "desc")
    .limit(1)
    .executeTakeFirst();
  const newer = await searched(db, merchantId, { ...search, after: serial })
    .select(columns)
    .orderBy("serial")
    .limit(1)
    .executeTakeFirst();
  return { newer: newer ?? null, older: older ?? null };
}
type Beside = { id: string; number: string };

/** The IDs of all orders that a search finds, oldest first, up to `most`. */
export async function idsFound(
  db: Db,
  merchantId: string,
  search: OrderSearch,
  most: number,
): Promise<string[]> {
  const rows = await searched(db, merchantId, search).select("id").orderBy("serial").limit(most).execute();
  return rows.map(({ id }) => id);
}

/** The IDs of the orders of these numbers, oldest first. */
export async function idsOfNumbers(db: Db, merchantId: string, numbers: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("number", "=", sql<string>`any(${numbers}::text[])`)
    .orderBy("serial")
    .execute();
  return rows.map(({ id }) => id);
}

/** These orders of the merchant, oldest first. */
export async function readOrdersByIds(db: Db, merchantId: string, ids: string[]): Promise<OrderRow[]> {
  return await db
    .selectFrom("orders")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .orderBy("serial")
    .execute();
}

/** The orders with these numbers, to compare with a carrier's file. */
export async function readOrdersOfNumbers(
  db: Db,
  merchantId: string,
  numbers: string[],
): Promise<Pick<OrderRow, "id" | "number" | "status" | "trackingNumber">[]> {
  return await db
    .selectFrom("orders")
    .select(["id", "number", "status", "trackingNumber"])
    .where("merchantId", "=", merchantId)
    .where("number", "=", sql<string>`any(${numbers}::text[])`)
    .execute();
}
