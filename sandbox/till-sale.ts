import type { z } from "zod";
import { ok, refuse, type Answer } from "./answer.ts";
import type { givenSale } from "./control-bodies.ts";
import { jst } from "./jst.ts";
import type { Contract, Fields, State } from "./state.ts";
import { isReduced, reduceTaxIdOf } from "./product-tax.ts";
import { register, shown } from "./transactions.ts";

/** A sale at the till, paid in cash, with its books, stock and notifications. Without `depositCash` the exact amount was paid. */
export function sellAtTill(state: State, contract: Contract, given: z.output<typeof givenSale>): Answer {
  const { storeId, terminalId, lines } = given;
  if (!contract.stores.has(storeId)) return refuse(400, "There is no such store.");
  if (contract.terminals.get(terminalId)?.["storeId"] !== storeId) {
    return refuse(400, "There is no such terminal in this store.");
  }
  const strange = lines.find((line) => !contract.products.has(line.productId));
  if (strange !== undefined) return refuse(400, `There is no product ${strange.productId}.`);
  const details = lines.map((line, index): Fields => ({
    transactionDetailId: String(index + 1),
    transactionDetailDivision: "1",
    productId: line.productId,
    quantity: line.quantity,
    salesPrice: line.salesPrice ?? contract.products.get(line.productId)?.["price"] ?? "0",
    ...(line.unitDiscountPrice === undefined ? {} : { unitDiscountPrice: line.unitDiscountPrice }),
  }));
  const tooCheap = details.find(
    (line) => Number(line["unitDiscountPrice"] ?? "0") > Number(line["salesPrice"]),
  );
  if (tooCheap !== undefined) {
    return refuse(400, `unitDiscountPrice of product ${tooCheap["productId"]} is more than its price.`);
  }
  const subtotal = details.reduce((sum, line) => sum + sumOf(line), 0);
  const discount = Number(given.subtotalDiscountPrice ?? "0");
  if (discount > Math.max(subtotal, 0)) {
    return refuse(400, `subtotalDiscountPrice: ${discount} is more than the subtotal, ${subtotal}.`);
  }
  const total = subtotal - discount;
  const deposit = Number(given.depositCash ?? total);
  if (deposit < total) return refuse(400, `depositCash: ${deposit} is less than the total, ${total}.`);
  contract.lastTillNumber += 1;
  const head = {
    transactionHeadDivision: "1",
    subtotal: String(subtotal),
    ...(discount === 0 ? {} : { subtotalDiscountPrice: String(discount) }),
    total: String(total),
    taxInclude: innerTax(contract, details, discount),
    deposit: String(deposit),
    depositCash: String(deposit),
    change: String(deposit - total),
    storeId,
    terminalId,
    terminalTranId: String(contract.lastTillNumber),
    terminalTranDateTime: jst(),
  };
  return ok(shown(register(state, contract, { head, lines: details }), true));
}

const sumOf = (line: Fields): number =>
  (Number(line["salesPrice"]) - Number(line["unitDiscountPrice"] ?? "0")) * Number(line["quantity"]);

/**
 * 内税 of prices with tax, for each rate, rounded down. A discount on the subtotal is distributed over the rates in proportion to their
 * sums (按分); the remainder of the rounding is taken from the largest.
 */
function innerTax(contract: Contract, details: Fields[], discount: number): string {
  const sums = new Map<number, number>();
  for (const line of details) {
    const product = contract.products.get(line["productId"] ?? "");
    const isLess = isReduced(contract, reduceTaxIdOf(contract, product));
    const rate = product?.["taxDivision"] === "2" ? 0 : isLess ? 8 : 10;
    sums.set(rate, (sums.get(rate) ?? 0) + sumOf(line));
  }
  const subtotal = [...sums.values()].reduce((all, sum) => all + sum, 0);
  let left = discount;
  const bySize = [...sums].sort(([, one], [, other]) => one - other);
  const tax = bySize.reduce((all, [rate, sum], index) => {
    const isLargest = index === bySize.length - 1;
    const share = isLargest ? left : Math.floor((discount * sum) / (subtotal || 1));
    left -= share;
    return all + Math.floor(((sum - share) * rate) / (100 + rate));
  }, 0);
  return String(tax);
}
