import type { AskPage, ListPage } from "./read-list.ts";
import type { Failure } from "./types.ts";

/** True if, as far as we know, only this call failed: Smaregi does not ask to wait, and other calls may be answered. */
const isOfThisCall = ({ kind, step, status, cause }: { cause?: string } & Failure): boolean =>
  kind === "unclear" && step === "call" && cause !== "withdrawn" && status !== 429 && status !== 503;

/** The number of parts of a page: 10 for 1,000, or 9 for 999. */
const countOf = (limit: number): number | undefined => [10, 9].find((each) => limit % each === 0);

/**
 * P5: asks for a page in parts if it fails as a whole. So a page that is too long for a gateway arrives, and so does
 * all of a page except the part with a row at which Smaregi fails. `lost` says that a part is missing, and why. If two
 * parts fail one after the other, the cause is not a row: then the page's own failure is returned. Used for one list,
 * from its first page on.
 */
export function inParts<Page extends ListPage>(ask: AskPage<Page>): AskPage<Page & ListPage> {
  // The number of rows per page, which Smaregi may lower.
  let length = 0;
  return async ({ page, limit }) => {
    if (page === 1) length = limit;
    const answer = await ask({ page, limit });
    if (answer.kind === "found") {
      if (page === 1 && answer.size > 0) length = answer.size;
      return answer;
    }
    const parts = countOf(length);
    if (parts === undefined || !isOfThisCall(answer)) return answer;
    const pages: Page[] = [];
    let lost: Failure | undefined;
    let isBehindLost = false;
    for (let part = 1; part <= parts; part += 1) {
      const got = await ask({ page: (page - 1) * parts + part, limit: length / parts });
      if (got.kind !== "found") {
        if (isBehindLost || !isOfThisCall(got)) return answer;
        lost = got;
      } else {
        pages.push(got);
        if (got.size === 0) break;
      }
      isBehindLost = got.kind !== "found";
    }
    const [first, ...others] = pages;
    const size = pages.reduce((sum, each) => sum + each.size, lost === undefined ? 0 : 1);
    // An empty answer after a failure may come from the same trouble, so it is not the end of a list.
    if (first === undefined || size === 0) return answer;
    return { ...joined(first, others), size, ...(lost === undefined ? {} : { lost }) };
  };
}

/** Joins pages into one: their lists are concatenated, and all other fields come from the first. */
function joined<Page extends object>(first: Page, others: Page[]): Page {
  const lists = Object.entries(first).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [];
    return [[name, [...value, ...others.flatMap((each) => each[name as keyof Page])]]];
  });
  return { ...first, ...Object.fromEntries(lists) };
}
