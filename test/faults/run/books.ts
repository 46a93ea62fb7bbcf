import type { Ground, Json, Shop } from "../../support/shop.ts";
import type { Mode } from "../../../src/kit/tables.ts";
import type { OrderLine, Placed } from "./buyers.ts";
import { goods } from "./goods.ts";
import { salesOf, stands } from "./smaregi-contracts.ts";

export type BookedOrder = {
  id: string;
  number: string;
  /** The key under which it was sent. */
  key: string;
  status: string;
  lines: (OrderLine & { unitPrice: number; productName: string; variationName: string })[];
  total: number;
  link: { state: string; why?: string; transactionId?: string; goesOn?: boolean };
};

/** One of an order's transactions in our database. */
type Row = {
  id: string;
  orderId: string;
  state: string;
  halt: string | null;
  transactionUuid: string | null;
  products: string[];
};

export type Movement = { cause: string; change: number; quantity: number | null; orderId: string | null };

export type Transaction = {
  id: string;
  memo: string;
  uuid: string;
  stands: boolean;
  total: number;
  lines: { productId: string | null; productName: string | null; quantity: number; salesPrice: number }[];
};

/** A variation with its entry in the goods, its quantity and its whole ledger. */
export type Variation = (typeof goods)[number] & {
  id: string;
  quantity: number | null;
  movements: Movement[];
};

type Synced = { id: string; smaregiProductId: string; quantity: number | null };

/** Both sides' books once everything is at rest: the invariants check these. */
export type Books = {
  mode: Mode;
  /** True if no setting was changed and no clerk undid a sale. */
  still: boolean;
  /** The modes that the link was in. */
  modes: Set<Mode>;
  /** What the buyers know. */
  placed: Placed[];
  orders: BookedOrder[];
  /** Numbers of the orders in open entries of スマレジ連携ログ, and of those that one press would send. */
  failedNumbers: Set<string>;
  behind: Set<string>;
  rows: Row[];
  /** Orders that スマレジ連携ログ ever named, repaired or not. */
  everFailed: Set<string>;
  variations: Variation[];
  /** Every variation whose quantity comes from Smaregi, including those from files. */
  synced: Synced[];
  /** From Smaregi: every transaction of our terminal, its stock, and its stock at the start. */
  transactions: Transaction[];
  stock: Map<string, number>;
  startingStock: Map<string, number>;
};

/**
 * Collects the books: orders and failures from the shop's API, transactions and ledger from the database, and Smaregi's
 * own.
 */
export async function openBooks(
  ground: Ground,
  shop: Shop,
  given: Pick<Books, "mode" | "still" | "modes" | "placed" | "startingStock"> & {
    variationIds: string[];
    contractIds: string[];
  },
): Promise<Books> {
  const { variationIds, contractIds, ...known } = given;
  const behind = await readAll(shop, "/orders/behind?");
  const failures = await readAll(shop, "/integration-log?state=open&");
  return {
    ...known,
    orders: (await readAll(shop, "/orders?")).map((order) => {
      return { ...(order as BookedOrder), key: (order["customer"]?.note ?? "") as string };
    }),
    failedNumbers: new Set(
      failures.flatMap((failure) => (failure["orderNumber"] as string | undefined) ?? []),
    ),
    behind: new Set(behind.map((order) => order["number"] as string)),
    rows: await readRows(ground, shop),
    everFailed: await readEverFailed(ground, shop),
    variations: await readVariations(ground, shop, variationIds),
    synced: await readSynced(ground, shop),
    transactions: (await salesOf(ground, contractIds)).map(asTransaction),
    stock: await shop.stock(),
  };
}

async function readAll(shop: Shop, path: string): Promise<Json[]> {
  const items: Json[] = [];
  for (let cursor = ""; ;) {
    const { status, body } = await shop.api("GET", `${path}limit=200${cursor}`);
    if (status !== 200) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`);
    items.push(...(body["items"] as Json[]));
    if (body["nextCursor"] === null) return items;
    cursor = `&cursor=${body["nextCursor"]}`;
  }
}

async function readEverFailed({ database }: Ground, { merchantId }: Shop): Promise<Set<string>> {
  const rows = await database.db
    .selectFrom("integrationLog")
    .select("orderId")
    .where("merchantId", "=", merchantId)
    .execute();
  return new Set(rows.flatMap((row) => row.orderId ?? []));
}

async function readRows({ database }: Ground, { merchantId }: Shop): Promise<Row[]> {
  const rows = await database.db
    .selectFrom("transactions")
    .select(["id", "orderId", "state", "halt", "transactionUuid", "sale"])
    .where("merchantId", "=", merchantId)
    .orderBy("orderId")
    .orderBy("createdAt")
    .execute();
  return rows.map(({ sale, ...row }) => {
    return { ...row, products: sale.lines.flatMap((line) => line.smaregiProductId ?? []) };
  });
}

async function readSynced({ database }: Ground, { merchantId }: Shop): Promise<Synced[]> {
  const rows = await database.db
    .selectFrom("variations")
    .select(["id", "smaregiProductId", "quantity"])
    .where("merchantId", "=", merchantId)
    .where("stockManaged", "=", true)
    .where("deletedAt", "is", null)
    .execute();
  return rows.flatMap(({ smaregiProductId, ...row }) =>
    smaregiProductId === null ? [] : [{ ...row, smaregiProductId }],
  );
}

async function readVariations(
  { database }: Ground,
  { merchantId }: Shop,
  variationIds: string[],
): Promise<Variation[]> {
  const rows = await database.db
    .selectFrom("variations")
    .select(["id", "quantity", "smaregiProductId"])
    .where("merchantId", "=", merchantId)
    .execute();
  const movements = await database.db
    .selectFrom("movements")
    .select(["variationId", "cause", "change", "quantity", "orderId"])
    .where("merchantId", "=", merchantId)
    .orderBy("id")
    .execute();
  return goods.map((good, index) => {
    const id = variationIds[index] ?? "";
    const { quantity = null, smaregiProductId = null } = rows.find((row) => row.id === id) ?? {};
    return {
      ...good,
      id,
      quantity,
      smaregiProductId,
      movements: movements.filter((each) => each.variationId === id),
    };
  });
}

const asTransaction = (row: Json): Transaction => ({
  id: row["transactionHeadId"],
  memo: row["memo"] ?? "",
  uuid: row["transactionUuid"],
  stands: stands(row),
  total: Number(row["total"]),
  lines: (row["details"] as Json[]).map((line) => ({
    productId: line["productId"] as string | null,
    productName: line["productName"] as string | null,
    quantity: Number(line["quantity"]),
    salesPrice: Number(line["salesPrice"]),
  })),
});
