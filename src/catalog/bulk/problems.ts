import { AppError, type Text } from "../../kit/errors.ts";
import type { ColumnKey } from "./columns.ts";
import type { Problem } from "./read-row.ts";

/** Refuses a row for these reasons. */
export class Refused extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super("the row is refused");
    this.problems = problems;
  }
}

const columnOf: Record<string, ColumnKey> = {
  "variations.name": "variationName",
  "variations.productCode": "variationCode",
  "variations.janCode": "janCode",
  "variations.price": "variationPrice",
  "variations.taxRate": "variationTaxRate",
  "variations.stockManaged": "stockManaged",
  "variations.quantity": "quantity",
  "variations.smaregiProductId": "smaregiProductId",
  productCode: "productCode",
  variationPattern: "variationPattern",
  questions: "questions",
};

/**
 * The problems of an action that was refused, by the columns of a file; `nth`: the number of the variation that has the problem.
 * Rethrows any error that is not a refusal.
 */
export function problemsOf(error: unknown): (Problem & { nth: number | null })[] {
  if (error instanceof Refused) return error.problems.map((problem) => ({ ...problem, nth: null }));
  if (!(error instanceof AppError)) throw error;
  if (error.fields.length === 0) return [{ column: null, message: error.detail, nth: null }];
  return error.fields.map(({ path, message }) => {
    const nth = /^variations\[(\d+)\]/.exec(path)?.[1];
    const column = columnOf[path.replace(/\[\d+\]/, "")] ?? null;
    return { column, message, nth: nth === undefined ? null : Number(nth) };
  });
}

/** The messages about rows. */
export const texts = {
  emptyFile: { ja: "ファイルが空です。", en: "The file is empty." },
  needed: { ja: "必須です。", en: "It is needed." },
  contradicts: {
    ja: "同じ商品の別の行と内容が異なります。",
    en: "Another row of the same product says something else.",
  },
  tooMany: {
    ja: "1つの商品に登録できるバリエーションは500までです。",
    en: "A product has up to 500 variations.",
  },
  unknownNumber: {
    ja: "このシステム商品番号の商品はありません。",
    en: "There is no product of this system product number.",
  },
  unknownCode: { ja: "この商品コードの商品はありません。", en: "There is no product of this product code." },
  ambiguousCode: {
    ja: "このコードの商品が複数あります。システム商品番号で指定してください。",
    en: "Several have this code: name the system product number.",
  },
  whichVariation: {
    ja: "この商品にはバリエーションが複数あります。バリエーション名かシステム商品番号で指定してください。",
    en: "The product has several variations: name the variation or its system product number.",
  },
  noKey: {
    ja: "システム商品番号、商品コード、バリエーション商品コードのいずれかが必要です。",
    en: "It needs a system product number, a product code or a variation's product code.",
  },
  deleted: {
    ja: "この商品は、このファイルの前の行で削除されています。",
    en: "An earlier row of this file deletes the product.",
  },
  stopped: {
    ja: "前の行の誤りで停止したため、処理していません。",
    en: "Not done: an earlier row stopped the file.",
  },
  unexpected: {
    ja: "登録できませんでした。内容を確認してください。",
    en: "It could not be stored: look at its values.",
  },
  stoppedBy: (row: number): Text => ({
    ja: `${row}行目に誤りがあるため停止しました。それより前の行は処理済みです。`,
    en: `Row ${row} is not right and stopped the file. The rows before it are done.`,
  }),
  madeOf: (there: string, cell: string): Text => ({
    ja: `「${there}」がExcelで「${cell}」に変わったようです。セルの書式を「文字列」にして入力し直してください。本当に変えるときは、商品詳細の画面で変更してください。`,
    en: `A spreadsheet seems to have made “${cell}” of “${there}”. Make the cell a text and enter it again; where the change is meant, make it on the product's page.`,
  }),
  withOther: (row: number): Text => ({
    ja: `同じ商品の${row}行目に誤りがあるため、登録していません。`,
    en: `Not registered, for row ${row} of the same product is not right.`,
  }),
} satisfies Record<string, Text | ((row: number) => Text) | ((there: string, cell: string) => Text)>;
