import { defineConfig } from "vitest/config";

/** The tests that only read files, without the database that the others need. */
export default defineConfig({
  test: {
    include: [
      "test/structure.test.ts",
      "test/browsers.test.ts",
      "test/rules.test.ts",
      "test/security.test.ts",
      "test/mutants.test.ts",
    ],
  },
});
