import { pickedOf } from "./cart.js";
import { by, make, redraw } from "./page.js";
import { count, say, yen } from "./say.js";
import { shop } from "./shop.js";
import { taxRate } from "./tax.js";

/** The number of tiles shown at once: as many as fit well on a screen; a button shows more. */
const atOnce = 120;
let most = atOnce;
let categoryId = null;
let words = "";
let pick = () => undefined;
const tiles = new Map();

/** The goods that match the search, in all categories; without a search, those of the chosen category. */
export function foundGoods() {
  const all = [...shop.products.values()];
  if (words !== "") return all.filter((product) => product.words.includes(words));
  return categoryId === null ? all : all.filter((product) => (product.categoryId ?? "") === categoryId);
}

/** Searches for words, and shows the list from its beginning. */
export function searchGoods(text) {
  words = text;
  most = atOnce;
  showGoods();
}

/** Sets the action for a chosen product. */
export function wireGoods(onPick) {
  pick = onPick;
  by("goods").addEventListener("keydown", moveByArrow);
  by("more").addEventListener("click", () => {
    const next = most;
    most += atOnce;
    showGoods();
    by("goods").children[next]?.focus();
  });
}

/** Shows the product grid and its categories, and what to do if there is nothing. */
export function showGoods() {
  const found = foundGoods();
  tiles.clear();
  redraw(by("goods"), ...found.slice(0, most).map(tile));
  const first = by("goods").firstElementChild;
  if (first !== null && !by("goods").contains(document.activeElement)) first.tabIndex = 0;
  by("goods-count").textContent = say("goods.count", { count: count(found.length) });
  by("more").hidden = found.length <= most;
  by("more").textContent = say("more", { count: count(found.length - most) });
  by("nothing").hidden = found.length > 0 || shop.products.size === 0;
  by("nothing-text").textContent = say("search.none", { word: words });
  by("no-goods").hidden = shop.products.size > 0;
  if (shop.products.size === 0) showEmpty();
  showCategories();
}

function showCategories() {
  const used = new Set([...shop.products.values()].map((product) => product.categoryId ?? ""));
  if (categoryId !== null && !used.has(categoryId)) categoryId = null;
  const named = new Map(shop.categories.map((each) => [each.categoryId, each.categoryName]));
  const nameOf = (id) =>
    id === "" ? say("category.none") : (named.get(id) ?? say("category.unnamed", { id }));
  // In the order of the contract; what has no category comes last.
  const ids = [...new Set([...named.keys(), ...used])].filter((id) => used.has(id) && id !== "");
  if (used.has("")) ids.push("");
  by("categories").hidden = ids.length < 2;
  redraw(
    by("categories"),
    ...[null, ...ids].map((id) =>
      make("button", {
        type: "button",
        text: id === null ? say("category.all") : nameOf(id),
        "aria-pressed": String(words === "" && id === categoryId),
        "data-key": `category ${id}`,
        onclick: () => {
          categoryId = id;
          by("search").value = "";
          searchGoods("");
        },
      }),
    ),
  );
}

function showEmpty() {
  const isContract = shop.contractId !== "";
  by("no-goods-title").textContent = say(isContract ? "empty.goods" : "empty.contract");
  by("no-goods-how").textContent = say(isContract ? "empty.goods.how" : "empty.contract.how");
  const product = `{"productId":"1","productName":"${say("sample.product")}","price":500}`;
  const store = `{"storeId":"1","storeName":"${say("sample.store")}"}`;
  const till = `{"storeId":"1","terminalId":"1","terminalName":"${say("sample.terminal")}"}`;
  const at = `${location.origin}/_sandbox/contracts`;
  by("no-goods-call").textContent = isContract
    ? `curl -X POST ${at}/${shop.contractId}/products \\\n  -d '[${product}]'`
    : `curl -X PUT ${at}/sb_1 \\\n  -d '{"stores":[${store}],\n       "terminals":[${till}],\n       "products":[${product}]}'`;
}

function tile(product) {
  const { productId, productName, productCode, price } = product;
  const stock = make("span", { class: "stock" });
  const picked = make("span", { class: "picked" });
  const rate = taxRate(product);
  const button = make(
    "button",
    { type: "button", tabindex: "-1", "data-key": productId, onclick: () => pick(productId) },
    make("strong", { text: productName }),
    make("small", { text: productCode ?? productId, class: "code" }),
    make(
      "span",
      { class: "foot" },
      make(
        "span",
        { class: "price" },
        make("span", { text: yen(price) }),
        make("small", {
          text: rate === 0 ? say("untaxed") : `${rate}%`,
          class: rate === 8 ? "rate low" : "rate",
        }),
      ),
      stock,
    ),
    picked,
  );
  tiles.set(productId, { button, stock, picked });
  showStock(product);
  showPickedOf(productId);
  return button;
}

/** The text for a product's stock, and its level. */
export function stockOf({ productId, stockControlDivision }) {
  if (stockControlDivision === "1") return { text: say("stock.unmanaged"), level: "none" };
  const amount = shop.stock.get(productId);
  const text = say("stock.level", { count: amount === undefined ? "—" : count(amount) });
  if (amount === undefined) return { text, level: "none" };
  return { text, level: amount <= 0 ? "out" : amount <= 3 ? "low" : "good" };
}

function showStock(product) {
  const { text, level } = stockOf(product);
  const { stock } = tiles.get(product.productId);
  stock.textContent = text;
  stock.dataset.level = level;
}

function showPickedOf(productId) {
  const quantity = pickedOf(productId);
  const { picked } = tiles.get(productId);
  picked.hidden = quantity === 0;
  picked.textContent = count(quantity);
  picked.setAttribute("aria-label", say("picked.name", { count: quantity }));
  picked.setAttribute("role", "img");
}

/** Shows on the tiles how many pieces of each are in the sale. */
export function showPicked() {
  for (const productId of tiles.keys()) showPickedOf(productId);
}

/** Shows new numbers in place, and highlights that they changed. */
export function showMoved(productIds) {
  for (const productId of new Set(productIds)) {
    const product = shop.products.get(productId);
    const shown = tiles.get(productId);
    if (product === undefined || shown === undefined) continue;
    showStock(product);
    shown.button.classList.remove("moved");
    // Read, so that the animation starts again.
    void shown.button.offsetWidth;
    shown.button.classList.add("moved");
  }
}

/** The Tab key stops once for the whole grid; the arrow keys move within it. */
function moveByArrow(event) {
  const all = [...by("goods").children];
  const at = all.indexOf(document.activeElement);
  if (at === -1) return;
  const top = all[at].offsetTop;
  const across = all.filter((each) => each.offsetTop === top).length;
  const columns = Math.max(across, all.filter((each) => each.offsetTop === all[0].offsetTop).length);
  const steps = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -at,
    End: all.length,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  for (const each of all) each.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
