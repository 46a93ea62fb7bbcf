import { z } from "zod";
import { readTime } from "./jst.ts";
import { idSpelling } from "./spelling.ts";
import type {
  Category,
  PaymentMethod,
  ReduceTaxRate,
  SmaregiProduct,
  StockRow,
  Store,
  TaxRate,
  Terminal,
  Transaction,
  TransactionLine,
} from "./types.ts";

/** Longer than any of Smaregi's IDs, and short enough for a key of the database. */
const longestId = 200;

// Every value is documented as a string; a number is accepted as well.
/** An ID in its one spelling (P10). */
export const id = z
  .union([z.string(), z.number().int().nonnegative().safe()])
  .transform((value) => idSpelling(String(value)))
  .refine((value) => value !== "" && value.length <= longestId);
/** A value that decides something: if it has another type, the row cannot be read. */
const word = z
  .union([z.string(), z.number()])
  .transform(String)
  .nullish()
  .transform((value) => value ?? null);
/** A value that is only shown: null if it is odd. */
const label = word.catch(null);
/** Undefined if the row does not have it. */
const mark = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined);
const decimal = z.union([
  z
    .string()
    .trim()
    .regex(/^[-+]?\d+(\.\d+)?$/),
  z.number(),
]);
/** The largest number that Smaregi uses for anything. */
const isIn = (value: number) => Math.abs(value) <= 999_999_999;
/** Null if it is empty or odd: no decision depends on it, and one such row must not spoil a page of 1,000. */
const number = decimal.transform(Number).refine(isIn).nullable().catch(null);
const amount = decimal.transform((value) => Math.trunc(Number(value))).refine(isIn);

/** The tax rate that a product's or a line's marks (軽減税率, 非課税) give; missing marks say nothing. */
function taxRateOf(marks: {
  taxDivision?: string | null | undefined;
  reduceTaxId?: string | null | undefined;
}): TaxRate | null {
  const { taxDivision, reduceTaxId } = marks;
  if (taxDivision === "2") return 0;
  if (reduceTaxId === "10000001" || reduceTaxId === "10000003") return 8;
  return reduceTaxId === null || reduceTaxId === "" || reduceTaxId === "10000002" ? 10 : null;
}

/** The parts of Smaregi's answers that we ask for; unknown fields are ignored. */
export const stockRow = z
  .looseObject({
    productId: id,
    storeId: id.nullish().catch(null),
    stockAmount: amount,
    updDateTime: label,
  })
  .transform((row): StockRow & { storeId: string | null } => ({
    productId: row.productId,
    storeId: row.storeId ?? null,
    amount: row.stockAmount,
    updatedAt: readTime(row.updDateTime),
  }));

export const product = z
  .looseObject({
    productId: id,
    productCode: label,
    productName: label,
    price: number,
    stockControlDivision: label,
    taxDivision: mark,
    reduceTaxId: mark,
    groupCode: label,
    size: label,
    color: label,
    productKana: label,
    categoryId: label,
    useCategoryReduceTax: label,
    productPriceDivision: label,
    salesDivision: label,
    division: label,
    displayFlag: label,
    supplierProductNo: label,
    updDateTime: label,
    stores: z
      .array(z.looseObject({ storeId: id, assignDivision: label }))
      .nullish()
      .catch(null),
    inventoryReservations: z.array(z.unknown()).nullish().catch(null),
  })
  .transform((row): SmaregiProduct => {
    const { productId, productCode, productName, price, groupCode, size, color } = row;
    const stockManaged = row.stockControlDivision !== "1";
    const reservations = row.inventoryReservations ?? null;
    return {
      productId,
      productCode,
      productName: productName ?? "",
      price,
      stockManaged,
      reduceTaxId: row.reduceTaxId ?? null,
      taxRate: taxRateOf(row),
      groupCode,
      size,
      color,
      kana: row.productKana,
      categoryId: row.categoryId,
      taxDivision: row.taxDivision ?? null,
      takesCategoryTax: row.useCategoryReduceTax === "1",
      openPrice: row.productPriceDivision === "2",
      notForSale: row.salesDivision === "1",
      division: row.division ?? "0",
      hidden: row.displayFlag === "0",
      supplierProductNo: row.supplierProductNo,
      updatedAt: readTime(row.updDateTime),
      takesOtherStock: reservations === null ? null : reservations.length > 0,
      notSoldIn: row.stores?.flatMap((each) => (each.assignDivision === "1" ? [each.storeId] : [])) ?? null,
    };
  });

