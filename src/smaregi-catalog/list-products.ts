import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { invalid } from "../kit/errors.ts";
import { countMirrored, listMirrored, type MirroredRow } from "./mirror/store.ts";
import {
  effectiveTax,
  grossPrice,
  knownTaxes,
  notSellable,
  searchForm,
  type KnownTaxes,
  type NotSellable,
  type Rate,
} from "./rules.ts";
import { catalogPlace, readCatalogRow } from "./store.ts";

/** What is known of the mirror. `none`: it was never read. `unlisted`: products that the last list did not hold, and that a person has to say of. */
export type MirrorState = {
  state: "none" | "reading" | "ready" | "failed";
  contractId: string | null;
  filledAt: Date | null;
  readUntil: Date | null;
  products: number;
  unlisted: number;
  problem: Fact | null;
  problemAt: Date | null;
};

/** A product of Smaregi as people read it: price with tax, rate as it is sold at; null where nobody can tell. */
export type ShownProduct = {
  smaregiProductId: string;
  productCode: string | null;
  groupCode: string | null;
  name: string;
  size: string | null;
  color: string | null;
  price: number | null;
  taxRate: Rate | null;
  stockManaged: boolean;
  quantity?: number;
  quantityAt?: Date;
  notSellable: NotSellable[];
  takesOtherStock: boolean | null;
  updatedAt: Date | null;
  goneAt: Date | null;
};

/** A row of the mirror as people read it; the quantity where it was read for this store. */
export function shownProduct(row: MirroredRow, at: { taxes: KnownTaxes; storeId: string }): ShownProduct {
  const taxRate = effectiveTax(row, at.taxes);
  const { stockAmount, stockReadAt } = row;
  const isRead = stockAmount !== null && stockReadAt !== null && row.stockStoreId === at.storeId;
  return {
    smaregiProductId: row.smaregiProductId,
    productCode: row.productCode,
    groupCode: row.groupCode,
    name: row.name,
    size: row.size,
    color: row.color,
    price: grossPrice(row, taxRate),
    taxRate,
    stockManaged: row.stockManaged,
    ...(isRead ? { quantity: stockAmount, quantityAt: stockReadAt } : {}),
    notSellable: notSellable(row, at.storeId),
    takesOtherStock: row.takesOtherStock,
    updatedAt: row.updatedAt,
    goneAt: row.goneAt,
  };
}

const nothing: MirrorState = {
  state: "none",
  contractId: null,
  filledAt: null,
  readUntil: null,
  products: 0,
  unlisted: 0,
  problem: null,
  problemAt: null,
};

/** How the merchant's mirror is, and why its last read did not go through. */
export async function readMirrorState(ctx: Context, merchantId: string): Promise<MirrorState> {
  const catalog = await readCatalogRow(ctx.db, merchantId);
  if (catalog === null) return nothing;
  const { contractId, filledAt, readUntil, unlisted, problem, problemAt, dueAt, attempts } = catalog;
  const isAsked = dueAt !== null && attempts === 0;
  const settled = problem !== null ? "failed" : filledAt === null ? "none" : "ready";
  const state = isAsked ? "reading" : settled;
  const products = await countMirrored(ctx.db, merchantId);
  return { state, contractId, filledAt, readUntil, products, unlisted, problem, problemAt };
}

/**
 * Lists the mirrored products that hold every word of `q` in name, kana, code, group, maker's number or ID; one whose ID or
 * code is just that comes first. Gone ones are listed where something is linked to them.
 */
export async function listSmaregiProducts(
  ctx: Context,
  input: {
    merchantId: string;
    q?: string | undefined;
    linked?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  },
) {
  const { merchantId, q = "", linked = null, limit } = input;
  const words = q
    .split(/\s+/u)
    .map(searchForm)
    .filter((word) => word !== "");
  const exact = searchForm(q);
  const page = { words, exact, linked, after: readPlace(input.cursor), limit: limit + 1 };
  const place = await catalogPlace(ctx.db, merchantId);
  const catalog = await readCatalogRow(ctx.db, merchantId);
  const rows = catalog === null ? [] : await listMirrored(ctx.db, merchantId, page);
  const at = {
    taxes: knownTaxes(catalog),
    storeId: place?.storeId ?? "",
  };
  const items = rows.slice(0, limit).map((row) => {
    return { ...shownProduct(row, at), linkedVariationIds: row.linkedVariationIds };
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const nextCursor = last === undefined ? null : placeOf(last.exact, last.smaregiProductId);
  return { items, nextCursor, mirror: await readMirrorState(ctx, merchantId) };
}

const placeOf = (exact: boolean, id: string): string =>
  Buffer.from(`${exact ? 1 : 0}${id}`).toString("base64url");

function readPlace(cursor: string | undefined): { exact: boolean; id: string } | null {
  if (cursor === undefined) return null;
  const [, exact, id] =
    /^([01])([0-9A-Za-z_-]{1,64})$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (id === undefined) {
    throw invalid("cursor", { ja: "cursorの値が正しくありません。", en: "This is not a cursor of ours." });
  }
  return { exact: exact === "1", id };
}
