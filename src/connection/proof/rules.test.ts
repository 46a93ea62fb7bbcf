import { describe, expect, it } from "vitest";
import { contractIdShape, proofLimit, secondsToNextProof } from "./rules.ts";

describe("a contract ID", () => {
  it.each(["sb_abc123", "skc123x4", "a", "A-b_9", "x".repeat(64)])("%s is one", (id) => {
    expect(contractIdShape.test(id)).toBe(true);
  });
  it.each(["", "a b", "a/b", "sb_abc\n", "契約", "x".repeat(65), " a", "a?"])("%j is none", (id) => {
    expect(contractIdShape.test(id)).toBe(false);
  });
});

describe("attempts at a proof", () => {
  const ages = (count: number, oldest: number) => Array.from({ length: count }, () => oldest);

  it("P8: are free below the limit", () => {
    expect(secondsToNextProof([])).toBe(0);
    expect(secondsToNextProof(ages(proofLimit.attempts - 1, 0))).toBe(0);
  });

  it("P8: at the limit wait until the oldest that counts is ten minutes old", () => {
    expect(secondsToNextProof(ages(proofLimit.attempts, 0))).toBe(600);
    expect(secondsToNextProof(ages(proofLimit.attempts, 60_000))).toBe(540);
    expect(secondsToNextProof(ages(proofLimit.attempts, 599_500))).toBe(1);
    const newest = ages(5, 1_000);
    expect(secondsToNextProof([...newest, ...ages(proofLimit.attempts - 5, 300_000)])).toBe(300);
    expect(secondsToNextProof([...newest, ...ages(proofLimit.attempts, 300_000), 599_000])).toBe(300);
  });

  it("P8: from a clock that was set back wait no longer than the whole while", () => {
    expect(secondsToNextProof(ages(proofLimit.attempts, -3_600_000))).toBe(600);
    expect(secondsToNextProof(ages(proofLimit.attempts, 700_000))).toBe(1);
  });
});
