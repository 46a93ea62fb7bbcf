import { bigramsOf } from "../names/rules.ts";
import { nameForm, printOf } from "../keys/rules.ts";
import { isOtherPack, variantOf, type Variant } from "../words/rules.ts";
import type { NotSellable, Rate } from "../../smaregi-catalog/rules.ts";

/** A variation here, in the form for matching. */
export type Ours = {
  variationId: string;
  productName: string;
  variationName: string;
  /** Its own code, and its product's code if it is the only variation. */
  codes: string[];
  /** The product's code, which variations share. */
  parentCode: string | null;
  jan: string | null;
  taxRate: Rate;
  price: number;
  stockManaged: boolean;
  smaregiProductId: string | null;
};

/** A Smaregi product, in the form for matching. */
export type Theirs = {
  id: string;
  name: string;
  code: string | null;
  groupCode: string | null;
  makerNo: string | null;
  size: string | null;
  color: string | null;
  taxRate: Rate | null;
  price: number | null;
  stockManaged: boolean;
  notSellable: NotSellable[];
  takesOtherStock: boolean | null;
  hidden: boolean;
  /** The stock of the store; null if it has no row. */
  stock: number | null;
  /** The number of variations here that are linked with it. */
  linked: number;
};

/** What excludes a match from 確実: the two sides contradict each other, or linking would do harm. */
export const contradictions = [
  "otherTax",
  "taxUnknown",
  "otherPack",
  "otherSize",
  "otherColor",
  "otherName",
  "noStockControl",
  "notForSale",
  "ticket",
  "option",
  "notInStore",
  "takesOtherStock",
  "linkedAlready",
  "linkedHere",
  "twiceHere",
  "twiceThere",
  "otherKey",
] as const;
/** What people should know before they link. */
export const hints = [
  "otherPrice",
  "hidden",
  "negativeStock",
  "noStockRow",
  "excelCode",
  "stockTakenUnknown",
] as const;
export type Contradiction = (typeof contradictions)[number];
export type Hint = (typeof hints)[number];
export type Warning = Contradiction | Hint;

/** A variation's full name, as buyers read it. */
export const fullName = ({
  productName,
  variationName,
}: Pick<Ours, "productName" | "variationName">): string =>
  variationName === "" ? productName : `${productName} ${variationName}`;

/** Size and colour of a variation here: from its name, or from its product's if it has none. */
export const ourVariant = ({ productName, variationName }: Ours): Variant =>
  variantOf(variationName === "" ? productName : variationName);

/** Size and colour there: from their own fields, or from its name if a field is blank. */
export function theirVariant({ name, size, color }: Theirs): Variant {
  const ofName = variantOf(name);
  const own = variantOf(size, color);
  return { size: own.size ?? ofName.size, color: own.color ?? ofName.color };
}

const isOther = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one !== other;

/** The contradictions between the two sides, whichever key matched them. */
export function contradict(ours: Ours, theirs: Theirs): Contradiction[] {
  const found: Contradiction[] = [];
  if (theirs.taxRate === null) found.push("taxUnknown");
  else if (theirs.taxRate !== ours.taxRate) found.push("otherTax");
  if (isOtherPack(fullName(ours), theirs.name)) found.push("otherPack");
  const [own, other] = [ourVariant(ours), theirVariant(theirs)];
  if (isOther(own.size, other.size)) found.push("otherSize");
  if (isOther(own.color, other.color)) found.push("otherColor");
  if (hasOtherName(fullName(ours), theirs.name)) found.push("otherName");
  if (ours.stockManaged && !theirs.stockManaged) found.push("noStockControl");
  found.push(...theirs.notSellable);
  if (theirs.takesOtherStock === true) found.push("takesOtherStock");
  if (ours.smaregiProductId !== null) found.push("linkedHere");
  else if (theirs.linked > 0) found.push("linkedAlready");
  return found;
}

/** True if two names share no pair of letters: then they mean two things. Names of one letter prove nothing. */
function hasOtherName(one: string, other: string): boolean {
  const [a, b] = [bigramsOf(nameForm(one)), bigramsOf(nameForm(other))];
  if (a.size === 0 || b.size === 0) return false;
  return ![...a].some((gram) => b.has(gram));
}

/** Points worth a look that do not speak against the link. */
export function hintsOf(ours: Ours, theirs: Theirs): Hint[] {
  const found: Hint[] = [];
  if (theirs.price !== null && theirs.price !== ours.price) found.push("otherPrice");
  if (theirs.hidden) found.push("hidden");
  if (theirs.stock === null) found.push("noStockRow");
  else if (theirs.stock < 0) found.push("negativeStock");
  if (theirs.takesOtherStock === null) found.push("stockTakenUnknown");
  return found;
}

/**
 * A digest of the variation's values that a proposal is based on: if it differs later, the variation is checked again.
 */
export function printOfOurs(ours: Ours): string {
  const { productName, variationName, codes, jan, taxRate, stockManaged, smaregiProductId } = ours;
  return printOf([productName, variationName, codes, jan, taxRate, stockManaged, smaregiProductId]);
}

/** A digest of the Smaregi product's values that a proposal is based on; stock and price decide nothing. */
export function printOfTheirs(theirs: Theirs): string {
  const { name, code, groupCode, size, color, taxRate, stockManaged, notSellable, takesOtherStock } = theirs;
  return printOf([name, code, groupCode, size, color, taxRate, stockManaged, notSellable, takesOtherStock]);
}
