import { stockOf } from "./goods.js";
import { ask, attempt, by, make, readNumber, redraw, tellDone } from "./page.js";
import { count, say } from "./say.js";
import { here, plain, shop, storeId, storeName } from "./shop.js";

const most = 60;
const limit = 999_999_999;
let openId = null;
const pills = new Map();

/** Shows the goods that have stock control and match the search. */
export function showStockList() {
  const words = plain(by("stock-search").value);
  const all = [...shop.products.values()].filter(
    (product) => product.stockControlDivision !== "1" && product.words.includes(words),
  );
  if (!all.some(({ productId }) => productId === openId)) close();
  by("stock-store").textContent = say("stock.store", { store: storeName() });
  // The form is in a row of the list: it is kept, with what was typed.
  const form = by("adjust");
  const isTyping = form.contains(document.activeElement) ? document.activeElement : null;
  pills.clear();
  redraw(by("stock-list"), ...all.slice(0, most).map((product) => row(product, form)));
  isTyping?.focus();
  by("stock-rest").textContent =
    all.length > most
      ? say("stock.rest", { count: count(all.length - most) })
      : all.length === 0
        ? say("stock.none")
        : "";
  showAfter();
}

function row(product, form) {
  const { productId, productName: name, productCode } = product;
  const isOpen = productId === openId;
  const pill = make("span", { class: "stock" });
  pills.set(productId, pill);
  showPill(product);
  const item = make(
    "li",
    { class: isOpen ? "open" : "" },
    make(
      "span",
      { class: "name" },
      make("b", { text: name }),
      make("small", { text: productCode ?? productId }),
    ),
    pill,
    make("button", {
      type: "button",
      text: say("stock.edit"),
      "aria-label": say("stock.edit.of", { name }),
      "aria-expanded": String(isOpen),
      "data-key": `stock ${productId}`,
      onclick: () => (isOpen ? close() : open(productId)),
    }),
  );
  if (isOpen) item.append(form);
  return item;
}

function open(productId) {
  openId = productId;
  by("adjust").reset();
  by("adjust").hidden = false;
  problem("");
  showStockList();
  by("adjust-amount").focus();
}

function close() {
  if (openId === null) return;
  const key = `stock ${openId}`;
  openId = null;
  by("adjust").hidden = true;
  by("view-stock").append(by("adjust"));
  showStockList();
  [...by("stock-list").querySelectorAll("[data-key]")].find((each) => each.dataset.key === key)?.focus();
}

function showPill(product) {
  const { text, level } = stockOf(product);
  const pill = pills.get(product.productId);
  pill.textContent = text;
  pill.dataset.level = level;
}

/** Shows the resulting stock while the number is typed. */
function showAfter() {
  const number = readNumber(by("adjust-amount").value);
  const before = shop.stock.get(openId) ?? 0;
  const after = by("adjust-how").value === "amount" ? before + (number ?? 0) : number;
  by("adjust-after").textContent =
    openId === null || number === null
      ? ""
      : say("stock.after", { before: count(before), after: count(after) });
}

function problem(text) {
  by("adjust-problem").textContent = text;
  if (text === "") by("adjust-amount").removeAttribute("aria-invalid");
  else by("adjust-amount").setAttribute("aria-invalid", "true");
}

async function save() {
  const number = readNumber(by("adjust-amount").value);
  if (number === null || Math.abs(number) > limit) {
    problem(say("stock.wrong"));
    by("adjust-amount").focus();
    return;
  }
  problem("");
  const { productName: name } = shop.products.get(openId);
  const change = { productId: openId, storeId: storeId(), [by("adjust-how").value]: number };
  const isDone = await attempt(
    () => ask("POST", `${here()}/stock`, { changes: [change], notify: by("adjust-notify").checked }),
    "stock.failed",
  );
  if (!isDone) return;
  close();
  tellDone(say("stock.done", { name }));
}

/** Shows changed numbers in place. */
export function showStockMoved(productIds) {
  for (const productId of productIds) {
    const product = shop.products.get(productId);
    if (product !== undefined && pills.has(productId)) showPill(product);
  }
  showAfter();
}

/** The search field and the form. */
export function wireStock() {
  by("stock-search").addEventListener("input", showStockList);
  by("adjust").addEventListener("submit", (event) => {
    event.preventDefault();
    void save();
  });
  by("adjust").addEventListener("input", showAfter);
  by("adjust").addEventListener("keydown", (event) => event.key === "Escape" && close());
  by("adjust-close").addEventListener("click", close);
}
