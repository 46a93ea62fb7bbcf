import { ask, by, make, redraw } from "./page.js";
import { orderNumber, receipt, receiptTime } from "./receipt.js";
import { count, say, yen } from "./say.js";
import { here, shop, terminalName } from "./shop.js";
import { askUndo } from "./undo.js";

let newest = [];

/** Reads the newest transactions of every terminal, and shows them. */
export async function readBooks() {
  newest = shop.contractId === "" ? [] : await ask("GET", `${here()}/transactions?last=50`);
  showBooks();
}

/** Shows the transactions that were read last. */
export function showBooks() {
  redraw(by("books"), ...newest.toReversed().map(row));
  by("books-table").hidden = newest.length === 0;
  by("no-books").hidden = newest.length > 0;
}

function row(transaction) {
  const { transactionHeadId: id, cancelDivision, disposeDivision, details } = transaction;
  const isOff = cancelDivision === "1" || disposeDivision !== "0";
  return make(
    "tr",
    { class: [isOff ? "off" : "", orderNumber(transaction) === "" ? "" : "online"].join(" ").trim() },
    make("td", { class: "id", text: id }),
    place(transaction),
    make(
      "td",
      { class: "lines" },
      ...details.map((line) =>
        make(
          "div",
          {},
          `${line.productName ?? say("receipt.no-product")} `,
          make("span", { class: "quantity", text: `× ${count(line.quantity)}` }),
        ),
      ),
    ),
    money(transaction),
    make(
      "td",
      { class: "act" },
      make("button", {
        type: "button",
        text: say("receipt"),
        "aria-label": say("receipt.of", { id }),
        "data-key": `receipt ${id}`,
        onclick: () => showReceipt(transaction),
      }),
      isOff
        ? make("span", { text: say(offWord(transaction)), class: "stamp" })
        : make("button", {
            type: "button",
            class: "danger",
            text: say("undo"),
            "aria-label": say("undo.of", { id }),
            "data-key": `undo ${id}`,
            onclick: () => askUndo(transaction),
          }),
    ),
  );
}

/** The online shop's transactions are marked, with the number of their order. */
function place(transaction) {
  const order = orderNumber(transaction);
  const name = terminalName(transaction.terminalId);
  const isNamedSo = name === say("books.online");
  return make(
    "td",
    { class: "place" },
    order === "" ? null : make("span", { class: "badge", text: say("books.online") }),
    order === "" ? null : make("span", { class: "order", text: say("books.order", { order }) }),
    order !== "" && isNamedSo ? null : make("span", { class: "terminal", text: name }),
    make("small", { text: receiptTime(transaction.transactionDateTime).slice(5) }),
  );
}

function money(transaction) {
  const cell = make("td", { class: "n" }, make("b", { text: yen(transaction.total) }));
  for (const [key, name, sign] of [
    ["books.discount", "subtotalDiscountPrice", -1],
    ["books.carriage", "carriage", 1],
    ["books.commission", "commission", 1],
    ["books.tax", "taxInclude", 1],
  ]) {
    const value = Number(transaction[name] ?? 0) * sign;
    if (value !== 0) cell.append(make("small", { text: say(key, { price: yen(value) }) }));
  }
  return cell;
}

function offWord({ cancelDivision, disposeDivision }) {
  if (cancelDivision === "1") return "books.cancelled";
  return disposeDivision === "2" ? "books.offset" : "books.disposed";
}

function showReceipt(transaction) {
  by("receipt-title").textContent = say("receipt.of", { id: transaction.transactionHeadId });
  by("receipt-body").replaceChildren(receipt(transaction));
  by("receipt-dialog").showModal();
}
