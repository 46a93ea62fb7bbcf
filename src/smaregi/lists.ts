import type { Failure } from "./types.ts";

/** The words of a list's page: `page` from 1, `limit` from 1 to 1,000. A page shorter than that is the last. */
export const paging = (page: number, limit: number) => ({ page: String(page), limit: String(limit) });

/** Whether Smaregi says that the one thing asked for does not exist. */
export const isMissing = (answer: Failure): boolean =>
  answer.kind === "refused" && answer.step === "call" && answer.status === 404;
