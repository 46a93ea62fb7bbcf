import { format } from "node:util";
import fc from "fast-check";

export { expect } from "vitest";

// The same examples for each mutant, so that the score is the same each time; the first failure is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true });

/** Vitest's words as far as the pure tests need them: what a test file says is collected, and run by runner.mjs. */
let collected = [];
const path = [];

/** Collects what `load` (the import of test files) declares: tests with a name and what they do. */
export async function collect(load) {
  collected = [];
  await load();
  return collected;
}

const named = (declare) =>
  Object.assign(declare, {
    each: (rows) => (name, body) => {
      for (const row of rows) {
        const given = Array.isArray(row) ? row : [row];
        declare(format(name, ...given), () => body(...given));
      }
    },
  });

export const describe = named((name, body) => {
  path.push(name);
  body();
  path.pop();
});

export const it = named((name, body) => {
  const id = String(collected.length);
  collected.push({ id, name: [...path, name].join(" > "), body });
});
