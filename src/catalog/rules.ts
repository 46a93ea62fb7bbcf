import type { Fact } from "../facts/fact.ts";
import type { FieldError, Text } from "../kit/errors.ts";
import { folded, showsNothing, spelledOut, normal } from "../kit/text/rules.ts";
import type { Question, VariationPattern } from "../kit/tables.ts";

/** The longest texts and largest numbers of a product, for every way to enter them. */
export const limits = {
  name: 255,
  productCode: 50,
  variationName: 100,
  price: 99_999_999,
  variations: 500,
  questions: 20,
  choices: 100,
  question: 100,
} as const;

/** A product ID of Smaregi. */
export const smaregiProductIdShape = /^(0|[1-9][0-9]{0,14})$/;

/** A variation as a writer gives it: undefined fields stay as they are (or get their default if it is new). */
export type VariationInput = {
  id?: string | undefined;
  name?: string | undefined;
  productCode?: string | null | undefined;
  janCode?: string | null | undefined;
  price?: number | null | undefined;
  /** null: the same as the product. */
  taxRate?: 8 | 10 | null | undefined;
  stockManaged?: boolean | undefined;
  quantity?: number | null | undefined;
  smaregiProductId?: string | null | undefined;
};

export type ProductInput = {
  productCode?: string | null | undefined;
  name?: string | undefined;
  price?: number | undefined;
  taxRate?: 8 | 10 | undefined;
  published?: boolean | undefined;
  variationPattern?: VariationPattern | undefined;
  questions?: Question[] | undefined;
  variations?: VariationInput[] | undefined;
};

/** システム商品番号: merchant number, product serial, variation serial. */
export function systemProductNumber(merchantNumber: string, product: number, variation: number): string {
  return `${merchantNumber}-T${String(product).padStart(9, "0")}-${String(variation).padStart(3, "0")}`;
}

/**
 * The product serial in a system product number: the full number, or the part from its T on, as far as it was typed.
 */
export function productSerialOf(number: string): number | null {
  const serial = /^(?:\d{2}-\d+-)?T(\d{1,9})(?:-\d*)?$/i.exec(normal(number, "NFKC").trim())?.[1];
  return serial === undefined ? null : Number(serial);
}

const texts = {
  one: {
    ja: "バリエーションなし、およびバリエーションパターン2の商品には、バリエーションがちょうど1つ必要です。",
    en: "A product with no pattern or with pattern 2 has exactly one variation.",
  },
  some: {
    ja: "バリエーションパターン1の商品には、バリエーションが1つ以上必要です。",
    en: "A product with pattern 1 has at least one variation.",
  },
  unnamed: {
    ja: "この商品のバリエーションに名前は付けられません。",
    en: "The only variation of this product has no name.",
  },
  named: { ja: "バリエーション名を入力してください。", en: "Each variation of pattern 1 needs a name." },
  twice: { ja: "同じバリエーション名が2つあります。", en: "Two variations have the same name." },
  readsSame: (one: string, other: string): Text => ({
    ja: `同じに読めるバリエーション名があります: 「${one}」と「${other}」`,
    en: `Two variations' names read the same: "${one}" and "${other}"`,
  }),
  unknown: { ja: "この商品のバリエーションではありません。", en: "This is no variation of this product." },
  given: { ja: "同じバリエーションが2回指定されています。", en: "The same variation is given twice." },
  questions: {
    ja: "質問はバリエーションパターン2の商品にだけ、1つ以上設定します。",
    en: "Questions belong to pattern 2, which needs at least one.",
  },
} satisfies Record<string, Text | ((one: string, other: string) => Text)>;

/**
 * Checks a product's variations as they would be after the write (U1, U2): `variations` with final names, `knownIds` of
 * the product before it; `isKept`: it had this name before (P10: names that clash already may both stay). Returns every
 * problem with its path in the request.
 */
export function variationProblems(
  pattern: VariationPattern,
  questions: Question[],
  variations: { id?: string | undefined; name: string; isKept?: boolean }[],
  knownIds: Set<string>,
): FieldError[] {
  const problems: FieldError[] = [];
  const at = (index: number, field: string, message: Text) =>
    problems.push({ path: `variations[${index}].${field}`, message });

  if ((pattern === "pattern2") !== questions.length > 0) {
    problems.push({ path: "questions", message: texts.questions });
  }
  if (pattern === "pattern1" && variations.length === 0) {
    problems.push({ path: "variations", message: texts.some });
  }
  if (pattern !== "pattern1" && variations.length !== 1) {
    problems.push({ path: "variations", message: texts.one });
  }
  const names = new Map<string, { name: string; isKept: boolean }>();
  const ids = new Set<string>();
  for (const [index, { id, name, isKept = false }] of variations.entries()) {
    if (id !== undefined && !knownIds.has(id)) at(index, "id", texts.unknown);
    if (id !== undefined && ids.has(id)) at(index, "id", texts.given);
    if (id !== undefined) ids.add(id);
    if (pattern !== "pattern1" && name !== "") at(index, "name", texts.unnamed);
    const isBlank = name === "" || (showsNothing(name) && !isKept);
    if (pattern === "pattern1" && isBlank) at(index, "name", texts.named);
    const same = name === "" ? undefined : names.get(folded(name));
    if (pattern === "pattern1" && same !== undefined && !(isKept && same.isKept)) {
      at(index, "name", clash(same.name, name));
    }
    names.set(folded(name), same ?? { name, isKept });
  }
  return problems;
}

const clash = (one: string, other: string): Text =>
  one === other ? texts.twice : texts.readsSame(spelledOut(one, other), spelledOut(other, one));

/** The sync state of a variation, as merchants see it. */
export type SyncState = {
  state: "off" | "waiting" | "synced" | "failed";
  at: Date | null;
  /** Why it failed. */
  error?: Fact;
};

/** The sync state of a variation: off if it is not synced or the link is not live. */
export function syncState(row: {
  synced: boolean;
  live: boolean;
  waitingSince: Date | null;
  syncedAt: Date | null;
  syncFailedAt: Date | null;
  syncError: Fact | null;
}): SyncState {
  if (!row.synced || !row.live) return { state: "off", at: row.syncedAt };
  if (row.waitingSince !== null) return { state: "waiting", at: row.waitingSince };
  if (row.syncFailedAt !== null) {
    const why = row.syncError === null ? {} : { error: row.syncError };
    return { state: "failed", at: row.syncFailedAt, ...why };
  }
  return row.syncedAt === null ? { state: "waiting", at: null } : { state: "synced", at: row.syncedAt };
}

/** A variation's stock as buyers see it; the number is shown only if it is small. */
export type ShopStock = { state: "available" | "few" | "soldOut" | "unlimited"; quantity?: number };

/** From this quantity on, the number is not shown. */
const plenty = 6;

/**
 * What buyers see of a variation's stock (U3): without the flag it is sold without limit. It is sold out if its
 * quantity is blank, or if the merchant stopped its sale (P3).
 */
export function shopStock(row: {
  stockManaged: boolean;
  quantity: number | null;
  saleStopped?: boolean;
}): ShopStock {
  if (!row.stockManaged) return { state: "unlimited" };
  const quantity = row.saleStopped === true ? 0 : (row.quantity ?? 0);
  if (quantity === 0) return { state: "soldOut" };
  return quantity < plenty ? { state: "few", quantity } : { state: "available" };
}