export const category = z
  .looseObject({ categoryId: id, categoryName: label, taxDivision: label, reduceTaxId: label })
  .transform(({ categoryId, categoryName: name, taxDivision, reduceTaxId }): Category => {
    return { categoryId, name, taxDivision, reduceTaxId };
  });

export const reduceTaxRate = z
  .looseObject({ reduceTaxId: id, name: label, rate: decimal.transform(Number), division: label })
  .transform(({ reduceTaxId, name, rate, division }): ReduceTaxRate => {
    return { reduceTaxId, name, rate, byCondition: division === "2" };
  });

const line = z
  .looseObject({
    transactionDetailId: id,
    productId: label,
    productName: label,
    salesPrice: number,
    quantity: number,
    taxDivision: mark,
    reduceTaxId: mark,
  })
  .transform((row): TransactionLine => {
    const { transactionDetailId: lineId, productId, productName, salesPrice, quantity } = row;
    return { lineId, productId, productName, salesPrice, quantity, taxRate: taxRateOf(row) };
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
    memo: label,
    details: z.array(line).nullish().catch(null),
  })
  .transform((row): Transaction => {
    const { storeId, terminalId, terminalTranId, transactionUuid, total, memo, details } = row;
    return {
      transactionId: row.transactionHeadId,
      cancelled: row.cancelDivision === "1",
      disposed: row.disposeDivision === "1",
      offset: row.disposeDivision === "2",
      storeId,
      terminalId,
      terminalTranId,
      terminalTranDateTime: readTime(row.terminalTranDateTime),
      transactionUuid,
      total,
      memo,
      lines: details ?? null,
    };
  });

/** The answer of 取引取消: the same transaction, and nothing that says that it is not cancelled. */
export const cancelledOf = (transactionId: string) =>
  z.looseObject({
    transactionHeadId: id.refine((given) => given === transactionId),
    cancelDivision: word.refine((division) => division === null || division === "1"),
  });

/** The answer of 取引打消取消: the minus transaction, which names the one that it takes back. */
export const disposedOf = (transactionId: string) =>
  z.looseObject({ disposeServerTransactionHeadId: id.refine((given) => given === transactionId) });

export const store = z
  .looseObject({ storeId: id, storeName: label, sumProcDivision: label, pauseFlag: label, division: label })
  .transform(({ storeId, storeName, sumProcDivision, pauseFlag, division }): Store => {
    return { storeId, storeName, sumProcDivision, paused: pauseFlag === "1", warehouse: division === "2" };
  });

export const terminal = z
  .looseObject({
    terminalId: id,
    storeId: id.nullish().catch(null),
    terminalName: label,
    useStopDivision: label,
  })
  .transform(({ terminalId, storeId, terminalName, useStopDivision }): Terminal => {
    return { terminalId, storeId: storeId ?? null, terminalName, stopped: useStopDivision === "1" };
  });

export const paymentMethod = z
  .looseObject({ paymentMethodId: id, paymentMethodName: label })
  .transform(({ paymentMethodId, paymentMethodName }): PaymentMethod => {
    return { paymentMethodId, paymentMethodName };
  });

export const token = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce
    .number()
    .positive()
    .nullish()
    .transform((seconds) => seconds ?? 3600),
  /** Left out if it equals what was asked for (RFC 6749, 5.1). */
  scope: z.string().nullish(),
});
