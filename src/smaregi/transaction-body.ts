import { z } from "zod";

const yen = z.string().regex(/^-?\d{1,9}$/);
const digit = z.string().regex(/^\d{1,2}$/);
const word = z.string();

/** A line of a sale. Smaregi silently stores an unknown product ID as null. */
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

/** One of Smaregi's own payment methods: up to three per sale. */
const depositOther = z.strictObject({
  no: z.string().regex(/^[123]$/),
  paymentMethodId: z.string().min(1),
  depositOthers: yen,
});

/**
 * The body of 取引登録 with what a shop's order needs: flat, every value a string, whole yen. Smaregi refuses the whole
 * body for one unknown key, so no other key is sent.
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
  // Japan's time: Smaregi would read UTC as Japan's, nine hours off.
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

/** The errors of a body (`fields: why`), or null if it may be sent. */
export function faultOf(body: TransactionBody): string | null {
  const checked = transactionBody.safeParse(body);
  if (checked.success) return null;
  return checked.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
    .join("; ");
}
