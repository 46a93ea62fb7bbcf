import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "sandbox/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    // Tests wait for states: these only end what hangs, on a machine that does much else as well.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each file has servers, a database and often a browser of its own: on two cores a second one makes the first late.
    maxWorkers: 1,
  },
});
