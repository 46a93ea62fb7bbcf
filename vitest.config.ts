import { defineConfig } from "vitest/config";
import { LongestFirst } from "./vitest.order.ts";

/** These count calls, keep to Smaregi's seconds, or kill and freeze: beside others they would prove nothing, or come late. */
const alone = [
  "test/faults/{csv-kill,kill,processes,short-run}.test.ts",
  "test/flows/{maintenance,stock-sync-cost}.test.ts",
];
// Tests wait for states: these only end what hangs, on a machine that does much else as well.
const limits = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Flows wait more than they compute: those of shops of their own go side by side (`describe.concurrent`), so many in a file.
  maxConcurrency: 4,
};

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...limits,
          name: "side by side",
          include: ["{src,sandbox,test,ui,console,shop,practice}/**/*.test.ts"],
          exclude: alone,
          // Each file has servers, a database and often a browser of its own.
          maxWorkers: 2,
          // No file changes what a module keeps: what all import is read once.
          isolate: false,
        },
      },
      {
        test: {
          ...limits,
          name: "one by one",
          include: alone,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
