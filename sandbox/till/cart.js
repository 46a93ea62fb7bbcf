import { shop } from "./shop.js";
import { addUp, taxRate } from "./tax.js";

/**
 * The sale that is being made: the quantity of each product, and its price and the discount of each piece if they were changed. A
 * discount is `{ yen }` or `{ rate }`, a percentage of the amount that it reduces.
 */
const lines = new Map();
let subtotalDiscount = { yen: 0 };
const watchers = [];

/** Registers an action that runs after every change of the sale. */
export const onCart = (action) => watchers.push(action);
const changed = () => {
  for (const action of watchers) action();
};

export const mostOfOne = 9_999;
export const highestPrice = 9_999_999;

/** The lines of the sale, with their prices and sums worked out. */
export function cartLines() {
  return [...lines].map(([productId, { quantity, price, discount }]) => {
    const product = shop.products.get(productId);
    const each = price ?? Number(product.price);
    const off = discountOf(each, discount);
    const rate = taxRate(product);
    return { productId, product, quantity, each, off, discount, rate, sum: (each - off) * quantity };
  });
}

/** The yen that a discount takes off an amount, rounded down. */
const discountOf = (amount, { yen, rate }) => yen ?? Math.floor((amount * rate) / 100);

/** Subtotal, discount, total and taxes of the sale. `isDiscountGood`: the discount is no more than the subtotal. */
export function cartSums() {
  const parts = cartLines();
  const { subtotal } = addUp(parts);
  const wanted = discountOf(subtotal, subtotalDiscount);
  const isDiscountGood = wanted <= Math.max(subtotal, 0);
  const discount = isDiscountGood ? wanted : 0;
  return { ...addUp(parts, discount), discount, isDiscountGood };
}

/** The number of pieces of a product in the sale. */
export const pickedOf = (productId) => lines.get(productId)?.quantity ?? 0;
/** The number of pieces in the sale. */
export const pieces = () => [...lines.values()].reduce((sum, { quantity }) => sum + quantity, 0);
/** The discount on the subtotal, as it was given. */
export const givenDiscount = () => subtotalDiscount;

/** Sets how many of a product are sold; 0 removes it from the sale. */
export function setQuantity(productId, quantity) {
  const line = lines.get(productId) ?? { discount: { yen: 0 } };
  if (quantity <= 0) lines.delete(productId);
  else lines.set(productId, { ...line, quantity: Math.min(quantity, mostOfOne) });
  changed();
}

/** Sets a line's price (null: the product's price), or the discount of each piece. */
export function setLine(productId, change) {
  const line = lines.get(productId);
  if (line === undefined) return;
  lines.set(productId, { ...line, ...change });
  changed();
}

/** Sets the discount on the subtotal. */
export function setDiscount(discount) {
  subtotalDiscount = discount;
  changed();
}

/** Empties the sale. */
export function emptyCart() {
  lines.clear();
  subtotalDiscount = { yen: 0 };
  changed();
}

/** Removes products that the contract no longer has. Returns true if there were any. */
export function dropGone() {
  const gone = [...lines.keys()].filter((productId) => !shop.products.has(productId));
  for (const productId of gone) lines.delete(productId);
  changed();
  return gone.length > 0;
}

/** The sale as the control API takes it. */
export function asSale() {
  const { discount } = cartSums();
  return {
    lines: cartLines().map(({ productId, product, quantity, each, off }) => ({
      productId,
      quantity,
      ...(each === Number(product.price) ? {} : { salesPrice: each }),
      ...(off === 0 ? {} : { unitDiscountPrice: off }),
    })),
    ...(discount === 0 ? {} : { subtotalDiscountPrice: discount }),
  };
}
