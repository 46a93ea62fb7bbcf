import { z } from "zod";
import { readTime } from "./jst.ts";
import type { SmaregiProduct, StockRow, Store, Terminal, Transaction } from "./types.ts";

// Every value is documented as a string; a number in its place is understood as well.
const id = z.union([z.string().min(1), z.number()]).transform(String);
const word = z
  .union([z.string(), z.number()])
  .transform(String)
  .nullish()
  .transform((value) => value ?? null);
const number = z
  .union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()])
  .transform(Number)
  .nullish()
  .transform((value) => value ?? null);
const amount = z
  .union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()])
  .transform((value) => Math.trunc(Number(value)));

/** What Smaregi's answers hold, as far as we ask: unknown fields are passed over. */
export const stockRow = z
  .looseObject({ productId: id, stockAmount: amount, updDateTime: word })
  .transform((row): StockRow => ({
    productId: row.productId,
    amount: row.stockAmount,
    updatedAt: readTime(row.updDateTime),
  }));

export const product = z
  .looseObject({
    productId: id,
    productCode: word,
    productName: word,
    price: number,
    stockControlDivision: word,
    reduceTaxId: word,
    groupCode: word,
    size: word,
    color: word,
  })
  .transform((row): SmaregiProduct => {
    const { productId, productCode, productName, price, reduceTaxId, groupCode, size, color } = row;
    const stockManaged = row.stockControlDivision !== "1";
    return {
      productId,
      productCode,
      productName: productName ?? "",
      price,
      stockManaged,
      reduceTaxId,
      groupCode,
      size,
      color,
    };
  });

export const transaction = z
  .looseObject({
    transactionHeadId: id,
    cancelDivision: word,
    disposeDivision: word,
    storeId: word,
    terminalId: word,
    terminalTranId: word,
    terminalTranDateTime: word,
    transactionUuid: word,
    total: number,
    memo: word,
  })
  .transform((row): Transaction => {
    const { storeId, terminalId, terminalTranId, terminalTranDateTime, transactionUuid, total, memo } = row;
    return {
      transactionId: row.transactionHeadId,
      cancelled: row.cancelDivision === "1",
      disposed: row.disposeDivision === "1",
      storeId,
      terminalId,
      terminalTranId,
      terminalTranDateTime,
      transactionUuid,
      total,
      memo,
    };
  });

export const registered = z.looseObject({
  transactionHeadId: id,
  details: z.array(z.looseObject({ transactionDetailId: id, productId: word })).optional(),
});

export const store = z
  .looseObject({ storeId: id, storeName: word, sumProcDivision: word })
  .transform(({ storeId, storeName, sumProcDivision }): Store => ({ storeId, storeName, sumProcDivision }));

export const terminal = z
  .looseObject({ terminalId: id, storeId: word, terminalName: word })
  .transform(({ terminalId, storeId, terminalName }): Terminal => ({ terminalId, storeId, terminalName }));

export const token = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(3600),
  scope: z.string().default(""),
});

/** Why Smaregi refused: the problem's `detail`, else its title or OAuth's words, else the raw text. */
export function reasonOf(body: string, status: number): string {
  const parsed = problem.safeParse(readJson(body));
  const said = parsed.success
    ? [parsed.data.detail, parsed.data.error_description, parsed.data.title, parsed.data.error].find(Boolean)
    : undefined;
  const plain =
    said ??
    body
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim();
  return `HTTP ${status}${plain === "" ? "" : `: ${[...plain].slice(0, 300).join("")}`}`;
}

const problem = z.looseObject({
  detail: z.string().optional(),
  title: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

/** JSON, or undefined: an error's body may be anything. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
