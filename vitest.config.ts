import { defineConfig } from "vitest/config";
import { LongestFirst } from "./vitest.order.ts";

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    include: ["{src,sandbox,test,ui,console,shop,practice}/**/*.test.ts"],
    sequence: { sequencer: LongestFirst },
    // One per core: files compute more than they wait.
    maxWorkers: 2,
    // Flows wait more than they compute: flows with their own shops run in parallel (`describe.concurrent`), this many per file.
    maxConcurrency: 6,
    // No file changes the state of a module, so shared imports are loaded once.
    isolate: false,
    // Tests wait for states: these limits only end a test that hangs, on a machine that is busy with other work. A
    // wait inside a test gives up earlier (`patienceMs`), and names what never came.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What all files share is closed after the last one has ended.
    teardownTimeout: 60_000,
  },
});
