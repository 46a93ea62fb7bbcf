import type { Context } from "../../context.ts";
import { asWindows } from "../../kit/text/windows.ts";
import { readTextsAfter } from "../reading/store.ts";
import { questionsText } from "./values.ts";

const pageSize = 5_000;
const shownExamples = 10;

export type NotWhole = {
  /** The number of cells that lose a letter in Shift_JIS. */
  cells: number;
  examples: { systemProductNumber: string; text: string; written: string }[];
};

/**
 * Counts the cells of an export that Shift_JIS cannot hold completely (P10), and returns the first of them as examples.
 * UTF-8 holds all letters.
 */
export async function countNotWhole(ctx: Context, { merchantId }: { merchantId: string }): Promise<NotWhole> {
  const found: NotWhole = { cells: 0, examples: [] };
  let after = { serial: 0, nth: 0 };
  for (;;) {
    const rows = await readTextsAfter(ctx.db, merchantId, { ...after, limit: pageSize });
    for (const { systemProductNumber, name, productCode, questions, variationName, variationCode } of rows)
      for (const text of [name, productCode, questionsText(questions), variationName, variationCode]) {
        if (text === null) continue;
        const { text: written, lost } = asWindows(text);
        if (lost === 0) continue;
        found.cells += 1;
        if (found.examples.length < shownExamples)
          found.examples.push({ systemProductNumber, text, written });
      }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return found;
    after = { serial: last.serial, nth: last.nth };
  }
}
