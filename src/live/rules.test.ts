import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topics } from "../tell/rules.ts";
import { forBuyers, merge, readMessage, type Change } from "./rules.ts";

const change = fc
  .record({
    topics: fc.uniqueArray(fc.constantFrom(...topics), { minLength: 1 }),
    productIds: fc.option(fc.uniqueArray(fc.stringMatching(/^[a-z]{2}$/), { minLength: 1, maxLength: 90 }), {
      nil: undefined,
    }),
  })
  .map(({ topics: all, productIds }): Change => {
    return all.includes("products") && productIds !== undefined
      ? { topics: all, productIds }
      : { topics: all };
  });

/** The parts that a page would read again: each topic, and each product or all of them. */
const covers = (big: Change, small: Change): boolean =>
  small.topics.every((topic) => big.topics.includes(topic)) &&
  (!small.topics.includes("products") ||
    big.productIds === undefined ||
    (small.productIds?.every((id) => big.productIds?.includes(id)) ?? false));

describe("changes", () => {
  it("two as one tell at least what both told, and never name more than a hundred", () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const both = merge(first, second);
        expect(covers(both, first) && covers(both, second)).toBe(true);
        expect(both.productIds?.length ?? 0).toBeLessThanOrEqual(100);
        expect(new Set(both.topics).size).toBe(both.topics.length);
      }),
    );
    expect(merge(null, { topics: ["orders"] })).toEqual({ topics: ["orders"] });
    const named = (...productIds: string[]): Change => ({ topics: ["products"], productIds });
    expect(merge(named("a"), named("b", "a"))).toEqual(named("a", "b"));
    expect(merge(named("a"), { topics: ["link"] })).toEqual({
      topics: ["products", "link"],
      productIds: ["a"],
    });
  });

  it("what the database says is understood, and anything else passed over", () => {
    expect(readMessage('{"m":"x","t":"products","p":["a"]}')).toEqual({
      merchantId: "x",
      change: { topics: ["products"], productIds: ["a"] },
    });
    expect(readMessage('{"m":"x","t":"orders"}')?.change).toEqual({ topics: ["orders"] });
    for (const bad of ["", "x", "null", "1", '{"m":"x","t":"weather"}', '{"t":"orders"}'])
      expect(readMessage(bad)).toBeNull();
  });

  it("buyers hear of products only", () => {
    expect(forBuyers({ topics: ["orders", "products"], productIds: ["a"] })).toEqual({
      topics: ["products"],
      productIds: ["a"],
    });
    expect(forBuyers({ topics: ["orders", "link"] })).toBeNull();
  });
});

it("a change of all products stays one; up to a hundred are named, from both sides", () => {
  const named = (...productIds: string[]): Change => ({ topics: ["products"], productIds });
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, nth) => `p${nth + from}`);
  expect(merge(named("a"), { topics: ["products"] })).toEqual({ topics: ["products"] });
  expect(merge({ topics: ["products"] }, named("a"))).toEqual({ topics: ["products"] });
  expect(merge({ topics: ["orders"] }, { topics: ["link"] })).toEqual({ topics: ["orders", "link"] });
  expect(merge(named(...ids(60)), named(...ids(40, 60))).productIds).toEqual(ids(100));
  expect(merge(named(...ids(60)), named(...ids(41, 60)))).toEqual({ topics: ["products"] });
  expect(forBuyers({ topics: ["products"] })).toStrictEqual({ topics: ["products"] });
});

it("each topic of the database's is understood", () => {
  for (const topic of topics) {
    expect(topic).not.toBe("");
    expect(readMessage(JSON.stringify({ m: "x", t: topic, p: "none" }))).toEqual({
      merchantId: "x",
      change: { topics: [topic] },
    });
  }
  expect(readMessage('{"m":1,"t":"orders"}')).toBeNull();
});
