import { defineConfig } from "vitest/config";

/** The structure test alone, without the database that the others need. */
export default defineConfig({ test: { include: ["test/structure.test.ts", "test/rules.test.ts"] } });
