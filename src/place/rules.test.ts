import { expect, it } from "vitest";
import { mayCall } from "./rules.ts";

const pausedSince = new Date("2026-11-25T03:00:00Z");

it.each([
  ["standard", null, true],
  ["standard", pausedSince, true],
  ["assured", null, true],
  ["assured", pausedSince, false],
] as const)("B2: in the %s mode, in maintenance since %s, calls may be made: %s", (mode, since, may) => {
  expect(mayCall({ mode, pausedSince: since })).toBe(may);
});

it("without a live connection nothing is called", () => {
  expect(mayCall(null)).toBe(false);
});
