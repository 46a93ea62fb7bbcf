import type { z } from "zod";
import { ok, refuse, type Answer } from "./answer.ts";
import type { givenSale } from "./control-bodies.ts";
import { jst } from "./jst.ts";
import type { Contract, Fields, State } from "./state.ts";
import { register, shown } from "./transactions.ts";

/** A sale at the till, paid in cash: the books, the stock and the notifications that come of it. */
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
  }));
  const total = String(details.reduce((sum, line) => sum + sumOf(line), 0));
  contract.lastTillNumber += 1;
  const head = {
    transactionHeadDivision: "1",
    subtotal: total,
    total,
    taxInclude: innerTax(contract, details),
    deposit: total,
    depositCash: total,
    storeId,
    terminalId,
    terminalTranId: String(contract.lastTillNumber),
    terminalTranDateTime: jst(),
  };
  return ok(shown(register(state, contract, { head, lines: details }), true));
}

const sumOf = (line: Fields): number => Number(line["salesPrice"]) * Number(line["quantity"]);

/** 内税 of prices with tax, rate by rate, rounded down. */
function innerTax(contract: Contract, details: Fields[]): string {
  const sums = new Map<number, number>();
  for (const line of details) {
    const product = contract.products.get(line["productId"] ?? "");
    const rate = product?.["reduceTaxId"] === "10000001" ? 8 : product?.["taxDivision"] === "2" ? 0 : 10;
    sums.set(rate, (sums.get(rate) ?? 0) + sumOf(line));
  }
  return String([...sums].reduce((tax, [rate, sum]) => tax + Math.floor((sum * rate) / (100 + rate)), 0));
}
