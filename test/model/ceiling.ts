import { piecesOf, products, type Cart, type Order, type Variation } from "./cart.ts";

/*
 * What may be sold at most, from what the model knows and the cart does not: Smaregi's true stock, and what every order on
 * its way will do to it. No variation may ever show more (P1).
 */

/** Smaregi's stock of a product as it will be once all orders that go on by themselves are through. */
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

/** Pieces of orders that nobody sends, and that the number still has off (F4). */
export function withheldFrom(cart: Cart, variation: Variation): number {
  const product = variation.smaregiProductId;
  return cart.orders.reduce(
    (sum, order) => sum + (!cart.counts(order) && cart.isIn(order, variation) ? piecesOf(order, product) : 0),
    0,
  );
}

/**
 * Runs what the cart does by itself. `bySomeone`: an order, an edit, a cancellation or a press, which moves what may be sold;
 * anything else only raises it (an order that has failed is counted no more, F4).
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
    // While the link is off the cart is alone: its own movements are all there is.
    const moved = (variation.level ?? 0) - (levels[index] ?? 0);
    variation.ceiling += !bySomeone ? Math.max(0, change) : cart.live ? change : moved;
  }
  const { reading } = cart;
  if (reading === null || reading.amount === null) return;
  const index = products.indexOf(reading.product);
  const change = (truths()[index] ?? 0) - (truthsBefore[index] ?? 0);
  reading.ceiling += bySomeone ? change : Math.max(0, change);
}
