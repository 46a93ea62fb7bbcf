import { folded } from "../kit/text/rules.ts";
import type { KnownCategory, KnownTaxRate } from "../kit/tables.ts";

/** In percent; 0: 非課税. */
export type Rate = 0 | 8 | 10;

/** The rates that every contract has: 軽減, 選択[標準], 選択[軽減]. 選択[選択] is asked at the till, so its rate is unknown. */
const usualRates = new Map<string, Rate>([
  ["10000001", 8],
  ["10000002", 10],
  ["10000003", 8],
]);

type Taxed = {
  taxDivision: string | null;
  takesCategoryTax: boolean;
  reduceTaxId: string | null;
  categoryId: string | null;
};

/** 部門 and 軽減税率 of a contract, as they were last read. */
export type KnownTaxes = { categories: Map<string, KnownCategory>; rates: Map<string, KnownTaxRate> };

/** The taxes in a catalog's row; empty if there is no catalog. */
export function knownTaxes(
  row: { categories: KnownCategory[]; taxRates: KnownTaxRate[] } | null,
): KnownTaxes {
  return {
    categories: new Map(row?.categories.map((each) => [each.categoryId, each])),
    rates: new Map(row?.taxRates.map((each) => [each.reduceTaxId, each])),
  };
}

const idOrNone = (id: string | null): string | null => (id === "" || id === "0" ? null : id);

/**
 * The rate at which Smaregi sells a product. If it takes its 軽減税率 from its 部門, some contracts answer the 部門's in the
 * product and others the product's own: both are checked. Null if they contradict each other, or if the rate is unknown
 * (要確認).
 */
export function effectiveTax(product: Taxed, { categories, rates }: KnownTaxes): Rate | null {
  if (product.taxDivision === "2") return 0;
  const own = idOrNone(product.reduceTaxId);
  if (!product.takesCategoryTax || product.categoryId === null) return rateOf(own, rates);
  const category = categories.get(product.categoryId);
  // The 部門 is not read yet: if the product has a value, it is the 部門's.
  if (category === undefined) return own === null ? null : rateOf(own, rates);
  if (category.taxDivision === "2") return null;
  const theirs = idOrNone(category.reduceTaxId);
  return own === null || own === theirs ? rateOf(theirs, rates) : null;
}

function rateOf(reduceTaxId: string | null, rates: Map<string, KnownTaxRate>): Rate | null {
  if (reduceTaxId === null) return 10;
  const usual = usualRates.get(reduceTaxId);
  if (usual !== undefined) return usual;
  const own = rates.get(reduceTaxId);
  if (own === undefined || own.byCondition) return null;
  return own.rate === 8 || own.rate === 10 ? own.rate : null;
}

/**
 * The price that a buyer pays at the till, in whole yen: 税抜 prices plus their tax, rounded down. Null if it is open or
 * unknown.
 */
export function grossPrice(
  product: { price: number | null; openPrice: boolean; taxDivision: string | null },
  rate: Rate | null,
): number | null {
  const { price, openPrice, taxDivision } = product;
  if (price === null || openPrice) return null;
  if (taxDivision !== "1") return price;
  return rate === null ? null : Math.floor((price * (100 + rate)) / 100);
}

/**
 * True if a price is what a buyer pays at the till, whichever way the contract rounds the tax: we do not know which.
 */
function isGross(ours: number, theirs: TheirProduct, rate: Rate | null): boolean {
  const gross = grossPrice(theirs, rate);
  if (gross === null || ours === gross) return ours === gross;
  const isRounded = theirs.taxDivision === "1" && ((theirs.price ?? 0) * (100 + (rate ?? 0))) % 100 !== 0;
  return isRounded && ours === gross + 1;
}

/** Why a Smaregi product cannot be sold here like others. */
export type NotSellable = "notForSale" | "ticket" | "option" | "notInStore";

/** The reason why a product cannot be sold in a store: 売上対象外, 回数券, オプション, 取扱なし. */
export function notSellable(
  product: { notForSale: boolean; division: string; notSoldIn: string[] | null },
  storeId: string,
): NotSellable[] {
  const found: NotSellable[] = [];
  if (product.notForSale) found.push("notForSale");
  if (product.division === "1") found.push("ticket");
  if (product.division === "2") found.push("option");
  if (product.notSoldIn?.includes(storeId) === true) found.push("notInStore");
  return found;
}

