import { expect, it } from "vitest";
import * as answers from "./answers.ts";

it.each([
  ["軽減", { reduceTaxId: "10000001" }, 8],
  ["選択[軽減]", { reduceTaxId: "10000003" }, 8],
  ["標準", { reduceTaxId: null }, 10],
  ["選択[標準]", { reduceTaxId: "10000002" }, 10],
  ["選択[選択]: nobody knows which", { reduceTaxId: "10000004" }, null],
  ["a rate of the contract's own", { reduceTaxId: "20000001" }, null],
  ["非課税", { reduceTaxId: null, taxDivision: "2" }, 0],
  ["not told", {}, null],
])("P7: the tax rate of a line and of a product: %s", (_, marks, rate) => {
  const line = {
    transactionDetailId: "1",
    productId: "1",
    productName: "茶",
    salesPrice: "1",
    quantity: "1",
  };
  const transaction = { transactionHeadId: "1", details: [{ ...line, ...marks }] };
  expect(answers.transaction.parse(transaction).lines?.[0]?.taxRate).toBe(rate);
  expect(answers.product.parse({ productId: "1", ...marks }).taxRate).toBe(rate);
});
