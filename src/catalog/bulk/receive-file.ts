import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { EncodingProbe, readCsv, withoutUtf16, type Encoding } from "../../kit/csv.ts";
import { AppError, invalid, type Text } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { wake } from "../../tasks.ts";
import type { Writer } from "../write-products.ts";
import { cartHint, chooseMapping, headingsDigest, type AskedMapping } from "./carts/choose-mapping.ts";
import type { Mapping } from "./carts/mapping.ts";
import { readingOf } from "./carts/reading.ts";
import { translate } from "./carts/translate.ts";
import { headerProblems, missingColumns, type UnknownColumns } from "./columns.ts";
import { texts as said } from "./problems.ts";
import { addChunk, deleteJob, insertJob, keepMapping, readChunks, updateJob } from "./store.ts";

/** The options of a file: stop at the first bad row, or skip it; `dryRun`: only report what would happen. */
export type BulkOptions = {
  kind: "register" | "change";
  onError: "skip" | "stop";
  dryRun: boolean;
  /** How the columns of another cart's file are read; null: they are ours. */
  mapping?: AskedMapping | null;
  unknownColumns?: UnknownColumns;
};

const chunkSize = 256 * 1024;
/** About a million rows. */
const largestFile = 256 * 1024 * 1024;

/**
 * 商品一括登録, 商品一括変更: receives a file piece by piece, and returns the job's ID after the file is stored and is known to be
 * a CSV of ours. Throws a 422 at once if its headings show that it is not; nothing of it is kept then.
 */
export async function receiveFile(
  ctx: Context,
  input: Writer & BulkOptions & { body: AsyncIterable<Uint8Array> },
): Promise<string> {
  const {
    merchantId,
    actor,
    kind,
    onError,
    dryRun,
    mapping: asked = null,
    unknownColumns = "refuse",
  } = input;
  const id = newId();
  await insertJob(ctx.db, { merchantId, id, kind, onError, dryRun, actor, state: "receiving" });
  try {
    const encoding = await storeFile(ctx, { merchantId, jobId: id, body: input.body });
    const file = { merchantId, jobId: id, encoding, kind, asked, unknownColumns };
    const { header, mapping, rows } = await lookThrough(ctx, file);
    const kept = mapping === null ? null : JSON.stringify(mapping);
    await transact(ctx.db, async (tx) => {
      await updateJob(tx, merchantId, id, {
        state: "waiting",
        encoding,
        rows,
        header: JSON.stringify(header),
        mapping: kept,
      });
      if (kept !== null) await keepMapping(tx, merchantId, headingsDigest(header), kept);
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
  file: {
    merchantId: string;
    jobId: string;
    encoding: Encoding;
    kind: "register" | "change";
    asked: AskedMapping | null;
    unknownColumns: UnknownColumns;
  },
): Promise<{ header: string[]; mapping: Mapping | null; rows: number }> {
  const { kind, asked, unknownColumns } = file;
  const records = readCsv(readChunks(ctx.db, file.merchantId, file.jobId), file.encoding);
  const { value: first } = await records.next();
  if (first === undefined) throw invalid("file", said.emptyFile);
  if (first.fault !== undefined) throw invalid("file", first.fault);
  const header = first.cells;
  const mapping = chooseMapping(asked, header, unknownColumns);
  if (mapping === null) {
    const problems = headerProblems(header, kind, unknownColumns);
    const hint = problems.length > 0 ? cartHint(header) : null;
    refuse(hint === null ? problems : [...problems, hint]);
  } else {
    const reading = readingOf({ kind, headings: header, mapping });
    refuse(missingColumns(kind, (key) => reading.headingOf(key) !== null));
  }
  let rows = 0;
  // Counts the rows that will be processed: some rows of another cart's file do not belong to a product.
  for await (const _ of mapping === null ? records : translate(records, header, mapping)) rows += 1;
  return { header, mapping, rows };
}

function refuse(problems: Text[]): void {
  const fields = problems.map((message) => ({ path: "file", message }));
  if (fields[0] !== undefined) throw new AppError("invalid", fields[0].message, fields);
}

const texts = {
  tooLarge: {
    ja: "ファイルが大きすぎます(上限256MB)。分割してください。",
    en: "The file is larger than 256 MB: split it.",
  },
} satisfies Record<string, Text>;
