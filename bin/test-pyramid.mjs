import { relative } from "node:path";

/** The layer of a test file, as docs/tests.md defines them. */
function layerOf(path) {
  const [top, next] = path.split("/");
  if (top === "test") return next?.endsWith(".test.ts") ? "test" : `test/${next}`;
  return ["console", "shop", "ui", "practice"].includes(top) ? "pages" : top;
}

/**
 * One line per layer of the tests: how many files and tests it has, and how many seconds its files took together (two run in
 * parallel). `testResults`: from vitest's JSON report; `root`: the folder that its paths are relative to.
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
