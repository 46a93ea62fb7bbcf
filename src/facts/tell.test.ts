import { describe, expect, it } from "vitest";
import type { Fact } from "./fact.ts";
import { shapes } from "./facts.fixture.ts";
import { factKinds, tell, together } from "./tell.ts";

const japanese = /[\u3041-\u30ff\u4e00-\u9fff。]/;
const broken = /undefined|null\b.*null|NaN|\[object|\{|\}/;
/** What holds only somebody else's words is the same in both languages. */
const foreign = new Set(["smaregiSaid", "said", "commented"]);

describe("each kind of fact", () => {
  it("has its shapes in the test", () => {
    expect(Object.keys(shapes).toSorted()).toEqual(factKinds.toSorted());
  });

  it.each(
    Object.entries(shapes).flatMap(([kind, all]) =>
      all.map((data) => [kind, { kind, data } as Fact] as const),
    ),
  )("%s is told in Japanese and in English: %j", (kind, fact) => {
    const ja = tell(fact, "ja");
    const en = tell(fact, "en");
    for (const text of [ja, en]) {
      expect(text).not.toMatch(broken);
      expect(text.trim()).toBe(text);
      expect(text).not.toBe("");
    }
    if (foreign.has(kind)) return expect(en).toBe(ja);
    expect(ja).toMatch(japanese);
    expect(en).not.toMatch(japanese);
    // What varies is in both: each name and number of one stands in the other.
    const named = (text: string) => [...text.matchAll(/[0-9]{2,}|[A-Z_]{6,}/g)].map(String).toSorted();
    expect(named(en)).toEqual(named(ja));
  });
});

it("tells several facts one after the other, and keeps Smaregi's own words", () => {
  const said: Fact = { kind: "smaregiSaid", data: { said: "HTTP 400: 会員が存在しません。" } };
  const notLooked: Fact = { kind: "notLooked", data: { reason: said } };
  const both = together([{ kind: "timedOut", data: { seconds: 20 } }, notLooked]);
  expect(both === null ? "" : tell(both, "en")).toBe(
    "Smaregi did not answer within 20 seconds. What became of it could not be looked up: HTTP 400: 会員が存在しません。",
  );
  expect(together([said])).toBe(said);
  expect(together([])).toBeNull();
});

it("names a kind that a newer version wrote, and does not fail", () => {
  const fact = { kind: "somethingNew", data: {} } as unknown as Fact;
  expect(tell(fact, "ja")).toBe("somethingNew");
});
