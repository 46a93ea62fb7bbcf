import { mostNamed, topics, type Topic } from "../tell/rules.ts";

/** What changed of a merchant; no `productIds` beside the topic products: any of them may have. */
export type Change = { topics: Topic[]; productIds?: string[] };

/** Two changes as one. */
export function merge(first: Change | null, second: Change): Change {
  if (first === null) return second;
  const both = [...new Set([...first.topics, ...second.topics])];
  const named = [first, second].filter((change) => change.topics.includes("products"));
  const ids = [...new Set(named.flatMap((change) => change.productIds ?? []))];
  const isAny =
    named.length === 0 || named.some((change) => change.productIds === undefined) || ids.length > mostNamed;
  return { topics: both, ...(isAny ? {} : { productIds: ids }) };
}

/** What a process says of its changes, understood; null: nothing that we know. */
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

/** What of a change concerns buyers; null: nothing. */
export function forBuyers({ topics: all, productIds }: Change): Change | null {
  if (!all.includes("products")) return null;
  return { topics: ["products"], ...(productIds === undefined ? {} : { productIds }) };
}
