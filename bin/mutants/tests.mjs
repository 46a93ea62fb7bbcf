import { format } from "node:util";
import fc from "fast-check";

export { expect } from "vitest";

// The same examples for each mutant, so that the score is the same each time; the first failure is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true });

/** The part of Vitest that the pure tests need: collects what a test file declares; runner.mjs runs it. */
let collected = [];
let file = "";
const path = [];

/** The ID of a file's first test. */
export const firstOf = (of) => `${of} 0`;

/** Collects what `load` (the import of a test file) declares: tests with their name and function. */
export async function collect(of, load) {
  collected = [];
  file = of;
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
  const id = `${file} ${collected.length}`;
  collected.push({ id, name: [...path, name].join(" > "), body });
});
