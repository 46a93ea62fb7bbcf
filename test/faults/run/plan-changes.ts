import type { Mode } from "../../../src/kit/tables.ts";
import { chanceOf, type Chance } from "./chance.ts";
import { crowdId, goods, movingGoods, movingIds } from "./goods.ts";

/** スマレジ連携設定 as the merchant wants it. */
export type Settings = {
  enabled: boolean;
  mode: Mode;
  contract: "own" | "other";
  storeId: string;
  /** An own app whose secret is wrong. */
  wrongSecret: boolean;
};

/** What the merchant changes in the middle of everything, at `at` milliseconds. */
export type Change = { at: number } & (
  | { do: "set"; kind: string; patch: Partial<Settings>; back: Partial<Settings>; forMs: number }
  /** Links the variation of a moving good to another Smaregi product; null: to none. */
  | { do: "relink"; good: number; to: string | null }
  /** A file: goods linked to products that were not linked before, or new prices and links. */
  | { do: "registerFile"; from: number; rows: number }
  | { do: "changeFile"; prices: number[]; links: { good: number; to: string }[] }
  /** 送り直す, for everything that is behind. */
  | { do: "press" }
  | { do: "reconcile" }
);

const ownSettings = (mode: Mode): Settings => ({
  enabled: true,
  mode,
  contract: "own",
  storeId: "1",
  wrongSecret: false,
});
export { ownSettings };

/** Each kind of setting with its change and the way back: switch, mode, store, contract, credentials. */
const turns = (mode: Mode): [kind: string, patch: Partial<Settings>, back: Partial<Settings>][] => [
  ["link off and on", { enabled: false }, { enabled: true }],
  ["mode changed", { mode: mode === "standard" ? "assured" : "standard" }, { mode }],
  ["store changed and back", { storeId: "2" }, { storeId: "1" }],
  ["contract changed and back", { contract: "other" }, { contract: "own" }],
  ["wrong secret and back", { wrongSecret: true }, { wrongSecret: false }],
];

/**
 * Changes of links and files all the time; also of settings, two or three kinds per seed, unless the seed is `still`.
 */
export function planChanges(seed: string, mode: Mode, still: boolean, forMs: number): Change[] {
  const chance = chanceOf(`${seed} changes`);
  const changes: Change[] = [];
  let file = 0;
  for (let at = chance.between(200, 900); at < forMs; at += chance.between(150, 1_100)) {
    const change = nextChange(chance, file);
    if (change.do === "registerFile") file += change.rows;
    changes.push({ at, ...change });
  }
  const kinds = still ? [] : turns(mode).filter(() => chance.is(0.5));
  for (const [kind, patch, back] of kinds) {
    for (let at = chance.between(300, forMs * 0.7); at < forMs;) {
      const forThatMs = chance.between(100, 1_800);
      changes.push({ at, do: "set", kind, patch, back, forMs: forThatMs });
      at += forThatMs + chance.between(800, 4_000);
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;

function nextChange(chance: Chance, file: number): WithoutTime<Change> {
  const fate = chance.next();
  if (fate < 0.5) return { do: "relink", ...move(chance) };
  if (fate < 0.65) return { do: "registerFile", from: file, rows: chance.pick([3, 8, 30]) };
  if (fate < 0.8) {
    const prices = goods.map(() => chance.between(800, 1_200));
    const links = chance.is(0.5) ? [{ good: chance.pick(movingGoods), to: chance.pick(movingIds) }] : [];
    return { do: "changeFile", prices, links };
  }
  return { do: fate < 0.92 ? "press" : "reconcile" };
}

const move = (chance: Chance) => ({
  good: chance.pick(movingGoods),
  to: chance.is(0.2) ? null : chance.pick([...movingIds, crowdId(0)]),
});
