import { sql } from "kysely";
import type { Fact } from "../../facts/fact.ts";
import { seriesOf } from "../../kit/counters.ts";
import { atOnce, type Db, type Tx } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import { last } from "../../kit/pool-driver.ts";
import { readPlace, type PlaceRow } from "../../place/read-place.ts";
import { placeColumns, placeOf, type LinkPlace } from "../../place/store.ts";
import type { StockRow } from "../../stock/rules.ts";
import { movementParts, namedAndLinked, siblingsOf, tellMoved } from "../../stock/store.ts";
import { tell } from "../../tell.ts";
import type { TransactionRow } from "../../transactions/rules.ts";
import { rowParts } from "../../transactions/rows/store.ts";
import { searchRows } from "../search/store.ts";
import { type LineRow, type OrderRow, type Sellable } from "../store.ts";

/** The key of a new order, and the hash of its request. A buyer's key is never one of the merchant's. */
export type KeyClaim = {
  merchantId: string;
  chosenBy: "merchant" | "buyer";
  key: string;
  requestHash: Buffer;
  orderId: string;
};

export type Locked = { rows: StockRow[]; sellables: Sellable[] };

/**
 * Claims the idempotency keys of the orders that have one, locks what the orders take from as `lockWithSiblings` does, and reads what
 * their lines copy (`sellables`, for the orders that name them). `claimed` are the orders whose keys are now theirs. One round trip.
 * With `waits`, a second request of the same key waits until the first has committed. Without it, it waits for no one: it throws at
 * once (55P03) if one of the variations is locked, and soon if a key is just being claimed.
 */
export async function claimAndLock(
  tx: Tx,
  merchantId: string,
  { claims, variationIds, waits }: { claims: KeyClaim[]; variationIds: string[]; waits: boolean },
): Promise<Locked & { claimed: Set<string> }> {
  const given = claims.map(({ chosenBy, key, requestHash, orderId }) => {
    return { chosenBy, key, hash: requestHash.toString("hex"), orderId };
  });
  const claiming = sql<{ orderId: string }>`${named}
    insert into idempotency_keys (merchant_id, chosen_by, key, request_hash, order_id)
    select ${merchantId}::uuid, "chosenBy", key, decode(hash, 'hex'), "orderId"
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) c("chosenBy" text, key text, hash text, "orderId" uuid)
    order by "chosenBy", key
    on conflict (merchant_id, chosen_by, key) do nothing returning order_id`;
  const locking = sql<OrderedRow>`${ordered(merchantId, variationIds)} ${waits ? sql`` : sql`nowait`}`;
  if (claims.length === 0) return { ...lockedOf((await locking.execute(tx)).rows), claimed: new Set() };
  const [, claimed, locked] = await atOnce(tx, [
    async (open) => (waits ? null : await sql`set local lock_timeout = '100ms'`.execute(open)),
    (open) => claiming.execute(open),
    (open) => locking.execute(open),
  ]);
  return { ...lockedOf(locked.rows), claimed: new Set(claimed.rows.map((row) => row.orderId)) };
}

/** Releases the keys of orders that failed. */
export async function unclaim(tx: Tx, merchantId: string, orderIds: string[]): Promise<void> {
  await tx
    .deleteFrom("idempotencyKeys")
    .where("merchantId", "=", merchantId)
    .where("orderId", "in", orderIds)
    .execute();
}

/** The order that used a key, and the hash of its request. */
export async function readKey(tx: Tx, { merchantId, chosenBy, key }: KeyClaim) {
  return await tx
    .selectFrom("idempotencyKeys")
    .select(["requestHash", "orderId"])
    .where("merchantId", "=", merchantId)
    .where("chosenBy", "=", chosenBy)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
}

type OrderedRow = StockRow & Sellable & { isNamed: boolean };

const ordered = (merchantId: string, variationIds: string[]) => sql<OrderedRow>`${named}
  ${namedAndLinked(merchantId, { variationIds })}
  select v.id, v.stock_managed, v.smaregi_product_id, v.quantity, v.level, v.synced_at, v.sale_stopped,
    v.name as variation_name, v.system_product_number, p.name as product_name, p.questions, p.published,
    coalesce(v.tax_rate, p.tax_rate) as tax_rate, coalesce(v.price, p.price) as price,
    coalesce(v.product_code, p.product_code) as product_code, v.id = any(${variationIds}::uuid[]) as is_named
  from variations v join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
  where v.merchant_id = ${merchantId} and v.deleted_at is null and v.id in (${siblingsOf(merchantId)})
  order by v.id for no key update of v`;

const lockedOf = (rows: OrderedRow[]): Locked => ({ rows, sellables: rows.filter(({ isNamed }) => isNamed) });

/**
 * The numbers of `count` new orders and the place they go to, read under the locks of their stock. No order waits for the number of
 * another: if its transaction fails after this, the number is left out.
 */
