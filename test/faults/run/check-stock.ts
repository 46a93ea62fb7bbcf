import type { Books, Movement, Variation } from "./books.ts";
import type { OrderLine } from "./buyers.ts";
import type { Finding } from "./findings.ts";
import { movingGoods, shopOnlyStart } from "./goods.ts";
import { maxQuantity } from "../../../src/stock/rules.ts";

const most = 999_999;
const clamp = (quantity: number): number => Math.min(Math.max(quantity, 0), most);

/** Invariants 4 and 5: the quantities' ledger, and what was sold. */
export function checkStock(books: Books): Finding[] {
  return [...books.variations.flatMap(checkLedger), ...checkTakings(books), ...checkOnlyOurs(books)];
}

/** Invariant 3. `singly`: Smaregi's stock of each linked product, read one by one. */
export function checkSingly({ synced, variations }: Books, singly: Map<string, number>): Finding[] {
  return synced.flatMap(({ id, smaregiProductId, quantity }): Finding[] => {
    const smaregi = singly.get(smaregiProductId) ?? 0;
    if (quantity === clamp(smaregi)) return [];
    const name = variations.find((each) => each.id === id)?.name ?? "A product of a file";
    const text = `${name} has ${quantity}, Smaregi's product ${smaregiProductId} has ${smaregi}`;
    return [{ invariant: 3, text, variationId: id }];
  });
}

/** Each entry's quantity is the one before it plus its change, a blank one counting as 0; the last is the quantity. */
function checkLedger({ id, name, quantity, movements }: Variation): Finding[] {
  const say = (text: string): Finding => ({ invariant: 4, text: `${name} ${text}`, variationId: id });
  const findings: Finding[] = [];
  let before = 0;
  for (const [index, entry] of movements.entries()) {
    const after = entry.quantity ?? 0;
    if (after !== before + entry.change) {
      findings.push(
        say(`goes from ${before} to ${after} by ${entry.change} (entry ${index + 1}, ${entry.cause})`),
      );
    }
    before = after;
  }
  const last = movements.at(-1)?.quantity ?? null;
  if (last !== quantity) findings.push(say(`has ${quantity}, its ledger ends with ${last}`));
  return findings;
}

/** An order took exactly its pieces from each quantity, and they were there. */
function checkTakings({ placed, variations }: Books): Finding[] {
  const moving = new Set(movingGoods.map((good) => variations[good]?.id));
  const wants = new Map(placed.map((order) => [order.orderId, order.first]));
  return variations.flatMap((variation) =>
    withBefore(variation).flatMap(({ entry, before }): Finding[] => {
      const lines = wants.get(entry.orderId ?? "");
      const isTaking = entry.cause === "orderPlaced" || entry.cause === "orderEdited";
      if (!isTaking || before + entry.change < 0) return isTaking ? [tooMuch(variation, before, entry)] : [];
      // If a good's link changes, the products that shared its stock at a given time are not known.
      if (entry.cause !== "orderPlaced" || lines === undefined || moving.has(variation.id)) return [];
      const pieces = sharedPieces(variations, variation, lines);
      const isOwn = lines.some((line) => line.variationId === variation.id);
      // A variation that only shares its stock with what was ordered may lag behind, and ends at 0.
      const right = isOwn ? -pieces : -Math.min(pieces, before);
      // Smaregi has more than the cart's largest number: the quantity stays at the maximum, or falls by the part
      // below it.
      const isAtTheTop = before === maxQuantity && entry.change <= 0 && entry.change >= right;
      if (entry.change === right || isAtTheTop) return [];
      return [tooMuch(variation, before, entry, pieces)];
    }),
  );
}

const withBefore = ({ movements }: Variation) =>
  movements.map((entry, index) => ({ entry, before: movements[index - 1]?.quantity ?? 0 }));

const tooMuch = ({ id, name }: Variation, before: number, entry: Movement, pieces?: number): Finding => ({
  invariant: 5,
  text: `${name} was at ${before}, ${entry.cause} took ${-entry.change}${pieces === undefined ? "" : ` for ${pieces} pieces`}`,
  variationId: id,
  ...(entry.orderId === null ? {} : { orderId: entry.orderId }),
});

/** How many pieces of a variation's stock these lines want, including those of its siblings. */
function sharedPieces(variations: Variation[], variation: Variation, lines: OrderLine[]): number {
  const same = variations.filter(
    (other) =>
      other.id === variation.id ||
      (variation.smaregiProductId !== null && other.smaregiProductId === variation.smaregiProductId),
  );
  const shared = new Set(same.map((other) => other.id));
  return lines.reduce((sum, line) => sum + (shared.has(line.variationId) ? line.quantity : 0), 0);
}

/**
 * A good that only the shop sells was never sold beyond its stock at the start. Not checked if a step failed: then
 * Smaregi's stock came back while the shop still has the order, as standard mode says (F4).
 */
function checkOnlyOurs(books: Books): Finding[] {
  // While the link is off, or at another store, the shop sells without Smaregi.
  if (!books.still) return [];
  const spoilt = new Set(
    books.rows.filter(({ orderId }) => books.everFailed.has(orderId)).flatMap(({ products }) => products),
  );
  const live = books.orders.filter(({ status }) => status !== "cancelled").flatMap(({ lines }) => lines);
  return books.variations.flatMap((variation): Finding[] => {
    const { id, name, smaregiProductId, stockManaged, till, quantity } = variation;
    if (!stockManaged || till || spoilt.has(smaregiProductId ?? "")) return [];
    const start =
      smaregiProductId === null ? shopOnlyStart : (books.startingStock.get(smaregiProductId) ?? 0);
    const sold = sharedPieces(books.variations, variation, live);
    if (sold > start) {
      return [
        { invariant: 5, text: `${sold} pieces of ${name} are sold, there were ${start}`, variationId: id },
      ];
    }
    if (quantity !== start - sold) {
      const text = `${name} has ${quantity}, though ${sold} of ${start} pieces are sold`;
      return [{ invariant: 5, text, variationId: id }];
    }
    return smaregiProductId === null ? [] : checkNeverBack(variation, start);
  });
}

/** No reading gave back what an order in progress had taken: the quantity was never above the start stock minus the orders. */
function checkNeverBack({ id, name, movements }: Variation, start: number): Finding[] {
  let left = start;
  return movements.flatMap(({ cause, change, quantity, orderId }, index): Finding[] => {
    if (orderId !== null) left += change;
    if (cause !== "synced" || (quantity ?? 0) <= left) return [];
    const text = `${name} came back to ${quantity} (entry ${index + 1}), though only ${left} were not ordered`;
    return [{ invariant: 5, text, variationId: id }];
  });
}
