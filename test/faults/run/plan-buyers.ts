import { chanceOf, type Chance } from "./chance.ts";
import { goods } from "./goods.ts";

/** `good`: its index in the goods. */
export type WantedLine = { good: number; quantity: number; unitPrice?: number };

/** What a buyer, or the merchant for a buyer, does next; `which` (0 to 1) picks one of the buyer's own orders. */
export type Act = { pauseMs: number } & (
  | {
      do: "place";
      key: string;
      kind: string;
      lines: WantedLine[];
      money: Record<string, number>;
      /** Sent twice at the same moment with the same key, as by a double click. */
      twice: boolean;
    }
  | { do: "edit"; which: number; lines: WantedLine[] }
  | { do: "cancel"; which: number }
  | { do: "saveProduct"; which: number }
);

const kinds = ["normal", "normal", "normal", "preorder", "proxy", "subscription", "membershipFee"];
const meanPauseMs = 80;

/** One buyer's acts, as many as fit into the time. */
export function planBuyer(seed: string, index: number, forMs: number): Act[] {
  const chance = chanceOf(`${seed} buyer ${index}`);
  const acts: Act[] = [];
  for (let at = 0; at < forMs;) {
    // Mostly right after the last one, sometimes after a while.
    const pauseMs = Math.round(chance.next() ** 2 * 3 * meanPauseMs);
    at += pauseMs + 20;
    acts.push({ pauseMs, ...nextAct(chance, `buyer ${index} act ${acts.length + 1}`) });
  }
  return acts;
}

type WithoutPause<T> = T extends unknown ? Omit<T, "pauseMs"> : never;

function nextAct(chance: Chance, key: string): WithoutPause<Act> {
  const fate = chance.next();
  if (fate < 0.16) return { do: "edit", which: chance.next(), lines: wantedLines(chance) };
  if (fate < 0.27) return { do: "cancel", which: chance.next() };
  if (fate < 0.29) return { do: "saveProduct", which: chance.next() };
  return {
    do: "place",
    key,
    kind: chance.pick(kinds),
    lines: wantedLines(chance),
    money: chance.is(0.3) ? { shippingFee: 600, discount: chance.between(0, 300) } : {},
    twice: chance.is(0.1),
  };
}

const weights = goods.reduce((sum, good) => sum + good.weight, 0);

function pickGood(chance: Chance): number {
  let left = chance.next() * weights;
  return Math.max(
    0,
    goods.findIndex((good) => (left -= good.weight) < 0),
  );
}

/** One to four lines; two of them may have the same good. */
function wantedLines(chance: Chance): WantedLine[] {
  const count = chance.pick([1, 1, 1, 2, 2, 3, 4]);
  return Array.from({ length: count }, () => ({
    good: pickGood(chance),
    quantity: chance.pick([1, 1, 1, 1, 2, 2, 3, 5]),
    ...(chance.is(0.15) ? { unitPrice: chance.between(300, 3_000) } : {}),
  }));
}