export async function takeNumbers(
  tx: Tx,
  merchantId: string,
  count: number,
): Promise<{ serials: number[]; place: LinkPlace }> {
  // Two statements in one round trip: on a distributed database only the coordinator has the series.
  const next = sql<{ serial: number }>`${named}
    select nextval(${seriesOf(merchantId)}::text::regclass) as serial from generate_series(1, ${count}::int)`;
  const where = sql<PlaceRow>`${named}select ${placeColumns} from ${placeOf(merchantId)}`;
  const [numbers, rows] = await atOnce(tx, [(open) => next.execute(open), (open) => where.execute(open)]);
  const [row] = rows.rows;
  if (row === undefined) throw new Error(`there is no merchant ${merchantId}`);
  return { serials: numbers.rows.map(({ serial }) => serial), place: readPlace(row) };
}

export type NewOrder = {
  order: Omit<OrderRow, "merchantId" | "createdAt" | "updatedAt" | "uncountedAt"> & { uncountedAt: Date };
  lines: Omit<LineRow, "merchantId" | "orderId">[];
  log: { event: string; fact: Fact; actor: string }[];
  movements: Parameters<typeof movementParts>[1];
  told: TransactionRow[];
};

/**
 * Inserts new orders with their lines, their log, the movements of their stock and what Smaregi must be told, in one statement.
 * Returns when each was placed. `isLast`: the commit goes with it.
 */
export async function insertOrders(
  tx: Db,
  merchantId: string,
  placed: NewOrder[],
  { isLast }: { isLast: boolean },
): Promise<{ createdAt: Date; updatedAt: Date }> {
  const own = <Row>(rowsOf: (each: NewOrder) => Row[]) =>
    JSON.stringify(placed.flatMap((each) => rowsOf(each).map((row) => ({ ...row, orderId: each.order.id }))));
  const orders = JSON.stringify(placed.map(({ order }) => order));
  const movements = placed.flatMap((each) => each.movements);
  const told = placed.flatMap(({ order, told: rows }) => rows.map((row) => ({ orderId: order.id, row })));
  const { rows } = await sql<{ createdAt: Date; updatedAt: Date }>`${isLast ? last : sql``}${named}
    with ${movementParts(merchantId, movements)}, ${rowParts(tx, { merchantId, rows: told })}, placed as (
      insert into orders (merchant_id, id, serial, number, kind, status, money, customer, placed_by, entered_by,
        release_on, link_state, link_why, transaction_id, wanted_key, follows, follows_why, counted, uncounted_at,
        restless, due_at, due_from, trace)
      select ${merchantId}::uuid, id, serial, number, kind, status, money, customer, "placedBy", "enteredBy",
        "releaseOn", "linkState", "linkWhy", "transactionId", "wantedKey", follows, "followsWhy", counted,
        "uncountedAt", restless, "dueAt", "dueFrom", trace
      from jsonb_to_recordset(${orders}::jsonb) o(id uuid, serial bigint, number text, kind text,
        status text, money jsonb, customer jsonb, "placedBy" text, "enteredBy" text, "releaseOn" date,
        "linkState" text, "linkWhy" text, "transactionId" text, "wantedKey" text, follows text, "followsWhy" text,
        counted boolean, "uncountedAt" timestamptz, restless boolean, "dueAt" timestamptz, "dueFrom" timestamptz,
        trace text)
      returning created_at, updated_at
    ), ordered as (
      insert into order_lines (merchant_id, order_id, position, variation_id, product_name, variation_name,
        product_code, system_product_number, smaregi_product_id, unit_price, tax_rate, quantity, answers, questions)
      select ${merchantId}::uuid, "orderId", position, "variationId", "productName", "variationName",
        "productCode", "systemProductNumber", "smaregiProductId", "unitPrice", "taxRate", quantity, answers, questions
      from jsonb_to_recordset(${own(({ lines }) => lines)}::jsonb) l("orderId" uuid, position int, "variationId" uuid,
        "productName" text, "variationName" text, "productCode" text, "systemProductNumber" text,
        "smaregiProductId" text, "unitPrice" int, "taxRate" smallint, quantity int, answers jsonb, questions jsonb)
    ), logged as (
      insert into order_log (merchant_id, order_id, event, fact, actor)
      select ${merchantId}::uuid, "orderId", event, fact, actor
      from jsonb_to_recordset(${own(({ log }) => log)}::jsonb) l("orderId" uuid, event text, fact jsonb, actor text)
    ), findable as (
      ${searchRows(merchantId, placed)}
    ), told as (
      insert into outbox (merchant_id, type, thing, data)
      select ${merchantId}::uuid, 'order.placed', id, jsonb_build_object('id', id, 'number', number)
      from jsonb_to_recordset(${orders}::jsonb) o(id uuid, number text)
    )
    select created_at, updated_at from placed limit 1`.execute(tx);
  tell(tx, merchantId, "orders");
  tellMoved(tx, merchantId, movements);
  return rows[0] as { createdAt: Date; updatedAt: Date };
}
