import { clamp, orderMovements, type Movement, type Pieces, type StockRow } from "../../src/stock/rules.ts";
import { applyReading } from "../../src/stock-sync/rules.ts";
import { isUnsure, pendingOfOrder } from "../../src/transactions/rules.ts";
import type { Cart, Order, Reading } from "./cart.ts";
import { truthOf } from "./ceiling.ts";

/** Writes entries of the ledger. */
export function writeMovements(cart: Cart, movements: Movement[]): void {
  for (const { variationId, quantity, level } of movements) {
    const variation = cart.variations.find(({ id }) => id === variationId);
    if (variation !== undefined)
      Object.assign(variation, { quantity, level: cart.wrong === "levelIsClamped" ? quantity : level });
  }
}

/**
 * The movements of a new order, an edit or a cancellation, by the product's own rule. Returns null if there is too little
 * stock, otherwise the products whose numbers moved.
 */
export function moveForOrder(
  cart: Cart,
  order: Order | null,
  { back, take }: { back: Pieces[]; take: Pieces[] },
): string[] | null {
  const isIn = (row: StockRow) => order === null || cart.wrong === "givesBackAlways" || cart.isIn(order, row);
  const { movements, shortages } = orderMovements(cart.variations, { back, take, isIn });
  if (shortages.length > 0) return null;
  writeMovements(cart, movements);
  const moved = new Set(movements.map(({ variationId }) => variationId));
  return cart.variations.flatMap(({ id, smaregiProductId }) =>
    moved.has(id) ? (smaregiProductId ?? []) : [],
  );
}

/** 商品の紐づけ: links a variation to another product, or to none (U3, U6). */
export function relink(cart: Cart, index: number, product: string | null): void {
  const variation = cart.variations[index];
  if (variation === undefined || variation.smaregiProductId === product) return;
  Object.assign(variation, { smaregiProductId: product, syncedAt: null, beganAt: null, ceiling: Infinity });
  if (product === null) return;
  Object.assign(variation, { quantity: 0, level: 0 });
  cart.ask([product]);
}

export function beginReading(cart: Cart, index: number): void {
  const asked = [...cart.signals][index % Math.max(1, cart.signals.size)];
  if (!cart.live || cart.reading !== null || asked === undefined) return;
  const [product, askedAt] = asked;
  const beganAt = cart.clock.now();
  cart.reading = { product, place: cart.placeName, beganAt, askedAt, amount: null, ceiling: 0 };
}

/** Smaregi answers: from now on the number gets older. */
export function takeReading(cart: Cart): void {
  const { reading } = cart;
  if (reading === null || reading.amount !== null) return;
  reading.amount = cart.smaregi.stockOf(reading.place, reading.product);
  reading.ceiling = reading.place === cart.placeName ? truthOf(cart, reading.product) : Infinity;
}

/** The most that orders may still take from a reading (B1). */
export const pendingOf = (cart: Cart, product: string, beganAt: Date): number =>
  cart.wrong === "noPending"
    ? 0
    : cart.orders.reduce((sum, { link }) => sum + pendingOfOrder(link, product, beganAt, cart.here), 0);

export function storeReading(cart: Cart): void {
  const { reading } = cart;
  if (reading === null || reading.amount === null) return;
  cart.reading = null;
  const { product, place, beganAt, askedAt } = reading;
  if (!cart.live || place !== cart.placeName) return;
  storeAmount(cart, reading, reading.amount);
  if (cart.signals.get(product) === askedAt) cart.signals.delete(product);
  if (cart.orders.some(({ link }) => isUnsure(link, product, beganAt))) cart.ask([product]);
}

function storeAmount(cart: Cart, { product, beganAt, ceiling }: Reading, amount: number): void {
  const pending = pendingOf(cart, product, beganAt);
  const syncedAt = cart.clock.now();
  const answer = { kind: "found" as const, smaregiProductId: product, beganAt, amount };
  for (const variation of cart.linked(product)) {
    const { quantity, beganAt: readingBeganAt } = variation;
    const applied = applyReading({ quantity, readingBeganAt }, answer, pending);
    if (applied.kind !== "stored") continue;
    const level = cart.wrong === "levelIsClamped" ? clamp(applied.level) : applied.level;
    Object.assign(variation, { level, quantity: clamp(level), beganAt, syncedAt, ceiling });
  }
}

/** Looks for what changed in Smaregi since the last time, whether a notification reported it or not. */
export function catchUp(cart: Cart): void {
  const changed = [...cart.smaregi.changed];
  cart.smaregi.changed.clear();
  const start = `${cart.placeName}/`;
  cart.ask(changed.flatMap((each) => (each.startsWith(start) ? each.slice(start.length) : [])));
}
