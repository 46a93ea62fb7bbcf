import { make } from "./page.js";
import { count, say, yen } from "./say.js";
import { shop, terminalName } from "./shop.js";
import { addUp, taxRate } from "./tax.js";

const amount = (transaction, name) => Number(transaction[name] ?? 0);

/** True if a sale came from the online shop: the till writes no memo, the online shop writes its order's number. */
export const orderNumber = ({ memo }) => memo ?? "";

/** 2026-11-24T09:05:00+09:00 as 2026/11/24 09:05, the store's own time. */
export const receiptTime = (time) => time.slice(0, 16).replaceAll("-", "/").replace("T", " ");

/** A transaction as its receipt (レシート): lines, discounts, both rates of tax, cash and change. */
export function receipt(transaction) {
  const {
    transactionHeadId: id,
    transactionDateTime,
    terminalId,
    storeId,
    details,
    cancelDivision,
  } = transaction;
  const parts = details.map((line) => ({ rate: taxRate(line), sum: Number(line.unitDiscountedSum) }));
  const fees = amount(transaction, "carriage") + amount(transaction, "commission");
  const discount =
    amount(transaction, "subtotalDiscountPrice") +
    amount(transaction, "pointDiscount") +
    amount(transaction, "couponDiscount");
  const { rates } = addUp([...parts, ...(fees === 0 ? [] : [{ rate: 10, sum: fees }])], discount);
  const store = shop.stores.find((each) => each.storeId === storeId)?.storeName ?? "";
  const order = orderNumber(transaction);
  const sums = [
    ["subtotal", amount(transaction, "subtotal")],
    ["discount", -discount],
    ["receipt.carriage", amount(transaction, "carriage")],
    ["receipt.commission", amount(transaction, "commission")],
  ].filter(([key, value]) => value !== 0 && (key !== "subtotal" || discount !== 0 || fees !== 0));
  const isOff = cancelDivision === "1" || transaction.disposeDivision === "1";
  return make(
    "div",
    { class: "receipt" },
    make("p", { class: "store", text: store }),
    make(
      "p",
      { class: "of" },
      make("span", { text: say("receipt.id", { id }) }),
      make("span", { text: receiptTime(transactionDateTime) }),
      make("span", { text: terminalName(terminalId) }),
    ),
    order === "" ? null : make("p", { class: "of", text: say("receipt.order", { order }) }),
    isOff ? make("p", { class: "problem", text: say("receipt.off") }) : null,
    make("ul", { class: "lines" }, ...details.map(line)),
    make("dl", {}, ...sums.flatMap(([key, value]) => pair(say(key), yen(value)))),
    make("dl", { class: "grand" }, ...pair(say("total"), yen(transaction.total))),
    make(
      "dl",
      { class: "soft" },
      ...rates.flatMap(({ rate, sum, tax }) =>
        pair(say("tax.base", { rate, sum: yen(sum) }), say("tax.inner", { tax: yen(tax) })),
      ),
    ),
    amount(transaction, "depositCash") === 0
      ? null
      : make(
          "dl",
          {},
          ...pair(say("cash"), yen(transaction.depositCash)),
          ...pair(say("change"), yen(amount(transaction, "change"))),
        ),
    rates.some(({ rate }) => rate === 8) ? make("p", { class: "soft", text: say("receipt.reduced") }) : null,
  );
}

const pair = (name, value) => [make("dt", { text: name }), make("dd", { text: value })];

function line(detail) {
  const { productName, quantity, salesPrice, unitDiscountPrice, unitDiscountedSum } = detail;
  const off = Number(unitDiscountPrice ?? 0);
  const each = `${yen(salesPrice)} × ${count(quantity)}`;
  return make(
    "li",
    {},
    make("span", {
      class: "name",
      text: `${productName ?? say("receipt.no-product")}${taxRate(detail) === 8 ? " ※" : ""}`,
    }),
    make("span", { class: "sum", text: yen(unitDiscountedSum) }),
    make("small", { text: off === 0 ? each : `${each}(${say("line.off", { price: yen(off) })})` }),
  );
}
