import { defineConfig } from "vitest/config";
import { LongestFirst } from "./vitest.order.ts";

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    include: ["{src,sandbox,test,ui,console,shop,practice}/**/*.test.ts"],
    sequence: { sequencer: LongestFirst },
    // One a core: files compute more than they wait.
    maxWorkers: 2,
    // Flows wait more than they compute: those of shops of their own go side by side (`describe.concurrent`), so many in a file.
    maxConcurrency: 6,
    // No file changes what a module keeps: what all import is read once.
    isolate: false,
    // Tests wait for states: these only end what hangs, on a machine that does much else as well.
    // A wait inside of one gives up before (`patienceMs`), and says what never came.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What all files share is closed when the last has ended.
    teardownTimeout: 60_000,
  },
});
