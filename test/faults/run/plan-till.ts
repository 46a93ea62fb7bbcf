import { chanceOf, type Chance } from "./chance.ts";
import { crowdId, goods } from "./goods.ts";

/** What happens at the till, at `at` milliseconds. */
export type TillAct = { at: number } & (
  | { do: "sell"; storeId: string; lines: { productId: string; quantity: number }[] }
  /** A stock count: `stockAmount` sets, `amount` adds; without `notify` Smaregi sends no notification. */
  | { do: "count"; productId: string; stockAmount?: number; amount?: number; notify: boolean }
  /** Many products at once that are or may become the shop's, in one notification. */
  | { do: "countMany"; productIds: string[]; stockAmount: number }
);

const sold = [...new Set(goods.flatMap((good) => (good.till ? (good.smaregiProductId ?? []) : [])))];

/** Sales and counts at the till. */
export function planTill(seed: string, forMs: number): TillAct[] {
  const chance = chanceOf(`${seed} till`);
  const acts: TillAct[] = [];
  for (let at = chance.between(0, 300); at < forMs; at += chance.between(30, 400)) {
    const fate = chance.next();
    acts.push({ at, ...(fate < 0.68 ? sale(chance) : fate < 0.96 ? count(chance) : countMany(chance)) });
  }
  return acts;
}

const sale = (chance: Chance) => ({
  do: "sell" as const,
  storeId: chance.is(0.1) ? "2" : "1",
  lines: Array.from({ length: chance.pick([1, 1, 2, 3]) }, () => ({
    productId: chance.pick(sold),
    quantity: chance.pick([1, 1, 2, 4]),
  })),
});

const countMany = (chance: Chance) => ({
  do: "countMany" as const,
  productIds: Array.from({ length: chance.pick([10, 40]) }, (_, index) => crowdId(index)),
  stockAmount: chance.between(0, 30),
});

function count(chance: Chance) {
  const productId = chance.pick(sold);
  const notify = chance.is(0.75);
  if (chance.is(0.5)) return { do: "count" as const, productId, amount: chance.between(-5, 15), notify };
  const range: Record<string, [number, number]> = { 8: [999_980, 1_000_050], 9: [-5, 8] };
  const [low, high] = range[productId] ?? [0, 60];
  return { do: "count" as const, productId, stockAmount: chance.between(low, high), notify };
}
