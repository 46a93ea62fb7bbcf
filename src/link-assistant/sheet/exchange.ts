import type { Context } from "../../context.ts";
import { EncodingProbe, csvText, encodeCsv, readCsv, withoutUtf16, type Encoding } from "../../kit/csv.ts";
import type { CsvRow } from "../../kit/csv-records.ts";
import { AppError, invalid } from "../../kit/errors.ts";
import { applyRun, type Applied } from "../apply-run.ts";
import { listItems, type ShownItem } from "../read-run.ts";
import { headingFault, headings, lineOf, readDecisions, type Known, type RowFault } from "./sheet.ts";

const pageSize = 500;
/** Some hundred thousand lines. */
const largestFile = 64 * 1024 * 1024;

type Of = { merchantId: string; id: string };

/** A run as a file, in the shop's order: the proposal for each variation, and the decision. */
export async function* exportRun(
  ctx: Context,
  { merchantId, id, encoding }: Of & { encoding: Encoding },
): AsyncGenerator<Buffer> {
  yield encodeCsv(csvText([headings]), encoding, true);
  for await (const items of pagesOf(ctx, { merchantId, id }))
    yield encodeCsv(csvText(items.map(lineOf)), encoding, false);
}

/** All proposals of a run, a page at a time. */
async function* pagesOf(ctx: Context, { merchantId, id }: Of): AsyncGenerator<ShownItem[]> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listItems(ctx, { merchantId, id, limit: pageSize, cursor });
    if (items.length > 0) yield items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/**
 * Applies the decisions in a run's file: rows that say `link` are linked with the product that they name, as if a
 * person chose each. Rows that cannot be read, or no longer agree with the shop, are reported and left out. Throws a
 * 422 for a file of another kind.
 */
export async function applyFile(
  ctx: Context,
  input: Of & { actor: string; takesZeros: boolean; body: AsyncIterable<Uint8Array> },
): Promise<Applied & { faults: RowFault[] }> {
  const { merchantId, actor, id, takesZeros } = input;
  const { header, rows } = await readFile(input.body);
  const fault = headingFault(header);
  if (fault !== null) throw invalid("file", fault);
  const { links, faults } = readDecisions(header, rows, await knownOf(ctx, { merchantId, id }));
  const done = await applyRun(ctx, { merchantId, actor, id, what: { links }, takesZeros });
  return { ...done, faults };
}

async function readFile(body: AsyncIterable<Uint8Array>): Promise<{ header: string[]; rows: CsvRow[] }> {
  const probe = new EncodingProbe();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of withoutUtf16(body)) {
    size += part.length;
    if (size > largestFile) {
      throw new AppError("body_too_large", {
        ja: "ファイルが大きすぎます(上限64MB)。",
        en: "The file is larger than 64 MB.",
      });
    }
    probe.see(part);
    parts.push(part);
  }
  const rows: CsvRow[] = [];
  for await (const row of readCsv(each(parts), probe.end())) rows.push(row);
  return { header: rows[0]?.cells ?? [], rows: rows.slice(1) };
}

async function* each<T>(all: T[]): AsyncGenerator<T> {
  yield* all;
}

async function knownOf(ctx: Context, { merchantId, id }: Of): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  for await (const items of pagesOf(ctx, { merchantId, id }))
    for (const item of items) known.set(item.systemProductNumber, item);
  return known;
}
