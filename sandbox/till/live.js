import { by, make } from "./page.js";
import { shop } from "./shop.js";

const most = 150;
const longest = 4_000;

function goBy(kind, className, what, status, isBad, more) {
  const text = make("span", { text: what, class: "what" });
  const row = make(
    "li",
    { class: className },
    make("time", { text: new Date().toLocaleTimeString("ja-JP", { hour12: false }) }),
    make("span", { text: kind, class: "kind" }),
    more === undefined ? text : make("details", {}, make("summary", {}, text), make("pre", { text: more })),
    make("span", { text: status ?? "", class: isBad ? "status bad" : "status" }),
  );
  by("live").prepend(row);
  while (by("live").children.length > most) by("live").lastChild.remove();
  by("quiet").hidden = true;
}

/** A call of the Platform API by the app. */
export function showCall({ contractId, method, path, query, status, fault }) {
  if (contractId !== shop.contractId) return;
  const short = path.replace(/^\/[^/]+\/pos/, "").replace(/^\/app\/[^/]+/, "");
  const what = `${method} ${short}${readable(query)}${fault ? ` 〔${fault}〕` : ""}`;
  goBy("API", "call", what, status ?? "無応答", status === null || status >= 400);
}

function readable(query) {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

/** A notification to the app, with its body to unfold. */
export function showNotification({ contractId, event, body, status, error }) {
  if (contractId !== shop.contractId) return;
  const ids = (body.ids ?? []).map((each) => each.productId);
  const named = ids.length > 0 ? ids : (body.transactionHeadIds ?? []);
  const rest = named.length > 5 ? ` ほか${named.length - 5}件` : "";
  const what = `${event} ${body.action ?? ""} ${named.slice(0, 5).join(", ")}${rest}`;
  const text = JSON.stringify(body, null, 1);
  const more = `${text.slice(0, longest)}${text.length > longest ? "\n…" : ""}${error ? `\n${error}` : ""}`;
  goBy("通知", "notice", what, status ?? "届かず", status !== 200, more);
}

/** Stock that moved. */
export function showStockChange({ changes }) {
  const [first] = changes;
  const name = shop.products.get(first.productId)?.productName ?? first.productId;
  const rest = changes.length > 1 ? ` ほか${(changes.length - 1).toLocaleString("ja-JP")}件` : "";
  const sign = first.difference > 0 ? "+" : "";
  goBy("在庫", "moved", `${name} ${sign}${first.difference} → ${first.amount}${rest}`);
}

export function clearLive() {
  by("live").replaceChildren();
  by("quiet").hidden = false;
}
