import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { EncodingProbe, readCsv, withoutUtf16, type Encoding } from "../../kit/csv.ts";
import { AppError, invalid, type Text } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { wake } from "../../tasks.ts";
import type { Writer } from "../write-products.ts";
import { headerProblems } from "./columns.ts";
import { addChunk, deleteJob, insertJob, readChunks, updateJob } from "./store.ts";

/** What is asked of a file: at the first bad row stop, or pass over it; `dryRun`: only say what would happen. */
export type BulkOptions = { kind: "register" | "change"; onError: "skip" | "stop"; dryRun: boolean };

const chunkSize = 256 * 1024;
/** A million rows, about. */
const largestFile = 256 * 1024 * 1024;

/**
 * 商品一括登録, 商品一括変更: takes a file, a piece at a time, and answers the job's ID once the file is safe and is known
 * to be a CSV of ours. A file that is none (by its headings) is 422 at once, and nothing of it is kept.
 */
export async function receiveFile(
  ctx: Context,
  input: Writer & BulkOptions & { body: AsyncIterable<Uint8Array> },
): Promise<string> {
  const { merchantId, actor, kind, onError, dryRun } = input;
  const id = newId();
  await insertJob(ctx.db, { merchantId, id, kind, onError, dryRun, actor, state: "receiving" });
  try {
    const encoding = await storeFile(ctx, { merchantId, jobId: id, body: input.body });
    const { header, rows } = await lookThrough(ctx, { merchantId, jobId: id, encoding, kind });
    await transact(ctx.db, async (tx) => {
      await updateJob(tx, merchantId, id, {
        state: "waiting",
        encoding,
        rows,
        header: JSON.stringify(header),
      });
      await wake(tx, "runBulkJobs", [merchantId]);
    });
  } catch (error) {
    await deleteJob(ctx.db, merchantId, id);
    throw error;
  }
  return id;
}

async function storeFile(
  ctx: Context,
  at: { merchantId: string; jobId: string; body: AsyncIterable<Uint8Array> },
): Promise<Encoding> {
  const { body, ...job } = at;
  const probe = new EncodingProbe();
  let seq = 0;
  let size = 0;
  let parts: Uint8Array[] = [];
  let waiting = 0;
  const store = async () => {
    await addChunk(ctx.db, { ...job, seq, bytes: Buffer.concat(parts) });
    seq += 1;
    parts = [];
    waiting = 0;
  };
  for await (const part of withoutUtf16(body)) {
    size += part.length;
    if (size > largestFile) throw new AppError("body_too_large", texts.tooLarge);
    probe.see(part);
    parts.push(part);
    waiting += part.length;
    if (waiting >= chunkSize) await store();
  }
  if (waiting > 0) await store();
  return probe.end();
}

async function lookThrough(
  ctx: Context,
  file: { merchantId: string; jobId: string; encoding: Encoding; kind: "register" | "change" },
): Promise<{ header: string[]; rows: number }> {
  let header: string[] | null = null;
  let rows = 0;
  for await (const row of readCsv(readChunks(ctx.db, file.merchantId, file.jobId), file.encoding)) {
    if (header !== null) rows += 1;
    else {
      if (row.fault !== undefined) throw invalid("file", row.fault);
      header = row.cells;
      refuse(headerProblems(header, file.kind));
    }
  }
  if (header === null) throw invalid("file", texts.empty);
  return { header, rows };
}

function refuse(problems: Text[]): void {
  const fields = problems.map((message) => ({ path: "file", message }));
  if (fields[0] !== undefined) throw new AppError("invalid", fields[0].message, fields);
}

const texts = {
  empty: { ja: "ファイルが空です。", en: "The file is empty." },
  tooLarge: {
    ja: "ファイルが大きすぎます(上限256MB)。分割してください。",
    en: "The file is larger than 256 MB: split it.",
  },
} satisfies Record<string, Text>;
