import { defineConfig } from "vitest/config";
import { pureTests } from "./stryker.config.mjs";

/** The tests beside the files that only decide: without a database, within seconds. */
export default defineConfig({
  test: { include: pureTests, isolate: false },
});
