import { by, make, yen } from "./page.js";
import { shop, taxRate } from "./shop.js";

const most = 120;
const tiles = new Map();

/** The product grid: those that are searched for, as many as a screen can bear. */
export function showGoods(onPick) {
  const words = by("search").value.trim().toLowerCase();
  const all = [...shop.products.values()].filter((product) =>
    `${product.productName} ${product.productCode ?? ""} ${product.productId}`.toLowerCase().includes(words),
  );
  tiles.clear();
  by("goods").replaceChildren(...all.slice(0, most).map((product) => tile(product, onPick)));
  by("more").textContent =
    all.length > most ? `ほかに${(all.length - most).toLocaleString("ja-JP")}件。名前で探してください。` : "";
  if (all.length === 0) by("more").textContent = "該当する商品がありません。";
}

function tile(product, onPick) {
  const stock = make("span", { class: "stock" });
  const rate = taxRate(product);
  const price = make("span", { class: "price" }, yen(product.price));
  price.append(
    make("small", { text: rate === 0 ? "非課税" : `${rate}%`, class: rate === 8 ? "rate low" : "rate" }),
  );
  const button = make(
    "button",
    { type: "button", title: `商品ID ${product.productId}`, onclick: () => onPick(product.productId) },
    make("strong", { text: product.productName }),
    make("small", { text: product.productCode ?? product.productId, class: "code" }),
    make("span", { class: "foot" }, price, stock),
  );
  tiles.set(product.productId, { button, stock });
  showStock(product);
  return button;
}

function showStock(product) {
  const { stock } = tiles.get(product.productId);
  const amount = shop.stock.get(product.productId);
  const isManaged = product.stockControlDivision !== "1";
  stock.textContent = isManaged ? `在庫 ${amount ?? "—"}` : "在庫管理なし";
  stock.dataset.level =
    !isManaged || amount === undefined ? "none" : amount <= 0 ? "out" : amount <= 3 ? "low" : "good";
}

/** Shows new numbers in place, and that they have moved. */
export function showMoved(productIds) {
  for (const productId of new Set(productIds)) {
    const product = shop.products.get(productId);
    const shown = tiles.get(productId);
    if (product === undefined || shown === undefined) continue;
    showStock(product);
    shown.button.classList.remove("moved");
    // Read, so that the animation begins anew.
    void shown.button.offsetWidth;
    shown.button.classList.add("moved");
  }
}

/** The products to choose from in the form that mends stock. */
export function showAdjustChoices() {
  const choices = [...shop.products.values()]
    .filter((product) => product.stockControlDivision !== "1")
    .slice(0, 1000)
    .map((product) => make("option", { value: product.productId, text: product.productName }));
  by("adjust-product").replaceChildren(...choices);
}
