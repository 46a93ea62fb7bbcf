/** Something that must never happen. `about` names the order or variation whose story explains it. */
export type Finding = {
  invariant: Invariant;
  text: string;
  orderId?: string;
  variationId?: string;
};

/** What is true for every run, whatever went wrong in it. */
export const invariants = {
  1: "each acknowledged order stands in Smaregi exactly once with its own lines, or not at all once cancelled; or it visibly does not, with the reason and what to do",
  2: "no transaction of our terminals stands without an order",
  3: "each linked product, read singly from Smaregi, is what the shop shows, from 0 to 999,999",
  4: "the ledger leads to every quantity, step by step",
  5: "nothing was sold that was not there",
  6: "a request sent twice under one key is one order",
  7: "callers are answered as promised, and nothing goes wrong inside but by a cut of the database",
  8: "whatever waits comes to its end",
  9: "one press ends what the shop asks: then each order stands or is cancelled, and 差異チェック finds nothing",
} as const;

type Invariant = keyof typeof invariants;
