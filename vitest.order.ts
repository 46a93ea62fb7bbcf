import { BaseSequencer } from "vitest/node";

type Files = Parameters<BaseSequencer["sort"]>[0];

/**
 * First, within the first minute, the tests that would show an oversell; then the files that take longest, by their folders, because
 * the last ones should be short.
 */
const longestFirst = [
  "/src/stock/",
  "/src/stock-sync/",
  "/src/order-link/",
  "/test/browser/",
  "/test/faults/",
  "/test/flows/orders.",
  "/embedded-postgres/",
  "/test/flows/",
];

/** In that order, regardless of earlier durations: a fresh machine does not know them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: Files): Promise<Files> {
    const rank = (path: string) => {
      const nth = longestFirst.findIndex((part) => path.includes(part));
      return nth < 0 ? longestFirst.length : nth;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId));
  }
}
