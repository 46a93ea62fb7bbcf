import { relative } from "node:path";

/** Where a test file belongs, as docs/tests.md lays them out. */
function layerOf(path) {
  const [top, next] = path.split("/");
  if (top === "test") return next?.endsWith(".test.ts") ? "test" : `test/${next}`;
  return ["console", "shop", "ui", "practice"].includes(top) ? "pages" : top;
}

/**
 * A line a layer of the tests: how many files and tests it has, and how many seconds its files took together (two run side by side).
 * `testResults`: of vitest's JSON report; `root`: the folder that its paths are told from.
 */
export function pyramidOf(testResults, root) {
  const layers = new Map();
  for (const { name, startTime, endTime, assertionResults } of testResults) {
    const layer = layerOf(relative(root, name));
    const sums = layers.get(layer) ?? { files: 0, tests: 0, seconds: 0 };
    sums.files += 1;
    sums.tests += assertionResults.length;
    sums.seconds += (endTime - startTime) / 1000;
    layers.set(layer, sums);
  }
  return [...layers]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([layer, { files, tests, seconds }]) => {
      const columns = [layer.padEnd(14), `${files} files`, `${tests} tests`, `${Math.round(seconds)} s`];
      return columns.map((column) => column.padStart(10)).join("  ");
    });
}
