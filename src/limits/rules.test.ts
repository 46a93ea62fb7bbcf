import { expect, it } from "vitest";
import { secondsToWait } from "./rules.ts";

it.each([
  ["the last one that a limit takes", [[20, 60, 20]], 0],
  ["the first above it waits until its count is over", [[21, 41.2, 20]], 42],
  [
    "of two the longer wait counts",
    [
      [21, 10, 20],
      [301, 30, 300],
    ],
    30,
  ],
  [
    "only one of two is over",
    [
      [2, 50, 20],
      [301, 30, 300],
    ],
    30,
  ],
  ["never less than a second", [[21, -3, 20]], 1],
  ["a limit of 0 is none", [[1_000_000, 60, 0]], 0],
])("orders of a minute: %s", (_, counts, seconds) => {
  const given = counts.map(([orders = 0, secondsLeft = 0, limit = 0]) => {
    return { count: { orders, secondsLeft }, limit };
  });
  expect(secondsToWait(given)).toBe(seconds);
});
