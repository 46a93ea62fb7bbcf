import { ask, attempt, by, make, yen } from "./page.js";
import { here, terminalName } from "./shop.js";

/** The newest transactions, of every terminal. */
export async function showBooks() {
  const newest = await ask("GET", `${here()}/transactions?last=50`);
  by("books").replaceChildren(...newest.toReversed().map(row));
  by("no-books").hidden = newest.length > 0;
}

function row(transaction) {
  const {
    transactionHeadId: id,
    terminalId,
    transactionDateTime,
    cancelDivision,
    disposeDivision,
  } = transaction;
  const isOff = cancelDivision === "1" || disposeDivision !== "0";
  const lines = transaction.details.map((line) =>
    make("div", { text: `${line.productName ?? "(商品なし)"} × ${line.quantity}` }),
  );
  const money = make("td", { class: "n" }, make("b", { text: yen(transaction.total) }));
  for (const [label, name] of [
    ["送料", "carriage"],
    ["手数料", "commission"],
    ["内税", "taxInclude"],
  ]) {
    if (Number(transaction[name] ?? 0) !== 0) {
      money.append(make("small", { text: `${label} ${yen(transaction[name])}` }));
    }
  }
  const place = make(
    "td",
    { class: "place" },
    make("span", { text: terminalName(terminalId), class: "terminal" }),
  );
  place.append(make("small", { text: shortTime(transactionDateTime) }));
  return make(
    "tr",
    { class: isOff ? "off" : "" },
    make("td", { text: id, class: "id" }),
    place,
    make("td", { class: "lines" }, ...lines),
    money,
    make("td", { text: transaction.memo ?? "", class: "memo" }),
    make(
      "td",
      { class: "act" },
      isOff ? make("span", { text: offWord(transaction), class: "stamp" }) : undo(id),
    ),
  );
}

const shortTime = (time) => time.slice(5, 16).replace("-", "/").replace("T", " ");

function offWord({ cancelDivision, disposeDivision }) {
  if (cancelDivision === "1") return "取消済";
  return disposeDivision === "2" ? "打消" : "打消済";
}

const undo = (id) =>
  make("button", {
    text: "取消",
    type: "button",
    class: "small",
    "aria-label": `取引 ${id} を取消`,
    onclick: () => attempt(() => ask("POST", `${here()}/transactions/${id}/cancel`)),
  });
