import type { Money } from "../../src/kit/tables.ts";

/** The money lines of an order that has none: shipping undecided, nothing else. */
export const noMoney: Money = {
  shippingFee: null,
  paymentFee: 0,
  coolFee: 0,
  wrappingFee: 0,
  discount: 0,
  couponDiscount: 0,
  pointsUsed: 0,
  adjustment: 0,
};
