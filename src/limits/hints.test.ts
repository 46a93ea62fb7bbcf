import { expect, it } from "vitest";
import { countHints } from "./hints.ts";
import { hintsPerMinute } from "./rules.ts";

it("P8: one address may send so many hints a minute; others are not held up, and the next minute begins anew", () => {
  let now = 0;
  const take = countHints(() => now);
  for (let nth = 0; nth < hintsPerMinute; nth += 1) take("a");
  now = 20_000;
  expect(() => take("a")).toThrow(
    expect.objectContaining({ code: "too_many_notifications", retryAfter: 40 }),
  );
  take("b");
  now = 60_000;
  take("a");
});
