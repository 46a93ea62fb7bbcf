import { describe, expect, it } from "vitest";
import type { Wrong } from "./cart.ts";
import { directed, judge, written } from "./histories.ts";
import { hunt, huntForCost } from "./hunt.ts";

/*
 * The order link's own functions in a model of all that can go wrong (docs/decisions/order-link.md). For more histories: npm
 * run model.
 */

describe("P1, P4, O3, O4, B1, B3, F3: the order link holds whatever comes between any two of its steps", () => {
  it.each([
    ["everything", 800, 11],
    ["readings", 400, 12],
    ["frozen", 400, 13],
    ["byHand", 200, 14],
    ["bookedTooLate", 200, 15],
  ])("%s: in %i histories", (profile, histories, seed) => {
    expect(hunt(profile, { histories, seed }).broken).toBeNull();
  });

  it.each(Object.entries(directed))("%s", (_, text) => {
    for (const mode of ["standard", "assured"] as const)
      for (const refusesKnownKeys of [true, false])
        expect(judge({ steps: written(text), mode, refusesKnownKeys }), mode).toBeNull();
  });

  it("an order is 1 call, an edit 2, a cancellation 1, and nothing is looked for, where nothing goes wrong", () => {
    expect(huntForCost({ histories: 100, seed: 16 }).broken).toBeNull();
  });
});

describe("the model can fail: it meets each of these lines, made wrong", () => {
  it.each([
    ["the level is clamped", "levelIsClamped", /^(oversold|stock)/],
    ["a look is believed before the full wait is over", "noFullWait", /./],
    ["whoever was frozen goes on as if nothing had happened", "noFence", /./],
    ["pieces come back on top of a reading that never had them off", "givesBackAlways", /^(oversold|stock)/],
    ["nothing is read after a look", "noReadingAfterALook", /^stock/],
    ["a reading is stored without what orders still take of it", "noPending", /^oversold/],
    ["a failed call is repeated in the standard mode (F3)", "repeatsInStandardMode", /^repeat/],
  ] as [string, Wrong, RegExp][])("%s", (_, wrong, broken) => {
    const found = hunt("everything", { histories: 400, seed: 1, wrong, shortest: false });
    expect(found.broken).toMatch(broken);
  });
});
