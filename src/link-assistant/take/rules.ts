import { janKey, looseForm } from "../keys/rules.ts";
import type { Rate } from "../../smaregi-catalog/rules.ts";

/** A Smaregi product that will become one here. */
export type Taken = {
  smaregiProductId: string;
  name: string;
  code: string | null;
  groupCode: string | null;
  size: string | null;
  color: string | null;
  /** With tax. */
  price: number | null;
  taxRate: Rate | null;
  stockManaged: boolean;
  isTicket: boolean;
  isLinked: boolean;
};

/** Why a product cannot be taken automatically. */
export type TakeSkip = "linkedAlready" | "taxUnknown" | "notTaxed" | "noPrice" | "noName" | "ticket";

type NewVariation = {
  smaregiProductId: string;
  name: string;
  productCode: string | null;
  janCode: string | null;
  price: number | null;
  taxRate: 8 | 10 | null;
  stockManaged: boolean;
};

/** A product here, unpublished, whose variations are linked from the start. */
export type NewProduct = {
  name: string;
  productCode: string | null;
  price: number;
  taxRate: 8 | 10;
  variationPattern: "none" | "pattern1";
  variations: NewVariation[];
};

type Good = Taken & { price: number; taxRate: 8 | 10 };

const most = { name: 255, variationName: 100, code: 50, price: 99_999_999, variations: 500 };

function skipOf(product: Taken): TakeSkip | null {
  if (product.isLinked) return "linkedAlready";
  if (product.isTicket) return "ticket";
  if (product.name.trim() === "") return "noName";
  if (product.taxRate === null) return "taxUnknown";
  if (product.taxRate === 0) return "notTaxed";
  if (product.price === null || product.price < 0 || product.price > most.price) return "noPrice";
  return null;
}

/** Makes our products from Smaregi's: those of one group become one product with variations by size and colour. */
export function planTake(products: Taken[]): {
  products: NewProduct[];
  skipped: { smaregiProductId: string; reason: TakeSkip }[];
} {
  const skipped: { smaregiProductId: string; reason: TakeSkip }[] = [];
  const groups = new Map<string, Good[]>();
  const full: Good[][] = [];
  for (const product of products) {
    const reason = skipOf(product);
    if (reason !== null) {
      skipped.push({ smaregiProductId: product.smaregiProductId, reason });
      continue;
    }
    const group = product.groupCode === null ? "" : looseForm(product.groupCode);
    const key = group === "" ? `one ${product.smaregiProductId}` : `group ${group}`;
    const good = product as Good;
    const own = groups.get(key);
    if (own !== undefined && own.length >= most.variations) full.push(own);
    if (own === undefined || own.length >= most.variations) groups.set(key, [good]);
    else own.push(good);
  }
  return { products: [...full, ...groups.values()].map(asProduct), skipped };
}

/** A code as a JAN if it is one, else as a code of the shop. */
function codesOf(code: string | null): { productCode: string | null; janCode: string | null } {
  const key = code === null ? null : janKey(code);
  if (key?.kind === "jan" && /^(\d{8}|\d{13})$/.test(key.jan)) return { productCode: null, janCode: key.jan };
  const plain = code?.trim() ?? "";
  return { productCode: plain === "" || plain.length > most.code ? null : plain, janCode: null };
}

function asProduct(group: Good[]): NewProduct {
  const [first] = group as [Good, ...Good[]];
  const isOne = group.length === 1;
  const own = codesOf(first.code);
  const names = isOne ? [""] : variationNames(group);
  const groupCode = first.groupCode?.trim() ?? "";
  return {
    name: cut(isOne ? first.name.trim() : commonName(group), most.name),
    productCode: isOne ? own.productCode : groupCode.length > most.code ? null : groupCode,
    price: first.price,
    taxRate: first.taxRate,
    variationPattern: isOne ? "none" : "pattern1",
    variations: group.map((product, nth): NewVariation => {
      const codes = codesOf(product.code);
      return {
        smaregiProductId: product.smaregiProductId,
        name: names[nth] ?? "",
        productCode: isOne ? null : codes.productCode,
        janCode: codes.janCode,
        price: product.price === first.price ? null : product.price,
        taxRate: product.taxRate === first.taxRate ? null : product.taxRate,
        stockManaged: product.stockManaged,
      };
    }),
  };
}

const cut = (text: string, length: number): string => [...text].slice(0, length).join("").trim();
/** Separators between a product's name and its variation's, at either end. */
const apart = /^[\s/／・,、_|:：-]+|[\s/／・,、_|:：(（［[-]+$/gu;
const bare = (text: string): string =>
  text
    .replaceAll(apart, "")
    .replace(/^[(（](.*)[)）]$/u, "$1")
    .trim();

/** The common beginning of a group's names; if that is too short, the first name. */
function commonName(group: Good[]): string {
  const [first = "", ...others] = group.map(({ name }) => name.trim());
  let letters = [...first];
  for (const other of others) {
    const theirs = [...other];
    const end = letters.findIndex((letter, at) => letter !== theirs[at]);
    if (end !== -1) letters = letters.slice(0, end);
  }
  const common = bare(letters.join(""));
  return common.length < 2 ? first : common;
}

/**
 * Colour and size, or the part of a name that the others lack; each once, with the ID if nothing else distinguishes
 * them.
 */
function variationNames(group: Good[]): string[] {
  const common = commonName(group);
  const used = new Set<string>();
  return group.map(({ name, size, color, smaregiProductId }) => {
    const fields = [color, size].flatMap((field) =>
      field === null || field.trim() === "" ? [] : [field.trim()],
    );
    const rest = name.trim().startsWith(common) ? name.trim().slice(common.length) : name.trim();
    const plain = fields.join(" / ") || bare(rest) || smaregiProductId;
    const short = cut(plain, most.variationName - 16);
    const own = used.has(looseForm(short)) ? `${short} ${smaregiProductId}` : short;
    used.add(looseForm(own));
    return own;
  });
}
