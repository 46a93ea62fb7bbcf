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

/**
 * The state of the mirror. `none`: it was never read. `unlisted`: products missing from the last list, about which a
 * person must decide.
 */
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

/** A Smaregi product as people see it: price with tax, and its rate when sold; null if unknown. */
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

/** A row of the mirror as people see it; with the quantity if it was read for this store. */
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

/** The state of the merchant's mirror, and why its last read failed. */
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
 * Lists the mirrored products that contain every word of `q` in name, kana, code, group, maker's number or ID; one
 * whose ID or code equals `q` comes first. Gone products are listed only if something is linked to them.
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