export type TheirProduct = Taxed & {
  price: number | null;
  openPrice: boolean;
  stockManaged: boolean;
  notForSale: boolean;
  division: string;
  notSoldIn: string[] | null;
};

/** One disagreement between the two sides of a link, with both values as people read them. */
export type Disagreement =
  | { kind: "taxRate"; ours: Rate; theirs: Rate }
  | { kind: "price"; ours: number; theirs: number }
  | { kind: "stockControl" }
  | { kind: "notSellable"; why: NotSellable[] };

/** Compares the two sides of a link (P7). An unknown rate is reported as unknown. Nothing is changed. */
export function compareLink(
  ours: { taxRate: Rate; price: number },
  theirs: TheirProduct,
  at: { storeId: string; taxes: KnownTaxes },
): Disagreement[] {
  const found: Disagreement[] = [];
  const rate = effectiveTax(theirs, at.taxes);
  const gross = grossPrice(theirs, rate);
  if (rate !== null && rate !== ours.taxRate) {
    found.push({ kind: "taxRate", ours: ours.taxRate, theirs: rate });
  }
  if (gross !== null && !isGross(ours.price, theirs, rate))
    found.push({ kind: "price", ours: ours.price, theirs: gross });
  if (!theirs.stockManaged) found.push({ kind: "stockControl" });
  const why = notSellable(theirs, at.storeId);
  if (why.length > 0) found.push({ kind: "notSellable", why });
  return found;
}

/**
 * True if a full list lacks so many of the former products that an error is likelier than their deletion: more than a
 * tenth, or all. Then nothing is marked as gone until a person confirms it.
 */
export function isShrunk(before: number, missing: number): boolean {
  return missing > 0 && (missing * 10 > before || missing === before);
}

/** How to read what is requested: everything, the changes since a time, products by their ID, or not at all. */
export type CatalogRead =
  | { way: "full" }
  | { way: "changes"; from: Date }
  | { way: "singles" }
  | { way: "nothing" };

const minute = 60_000;
const day = 1_440 * minute;
/** From this number on, one window of changes costs less than one call per product. */
export const mostSingles = 20;
/** The longest wait before a failed read is tried again. */
export const longestWaitMs = 3_600_000;

/** The cheapest way to read what is requested. `readUntil`: the time until which changes were read. */
export function planCatalogRead(
  catalog: { asked: "full" | "changes" | null; filledAt: Date | null; readUntil: Date | null },
  ids: string[],
  now: Date,
): CatalogRead {
  const { asked, filledAt, readUntil } = catalog;
  if (filledAt === null || readUntil === null || asked === "full") return { way: "full" };
  if (asked === null && ids.length === 0) return { way: "nothing" };
  if (asked === null && ids.length <= mostSingles) return { way: "singles" };
  const age = now.getTime() - readUntil.getTime();
  // Smaregi's windows are 31 days at most; a mark in the future was written before the clock was set back.
  if (age < 0 || age > 30 * day) return { way: "full" };
  return { way: "changes", from: new Date(readUntil.getTime() - 2 * minute) };
}

/** The search words of a product: name, kana, code, group, maker's number and ID, folded. */
export function searchWords(product: {
  smaregiProductId: string;
  name: string;
  kana: string | null;
  productCode: string | null;
  groupCode: string | null;
  supplierProductNo: string | null;
}): string {
  const { smaregiProductId, name, kana, productCode, groupCode, supplierProductNo } = product;
  const words = [smaregiProductId, productCode, name, kana, groupCode, supplierProductNo];
  return words.flatMap((word) => (word === null ? [] : [searchForm(word)])).join("\n");
}

/** The form in which texts are searched: folded, without case and blanks, hiragana as katakana. */
export function searchForm(text: string): string {
  const plain = folded(text, { ignoreCase: true }).replaceAll(" ", "");
  return plain.replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60));
}
