import { piecesOf, products, type Cart, type Order, type Variation } from "./cart.ts";

/*
 * The most that may be sold, from what the model knows and the cart does not: Smaregi's true stock, and the effect of
 * every order in progress on it. No variation may ever show more (P1).
 */

/** Smaregi's stock of a product once all orders that continue by themselves are done. */
export function truthOf(cart: Cart, product: string): number {
  return cart.orders.reduce(
    (sum, order) =>
      cart.counts(order) ? sum - piecesOf(order, product) + standingPieces(cart, order, product) : sum,
    cart.smaregi.stockOf(cart.placeName, product),
  );
}

function standingPieces(cart: Cart, order: Order, product: string): number {
  const here = cart.smaregi
    .standing(order.id)
    .filter(
      ({ place }) => place.contractId === cart.place.contractId && place.storeId === cart.place.storeId,
    );
  return here
    .flatMap(({ sale }) => sale.lines)
    .reduce((sum, line) => sum + (line.smaregiProductId === product ? line.quantity : 0), 0);
}

/** Pieces of orders that no one sends, and that are still subtracted from the number (F4). */
export function withheldFrom(cart: Cart, variation: Variation): number {
  const product = variation.smaregiProductId;
  return cart.orders.reduce(
    (sum, order) => sum + (!cart.counts(order) && cart.isIn(order, variation) ? piecesOf(order, product) : 0),
    0,
  );
}

/**
 * Runs something that the cart does. `bySomeone`: an order, an edit, a cancellation or a press, which changes what may be
 * sold; anything else can only raise it (a failed order no longer counts, F4).
 */
export function withinCeilings(cart: Cart, bySomeone: boolean, run: () => void): void {
  const truths = () => products.map((product) => truthOf(cart, product));
  const own = () =>
    cart.variations.map((each) =>
      each.smaregiProductId === null ? 0 : truthOf(cart, each.smaregiProductId) - withheldFrom(cart, each),
    );
  const [truthsBefore, ownBefore] = [truths(), own()];
  const levels = cart.variations.map(({ level }) => level ?? 0);
  run();
  const ownAfter = own();
  for (const [index, variation] of cart.variations.entries()) {
    const change = (ownAfter[index] ?? 0) - (ownBefore[index] ?? 0);
    // While the link is off, the cart is alone: only its own movements count.
    const moved = (variation.level ?? 0) - (levels[index] ?? 0);
    variation.ceiling += !bySomeone ? Math.max(0, change) : cart.live ? change : moved;
  }
  const { reading } = cart;
  if (reading === null || reading.amount === null) return;
  const index = products.indexOf(reading.product);
  const change = (truths()[index] ?? 0) - (truthsBefore[index] ?? 0);
  reading.ceiling += bySomeone ? change : Math.max(0, change);
}
