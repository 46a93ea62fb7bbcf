import { chanceOf, type Chance } from "./chance.ts";
import { goingIds } from "./goods.ts";

/**
 * What people do in Smaregi besides selling, at `at` milliseconds; `which` (0 to 1) picks one of the shop's sales there.
 */
export type Doing = { at: number } &
  /** 取消 or 打消 of a sale of the shop, by a clerk. */
  (
    | { do: "undo"; which: number; how: "cancel" | "dispose" }
    /** A product is deleted, and made again with this many pieces. */
    | { do: "remake"; productId: string; keepStock: boolean; forMs: number; stockAmount: number }
    /** A notification that is not for us, or that is partly unreadable. */
    | { do: "notice"; contract: "own" | "stranger"; ids: unknown }
  );

/** `still`: nothing is undone. */
export function planDoings(seed: string, still: boolean, forMs: number): Doing[] {
  const chance = chanceOf(`${seed} doings`);
  const isUndoing = !still && chance.is(0.6);
  const doings: Doing[] = [];
  for (let at = chance.between(300, 1_200); at < forMs; at += chance.between(300, 1_500)) {
    const doing = next(chance, isUndoing);
    // It exists again before it is deleted the next time.
    const isAway = doings.some(
      (each) =>
        each.do === "remake" &&
        doing.do === "remake" &&
        each.productId === doing.productId &&
        each.at + each.forMs + 200 > at,
    );
    if (!isAway) doings.push({ at, ...doing });
  }
  return doings;
}

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;

function next(chance: Chance, isUndoing: boolean): WithoutTime<Doing> {
  const fate = chance.next();
  if (isUndoing && fate < 0.45)
    return { do: "undo", which: chance.next(), how: chance.is(0.6) ? "cancel" : "dispose" };
  if (fate < 0.7)
    return {
      do: "remake",
      productId: chance.pick(goingIds),
      keepStock: chance.is(0.3),
      forMs: chance.between(100, 1_500),
      stockAmount: chance.between(0, 40),
    };
  const contract = chance.is(0.5) ? "own" : "stranger";
  return { do: "notice", contract, ids: chance.pick(oddIds) };
}

const row = (productId: unknown, storeId: unknown = "1") => ({ id: "1", productId, storeId });
const oddIds = [
  [row(null), row("1")],
  [row("2"), "?", null, 7],
  [row({ a: 1 }), row("3", "0"), row("4", null)],
  row("5"),
  null,
  [row("no such product"), row("1", "99")],
  Array.from({ length: 40 }, (_, index) => row(String(index))),
];
