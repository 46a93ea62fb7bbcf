/** Something that must never be. `about` names the order or variation whose story explains it. */
export type Finding = {
  invariant: Invariant;
  text: string;
  orderId?: string;
  variationId?: string;
};

/** What holds of every run, whatever went wrong in it. */
export const invariants = {
  1: "each acknowledged order stands in Smaregi exactly once with its last lines, or not at all once cancelled; in the standard mode it may have visibly failed instead",
  2: "no transaction of our terminal stands without an order",
  3: "each synced quantity is Smaregi's stock, from 0 to 999,999",
  4: "the ledger leads to every quantity, step by step",
  5: "nothing was sold that was not there",
  6: "a request sent twice under one key is one order",
  7: "callers are answered as promised, and nothing goes wrong inside but by a cut of the database",
  8: "whatever waits comes to its end",
} as const;

type Invariant = keyof typeof invariants;
