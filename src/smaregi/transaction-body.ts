import { z } from "zod";

const yen = z.string().regex(/^-?\d{1,9}$/);
const digit = z.string().regex(/^\d{1,2}$/);
const word = z.string();

/** A line of a sale. A product ID that Smaregi does not know is stored as null there, without a word. */
const detail = z.strictObject({
  transactionDetailId: z.string().regex(/^[1-9]\d{0,2}$/),
  transactionDetailDivision: digit,
  salesPrice: yen,
  quantity: yen,
  productId: z.string().min(1).optional(),
  productCode: word.optional(),
  productName: word.optional(),
  price: yen.optional(),
  taxDivision: digit.optional(),
  unitDiscountPrice: yen.optional(),
  reduceTaxId: word.optional(),
});

/** A payment method of Smaregi's own: up to three a sale. */
const depositOther = z.strictObject({
  no: z.string().regex(/^[123]$/),
  paymentMethodId: z.string().min(1),
  depositOthers: yen,
});

/**
 * The body of 取引登録 as far as a shop's order needs it: flat, every value a string, yen whole. Smaregi refuses
 * a whole body for one key that it does not know, so that no other key goes out.
 */
const transactionBody = z.strictObject({
  transactionHeadDivision: digit,
  cancelDivision: digit.optional(),
  subtotal: yen,
  subtotalDiscountPrice: yen.optional(),
  pointDiscount: yen.optional(),
  pointSpendDivision: digit.optional(),
  total: yen,
  taxInclude: yen.optional(),
  taxExclude: yen.optional(),
  sellDivision: digit.optional(),
  taxRounding: digit.optional(),
  roundingDivision: digit.optional(),
  carriage: yen.optional(),
  commission: yen.optional(),
  deposit: yen.optional(),
  depositCash: yen.optional(),
  depositCredit: yen.optional(),
  depositOthers: z.array(depositOther).max(3).optional(),
  change: yen.optional(),
  storeId: z.string().min(1),
  terminalId: z.string().min(1),
  terminalTranId: z.string().min(1).max(10),
  // Japan's time: UTC would be taken for it, nine hours off.
  terminalTranDateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:?00$/),
  transactionUuid: z.string().min(1).optional(),
  sumDivision: digit.optional(),
  sumDate: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional(),
  memo: word.optional(),
  receiptMemo: word.optional(),
  tags: word.optional(),
  details: z.array(detail),
});

export type TransactionBody = z.input<typeof transactionBody>;

/** What is wrong with a body (`fields: why`), or null where it may go out. */
export function faultOf(body: TransactionBody): string | null {
  const checked = transactionBody.safeParse(body);
  if (checked.success) return null;
  return checked.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
    .join("; ");
}
