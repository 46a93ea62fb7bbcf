import { isReduced, reduceTaxIdOf } from "./product-tax.ts";
import type { Contract, Detail, Fields } from "./state.ts";

/** The default values of a transaction's head, for fields that the caller did not give. */
export const usualHead: Fields = {
  cancelDivision: "0",
  subtotalDiscountPrice: null,
  subtotalDiscountRate: null,
  pointDiscount: "0",
  couponDiscount: "0",
  taxInclude: "0",
  taxExclude: "0",
  taxRounding: "0",
  roundingDivision: "00",
  roundingPrice: "0",
  sellDivision: "0",
  carriage: "0",
  commission: "0",
  deposit: "0",
  depositCash: "0",
  depositCredit: "0",
  change: "0",
  sumDate: null,
  customerId: null,
  customerCode: null,
  staffId: null,
  memo: null,
  receiptMemo: null,
  barcode: null,
  tags: null,
  returnSales: "0",
  disposeDivision: "0",
  disposeServerTransactionHeadId: null,
  cancelDateTime: null,
  adjustmentDateTime: null,
};

/** A line as the books store it: the given fields, completed from the product. */
export function asDetail(contract: Contract, transactionHeadId: string, line: Fields): Detail {
  const named = line["productId"] ?? null;
  const product = named === null ? undefined : contract.products.get(named);
  const quantity = Number(line["quantity"] ?? "0");
  const unitPrice = Number(line["salesPrice"] ?? "0");
  const unitDiscount = Number(line["unitDiscountPrice"] ?? "0");
  const reduceTaxId = line["reduceTaxId"] ?? reduceTaxIdOf(contract, product);
  return {
    unitDiscountPrice: null,
    unitDiscountRate: null,
    categoryId: product?.["categoryId"] ?? null,
    cost: product?.["cost"] ?? null,
    taxRate: "10",
    inventoryReservationDivision: "0",
    ...line,
    transactionHeadId,
    transactionDetailId: line["transactionDetailId"] ?? "",
    quantity: line["quantity"] ?? "0",
    // An unknown product is silently stored as none.
    productId: product === undefined ? null : named,
    productCode: line["productCode"] ?? product?.["productCode"] ?? null,
    productName: line["productName"] ?? product?.["productName"] ?? null,
    price: line["price"] ?? product?.["price"] ?? "0",
    taxDivision: line["taxDivision"] ?? product?.["taxDivision"] ?? "0",
    reduceTaxId,
    reduceTaxRate: isReduced(contract, reduceTaxId) ? "8" : null,
    unitNonDiscountSum: String(unitPrice * quantity),
    unitDiscountSum: String(unitDiscount * quantity),
    unitDiscountedSum: String((unitPrice - unitDiscount) * quantity),
  };
}
