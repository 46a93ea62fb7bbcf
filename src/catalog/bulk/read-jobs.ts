import type { Context } from "../../context.ts";
import { defuse, defuseTyped } from "../../kit/csv-safe.ts";
import { csvText, encodeCsv } from "../../kit/csv.ts";
import { notFound, type Text } from "../../kit/errors.ts";
import { isId } from "../../kit/ids.ts";
import { pageOf, pageOfIds, readCursor, readIdCursor, type Page } from "../../kit/pages.ts";
import { isNoted, noted } from "./columns.ts";
import { readChanges, readErrors } from "./rows/store.ts";
import { readJobs, type BulkJobRow } from "./store.ts";

type JobId = { merchantId: string; id: string };

/** A bulk job as people and programs see it: `done` and `failed` count its rows; `notDone` rows were not looked at. */
function shown(job: BulkJobRow) {
  const { id, kind, state, dryRun, onError, rows, done, failed, deletes, stoppedAt, reason, mapping } = job;
  return {
    id,
    kind,
    state: state === "receiving" ? ("waiting" as const) : state,
    dryRun,
    onError,
    rows,
    done,
    failed,
    notDone: rows - done - failed,
    deletes,
    stoppedAt,
    reason,
    mapping,
    createdAt: job.createdAt,
    endedAt: job.endedAt,
  };
}

/** One bulk job. Throws a 404 if it is not this merchant's. */
export async function readJob(ctx: Context, at: JobId) {
  return shown(await jobRow(ctx, at));
}

/** The merchant's bulk jobs of the last 90 days, newest first. */
export async function listJobs(
  ctx: Context,
  input: { merchantId: string; cursor?: string | undefined; limit: number },
) {
  const { merchantId, limit } = input;
  const before = readIdCursor(input.cursor);
  const page = pageOfIds(await readJobs(ctx.db, merchantId, { before, limit: limit + 1 }), limit);
  return { ...page, items: page.items.map(shown) };
}

/** The refused rows of a file, in its order, each with the columns and reasons. */
export async function listRefused(
  ctx: Context,
  input: JobId & { cursor?: string | undefined; limit: number },
): Promise<Page<{ row: number; problems: { column: string | null; message: Text }[] }>> {
  await jobRow(ctx, input);
  const after = readCursor(input.cursor, "int") ?? 0;
  const rows = await readErrors(ctx.db, input.merchantId, input.id, { after, limit: input.limit + 1 });
  const page = pageOf(rows, input.limit, (row) => row.rowNumber);
  return { ...page, items: page.items.map(({ rowNumber, problems }) => ({ row: rowNumber, problems })) };
}

/** What the first rows of a dry run would change, in the order of the file; empty if the file was applied. */
export async function listChanges(
  ctx: Context,
  input: JobId & { cursor?: string | undefined; limit: number },
) {
  await jobRow(ctx, input);
  const after = readCursor(input.cursor, "int") ?? 0;
  const rows = await readChanges(ctx.db, input.merchantId, input.id, { after, limit: input.limit + 1 });
  const page = pageOf(rows, input.limit, (row) => row.rowNumber);
  return { ...page, items: page.items.map(({ rowNumber, ...row }) => ({ row: rowNumber, ...row })) };
}

/**
 * The refused rows as a CSV in the file's own encoding, with its own columns and two more for the row number and the
 * reason. It can be corrected and sent again as it is. Comes piece by piece.
 */
export async function refusedAsCsv(
  ctx: Context,
  at: JobId & { language: keyof Text },
): Promise<{ encoding: "utf8" | "cp932"; bytes: AsyncGenerator<Buffer> }> {
  const job = await jobRow(ctx, at);
  const encoding = job.encoding ?? "utf8";
  return { encoding, bytes: refusedRows(ctx, job, at.language, encoding) };
}

async function* refusedRows(
  ctx: Context,
  { merchantId, id, header }: BulkJobRow,
  language: keyof Text,
  encoding: "utf8" | "cp932",
): AsyncGenerator<Buffer> {
  const headings = header ?? [];
  // A corrected file that is sent again already has our two columns: they are written newly.
  const kept = headings.flatMap((heading, index) => (isNoted(heading) ? [] : [index]));
  const pick = (cells: string[]) => kept.map((index) => defuseTyped(cells[index] ?? ""));
  const ours = [noted.row[language], noted.reason[language]];
  yield encodeCsv(csvText([[...pick(headings), ...ours]]), encoding, true);
  let after = 0;
  for (;;) {
    const rows = await readErrors(ctx.db, merchantId, id, { after, limit: 500 });
    const last = rows.at(-1);
    if (last === undefined) return;
    const lines = rows.map(({ rowNumber, cells, problems }) => {
      const reasons = problems.map(({ column, message }) => {
        return column === null ? message[language] : `${column}: ${message[language]}`;
      });
      // Cells beyond the headings come after our columns, so nothing that was typed is lost.
      return [
        ...pick(cells),
        String(rowNumber),
        defuse(reasons.join(" ")),
        ...cells.slice(headings.length).map(defuseTyped),
      ];
    });
    yield encodeCsv(csvText(lines), encoding, false);
    after = last.rowNumber;
  }
}

async function jobRow(ctx: Context, { merchantId, id }: JobId): Promise<BulkJobRow> {
  const [job] = isId(id) ? await readJobs(ctx.db, merchantId, { id, before: null, limit: 1 }) : [];
  if (job === undefined) throw notFound({ ja: "一括処理", en: "bulk job" });
  return job;
}
