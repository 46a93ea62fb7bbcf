import { ask, by, make, yen } from "./page.js";
import { here, shop, storeId, taxRate } from "./shop.js";

const cart = new Map();

/** Puts so many more of a product into the cart; below one it leaves it. */
export function put(productId, change) {
  const quantity = (cart.get(productId) ?? 0) + change;
  if (quantity > 0) cart.set(productId, quantity);
  else cart.delete(productId);
  by("message").textContent = "";
  by("done").textContent = "";
  showCart();
}

export function clearCart() {
  cart.clear();
  showCart();
}

/** The receipt so far, with the tax within its prices. */
export function showCart() {
  const sums = new Map();
  for (const [productId, quantity] of cart) {
    const product = shop.products.get(productId);
    if (product === undefined) {
      cart.delete(productId);
      continue;
    }
    const rate = taxRate(product);
    sums.set(rate, (sums.get(rate) ?? 0) + Number(product.price) * quantity);
  }
  by("cart").replaceChildren(...[...cart].map(([productId, quantity]) => line(productId, quantity)));
  by("taxes").replaceChildren(
    ...[...sums]
      .filter(([rate]) => rate > 0)
      .flatMap(([rate, sum]) => [
        make("dt", { text: `${rate}%対象 ${yen(sum)}` }),
        make("dd", { text: `内税 ${yen(Math.floor((sum * rate) / (100 + rate)))}` }),
      ]),
  );
  by("total").textContent = yen([...sums.values()].reduce((total, sum) => total + sum, 0));
  by("sell").disabled = cart.size === 0;
  by("clear").disabled = cart.size === 0;
  by("empty").hidden = cart.size > 0;
}

function line(productId, quantity) {
  const { productName, price } = shop.products.get(productId);
  const step = (text, change, label) =>
    make("button", {
      text,
      type: "button",
      class: "round",
      "aria-label": `${productName}を${label}`,
      onclick: () => put(productId, change),
    });
  return make(
    "li",
    {},
    make("span", { text: productName, class: "name" }),
    make(
      "span",
      { class: "steps" },
      step("−", -1, "減らす"),
      make("b", { text: quantity }),
      step("＋", 1, "増やす"),
    ),
    make("span", { text: yen(Number(price) * quantity), class: "n" }),
  );
}

/** Registers the sale at the chosen terminal. */
export async function sell() {
  const lines = [...cart].map(([productId, quantity]) => ({ productId, quantity }));
  const sale = { storeId: storeId(), terminalId: by("terminal").value, lines };
  const { transactionHeadId, total } = await ask("POST", `${here()}/sales`, sale);
  clearCart();
  by("done").textContent = `${yen(total)}の売上を登録しました(取引 ${transactionHeadId})。`;
}
