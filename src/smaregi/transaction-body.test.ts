import { describe, expect, it } from "vitest";
import { faultOf, type TransactionBody } from "./transaction-body.ts";

const detail: TransactionBody["details"][number] = {
  transactionDetailId: "1",
  transactionDetailDivision: "1",
  salesPrice: "1296",
  quantity: "1",
  productId: "8000001",
};
const body: TransactionBody = {
  transactionHeadDivision: "1",
  subtotal: "1296",
  total: "1296",
  storeId: "1",
  terminalId: "2",
  terminalTranId: "12",
  terminalTranDateTime: "2026-11-24T09:00:00+09:00",
  transactionUuid: "0192",
  details: [detail],
};

describe("O1: what goes out to 取引登録", () => {
  it.each<[string, object]>([
    ["a sale of one line", {}],
    ["the smallest", { transactionUuid: undefined }],
    ["a total of nine digits", { total: "999999999" }],
    ["a negative sum", { subtotal: "-1" }],
    ["a time without the colon", { terminalTranDateTime: "2026-11-24T09:00:00+0900" }],
    ["a division of two digits", { roundingDivision: "00" }],
    ["a day of closing", { sumDate: "2026-11-24" }],
    ["a number of ten letters", { terminalTranId: "1234567890" }],
    ["a line of free text", { details: [{ ...detail, productId: undefined, productName: "送料" }] }],
    ["999 lines", { details: [{ ...detail, transactionDetailId: "999" }] }],
  ])("may go out: %s", (_, more) => {
    expect(faultOf({ ...body, ...more })).toBeNull();
  });

  it.each<[string, object, string]>([
    ["a number instead of a text", { total: 1296 }, "total"],
    ["a sum with a fraction", { total: "12.5" }, "total"],
    ["a sum of ten digits", { total: "1234567890" }, "total"],
    ["a sum with something before it", { total: "x1" }, "total"],
    ["no sum", { subtotal: "" }, "subtotal"],
    ["a division of three digits", { transactionHeadDivision: "123" }, "transactionHeadDivision"],
    ["a division with a letter before it", { sellDivision: "a1" }, "sellDivision"],
    ["a division with a letter behind it", { taxRounding: "1a" }, "taxRounding"],
    [
      "UTC, which Smaregi would take for Japan's time",
      { terminalTranDateTime: "2026-11-24T09:00:00Z" },
      "terminalTranDateTime",
    ],
    [
      "a time with more behind it",
      { terminalTranDateTime: "2026-11-24T09:00:00+09:000" },
      "terminalTranDateTime",
    ],
    [
      "a time with more before it",
      { terminalTranDateTime: "x2026-11-24T09:00:00+09:00" },
      "terminalTranDateTime",
    ],
    ["a day with a time", { sumDate: "2026-11-24T09" }, "sumDate"],
    ["a day with more before it", { sumDate: "12026-11-24" }, "sumDate"],
    ["no store", { storeId: "" }, "storeId"],
    ["no terminal", { terminalId: "" }, "terminalId"],
    ["no number", { terminalTranId: "" }, "terminalTranId"],
    ["a number of eleven letters", { terminalTranId: "12345678901" }, "terminalTranId"],
    ["an empty uuid", { transactionUuid: "" }, "transactionUuid"],
    ["a key that Smaregi does not know", { colour: "red" }, "body"],
    [
      "a line of number 0",
      { details: [{ ...detail, transactionDetailId: "0" }] },
      "details.0.transactionDetailId",
    ],
    [
      "a line of number 1000",
      { details: [{ ...detail, transactionDetailId: "1000" }] },
      "details.0.transactionDetailId",
    ],
    [
      "a line whose number has a letter",
      { details: [{ ...detail, transactionDetailId: "x1" }] },
      "details.0.transactionDetailId",
    ],
    ["a line of no product", { details: [detail, { ...detail, productId: "" }] }, "details.1.productId"],
    [
      "a line with a key that Smaregi does not know",
      { details: [{ ...detail, colour: "red" }] },
      "details.0",
    ],
  ])("may not: %s", (_, more, path) => {
    expect(faultOf({ ...body, ...more } as TransactionBody)).toMatch(
      new RegExp(`^${path.replaceAll(".", "\\.")}: \\S[^;]*$`),
    );
  });

  it("names the first five faults, and no more", () => {
    const faults = faultOf({
      ...body,
      total: "",
      subtotal: "",
      storeId: "",
      terminalId: "",
      terminalTranId: "",
      sumDate: "",
    });
    expect(faults?.split("; ").map((fault) => fault.split(":")[0])).toEqual([
      "subtotal",
      "total",
      "storeId",
      "terminalId",
      "terminalTranId",
    ]);
  });
});
