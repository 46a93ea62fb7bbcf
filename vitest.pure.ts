import { defineConfig } from "vitest/config";
import { pureFiles } from "./stryker.config.mjs";

/** The tests beside the files that only decide: without a database, within seconds. */
export default defineConfig({
  test: { include: pureFiles.map((path) => path.replace(/\.ts$/, ".test.ts")), isolate: false },
});
