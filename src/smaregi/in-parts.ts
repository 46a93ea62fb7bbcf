import type { AskPage, ListPage } from "./read-list.ts";
import type { Failure } from "./types.ts";

/** Whether a call failed by itself, so far as can be told: Smaregi asks nobody to wait, and other calls may be answered. */
const isOfThisCall = ({ kind, step, status, cause }: { cause?: string } & Failure): boolean =>
  kind === "unclear" && step === "call" && cause !== "withdrawn" && status !== 429 && status !== 503;

/** A page's parts: a tenth of 1,000, or a ninth of 999. */
const countOf = (limit: number): number | undefined => [10, 9].find((each) => limit % each === 0);

/**
 * P5: asks for a page in parts where it fails as a whole: a page that is too long for a gateway comes so, and of one that has a
 * row which Smaregi fails at, all but its part. `lost` says that a part is missing, and why. Two parts that fail one after the
 * other are no fault of a row: the page's own failure is the answer then. For one list, from its first page on.
 */
export function inParts<Page extends ListPage>(ask: AskPage<Page>): AskPage<Page & ListPage> {
  // How many rows a page has, which Smaregi may lower.
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
    // An empty answer behind a failure may be a slip of the same trouble, and is no end of a list.
    if (first === undefined || size === 0) return answer;
    return { ...joined(first, others), size, ...(lost === undefined ? {} : { lost }) };
  };
}

/** Pages as one: what they list stands behind each other, and all else is the first one's. */
function joined<Page extends object>(first: Page, others: Page[]): Page {
  const lists = Object.entries(first).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [];
    return [[name, [...value, ...others.flatMap((each) => each[name as keyof Page])]]];
  });
  return { ...first, ...Object.fromEntries(lists) };
}
