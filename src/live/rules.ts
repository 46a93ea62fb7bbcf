import { mostNamed, topics, type Topic } from "../tell/rules.ts";

/** What changed for a merchant. Without `productIds`, any product may have changed. */
export type Change = { topics: Topic[]; productIds?: string[] };

/** Merges two changes into one. */
export function merge(first: Change | null, second: Change): Change {
  if (first === null) return second;
  const both = [...new Set([...first.topics, ...second.topics])];
  const named = [first, second].filter((change) => change.topics.includes("products"));
  const ids = [...new Set(named.flatMap((change) => change.productIds ?? []))];
  const isAny =
    named.length === 0 || named.some((change) => change.productIds === undefined) || ids.length > mostNamed;
  return { topics: both, ...(isAny ? {} : { productIds: ids }) };
}

/** Parses what a process says about its changes; null if it is unknown. */
export function readMessage(payload: string): { merchantId: string; change: Change } | null {
  const said = parse(payload);
  const topic = topics.find((each) => each === said?.t);
  if (said === null || typeof said.m !== "string" || topic === undefined) return null;
  const productIds = Array.isArray(said.p) ? { productIds: said.p as string[] } : {};
  return { merchantId: said.m, change: { topics: [topic], ...productIds } };
}

function parse(payload: string): { m?: unknown; t?: unknown; p?: unknown } | null {
  try {
    return JSON.parse(payload) as object;
  } catch {
    return null;
  }
}

/** The part of a change that concerns buyers; null if none does. */
export function forBuyers({ topics: all, productIds }: Change): Change | null {
  if (!all.includes("products")) return null;
  return { topics: ["products"], ...(productIds === undefined ? {} : { productIds }) };
}
