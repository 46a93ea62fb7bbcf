import { expect, it } from "vitest";
import { enough, isDown, probeDelayMs } from "./rules.ts";

it.each([
  ["ok", 200, false],
  ["refused", 400, false],
  ["refused", 500, false],
  ["refused", 503, true],
  ["timeout", undefined, true],
  ["dropped", undefined, true],
  ["unreachable", undefined, true],
  ["paced", undefined, false],
])("B2: a call that ended with %s (%s) met nobody: %s", (outcome, status, expected) => {
  expect(isDown({ outcome, ...(status === undefined ? {} : { status }) })).toBe(expected);
});

it("B2: Smaregi is asked again after two seconds, each time after twice as long, at the most a minute", () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 100].map((probes) => probeDelayMs(probes, 1));
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(probeDelayMs(0, 0)).toBe(1_500);
  expect(probeDelayMs(0, 0.5)).toBe(1_750);
});

it("B2: three calls in a row without an answer spare a contract", () => {
  expect(enough).toBe(3);
});
