import { spawnSync } from "node:child_process";
import { root } from "./one-at-a-time.mjs";
import { programOf } from "./program-of.mjs";

/* `npm run pages`: the long form of the tests of pages, at eight widths and in both languages. */
const files = [
  "test/browser/every-page.test.ts",
  "test/browser/shop.test.ts",
  "sandbox/till-everybody.test.ts",
];
const [program, ...words] = programOf("vitest");
// Sixteen looks at a page take minutes on a busy machine; a test that is cut off leaves its page in that state for
// the next.
const { status } = spawnSync(
  program,
  [...words, "run", "--testTimeout=900000", ...files, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, MUSUBI_PAGES: "all" },
  },
);
process.exitCode = status ?? 1;
