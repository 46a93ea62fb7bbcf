import { by, make, redraw } from "./page.js";
import { count, say } from "./say.js";
import { shop } from "./shop.js";

const most = 150;
const longest = 4_000;
const rows = [];
let lastNumber = 0;

/** Marks this moment: later rows have a higher number. */
export const markHere = () => lastNumber;

function goBy(row) {
  lastNumber += 1;
  rows.unshift({ ...row, number: lastNumber, at: new Date() });
  rows.length = Math.min(rows.length, most);
  by("live").prepend(shown(rows[0]));
  while (by("live").children.length > most) by("live").lastChild.remove();
  by("quiet").hidden = true;
}

/** Shows all rows again, in the language of the page. */
export function showLive() {
  redraw(by("live"), ...rows.map(shown));
  by("quiet").hidden = rows.length > 0;
  showWhetherOpen();
}

function shown({ kind, what, status, isBad, more, at }) {
  const text = make("span", { text: what(), class: "what" });
  return make(
    "li",
    {},
    make("time", { text: at.toLocaleTimeString("ja-JP", { hour12: false, timeZone: "Asia/Tokyo" }) }),
    make("span", { text: say(`live.${kind}`), class: `kind ${kind}` }),
    more === undefined
      ? text
      : make("details", {}, make("summary", {}, text), make("pre", { text: more, tabindex: "0" })),
    make("span", { text: status(), class: isBad ? "status bad" : "status" }),
  );
}

/** A call of the Platform API by the app. */
export function takeCall({ contractId, method, path, query, status, fault }) {
  if (contractId !== shop.contractId) return;
  const short = path.replace(/^\/[^/]+\/pos/, "").replace(/^\/app\/[^/]+/, "");
  goBy({
    kind: "call",
    what: () => `${method} ${short}${readable(query)}${fault ? ` 〔${fault}〕` : ""}`,
    status: () => String(status ?? say("live.no-answer")),
    isBad: status === null || status >= 400,
  });
}

function readable(query) {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

/** A notification to the app, with its body to unfold. */
export function takeNotification({ contractId, event, body, status, error }) {
  if (contractId !== shop.contractId) return;
  const products = (body.ids ?? []).map((each) => each.productId);
  const transactions = body.transactionHeadIds ?? [];
  const named = products.length > 0 ? products : transactions;
  const text = JSON.stringify(body, null, 1);
  goBy({
    kind: "notification",
    what: () => {
      const rest = named.length > 5 ? ` ${say("live.rest", { count: count(named.length - 5) })}` : "";
      return `${event} ${body.action ?? ""} ${named.slice(0, 5).join(", ")}${rest}`;
    },
    status: () => String(status ?? say("live.not-sent")),
    isBad: status !== 200,
    more: `${text.slice(0, longest)}${text.length > longest ? "\n…" : ""}${error ? `\n${error}` : ""}`,
    products,
    transactions,
  });
}

/** A row for stock that moved. */
export function takeStockChange({ changes }) {
  const [first] = changes;
  const name = shop.products.get(first.productId)?.productName ?? first.productId;
  goBy({
    kind: "stock",
    what: () => {
      const rest = changes.length > 1 ? ` ${say("live.rest", { count: count(changes.length - 1) })}` : "";
      return `${name} ${moved(first)}${rest}`;
    },
    status: () => "",
    isBad: false,
    changes,
  });
}

const moved = ({ amount, difference }) => `${count(amount - difference)} → ${count(amount)}`;

/** The effects of a sale since a mark: the stock of its goods, and the notifications that name them or the sale. */
export function effects(mark, transaction) {
  const sold = new Set(transaction.details.map(({ productId }) => productId));
  const id = transaction.transactionHeadId;
  return rows
    .filter(({ number }) => number > mark)
    .toReversed()
    .flatMap(({ kind, status, isBad, changes = [], products = [], transactions = [] }) => {
      const ours = changes.filter(({ productId }) => sold.has(productId));
      if (ours.length > 0) {
        return ours.map((change) => ({
          kind,
          text: `${shop.products.get(change.productId)?.productName ?? change.productId} ${moved(change)}`,
          status: "",
          isBad,
        }));
      }
      const isOurs = products.some((each) => sold.has(each)) || transactions.includes(id);
      if (!isOurs) return [];
      const text = say(transactions.length > 0 ? "effect.transactions" : "effect.stock");
      return [{ kind, text, status: status(), isBad }];
    });
}

function showWhetherOpen() {
  const isOpen = by("live-panel").dataset.open !== undefined;
  by("live-toggle").setAttribute("aria-expanded", String(isOpen));
  by("live-toggle-text").textContent = say(isOpen ? "live.close" : "live.open");
  // While it is closed, two lines are only for looking, and Tab skips them; when it is open, the whole list can be used.
  by("live").inert = !isOpen;
  by("clear-live").hidden = !isOpen;
}

/** The buttons of the panel. */
export function wireLive() {
  by("live-toggle").addEventListener("click", () => {
    const { dataset } = by("live-panel");
    if (dataset.open === undefined) dataset.open = "";
    else delete dataset.open;
    by("live").scrollTop = 0;
    showWhetherOpen();
  });
  by("clear-live").addEventListener("click", () => {
    rows.length = 0;
    showLive();
  });
}
