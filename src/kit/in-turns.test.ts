import { expect, it } from "vitest";
import { inTurns } from "./in-turns.ts";

/** Steps that each compute for as long as a turn may take. */
function* longSteps(seen: () => void) {
  for (let nth = 0; nth < 4; nth += 1) {
    const end = performance.now() + 6;
    while (performance.now() < end);
    seen();
    yield;
  }
  return "all";
}

it("long work in steps lets others have their turn, and answers as if it were done at once", async () => {
  const order: string[] = [];
  const work = inTurns(longSteps(() => order.push("step")));
  setImmediate(() => order.push("other"));
  expect(await work).toBe("all");
  expect(order.filter((each) => each === "step")).toHaveLength(4);
  expect(order.indexOf("other")).toBeLessThan(order.lastIndexOf("step"));
});

it("what a step throws is thrown", async () => {
  const broken = function* () {
    yield;
    throw new Error("broken");
  };
  await expect(inTurns(broken())).rejects.toThrow("broken");
});
