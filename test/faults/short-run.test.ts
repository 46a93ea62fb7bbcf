import { describe, expect, it } from "vitest";
import { runSeed } from "./run/one-seed.ts";
import { planRun } from "./run/plan.ts";

/** Findings with their explanation: what a failing test prints. `npm run faults` prints the whole story. */
async function findingsOf(...run: Parameters<typeof planRun>): Promise<string[]> {
  const { findings } = await runSeed(planRun(...run));
  return findings.map(({ invariant, text, explained }) => [`${invariant}. ${text}`, ...explained].join("\n"));
}

describe("the product under faults (npm run faults)", () => {
  it("plans a seed the same each time, and another seed otherwise", () => {
    expect(planRun(7, "assured", 3)).toEqual(planRun(7, "assured", 3));
    expect(planRun(8, "assured", 3)).not.toEqual(planRun(7, "assured", 3));
  });

  // In these three seconds every setting changes, a clerk undoes a sale, and the server is frozen and killed.
  it("P1, P2: seed 149, assured, one process: every book adds up", async () => {
    expect(await findingsOf(149, "assured", 1, 3_000)).toEqual([]);
  });
});
