import { actors } from "../facts/actors.ts";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { exportProducts } from "../catalog/bulk/export-products.ts";
import { readJob, refusedAsCsv } from "../catalog/bulk/read-jobs.ts";
import { receiveFile, type BulkOptions } from "../catalog/bulk/receive-file.ts";
import { runBulkJobs } from "../catalog/bulk/run-bulk-jobs.ts";
import type { Context } from "../context.ts";
import { wordsOf } from "../kit/error-words.ts";
import { invalid } from "../kit/errors.ts";

type Sending = BulkOptions & { merchantId: string; file: string; errors: string | undefined };

/**
 * Sends a file of products as an operator, and waits until it is done: by the running product's worker, or here if there is none.
 * `errors`: where its refused rows are written, if there are any.
 */
export async function sendFile(ctx: Context, { merchantId, file, errors, ...options }: Sending) {
  const body = createReadStream(file).on("error", () => undefined);
  const id = await receiveFile(ctx, {
    ...options,
    merchantId,
    actor: actors.operator,
    body: read(body, file),
  });
  for (;;) {
    await runBulkJobs(ctx, { merchantId });
    const job = await readJob(ctx, { merchantId, id });
    if (job.endedAt === null) await delay(200);
    else {
      if (errors !== undefined && job.rows > job.done) {
        const { bytes } = await refusedAsCsv(ctx, { merchantId, id, language: "ja" });
        await pipeline(Readable.from(bytes), createWriteStream(errors));
      }
      const { reason, ...rest } = job;
      return { ...rest, ...(reason === null ? {} : { reason: reason.en }) };
    }
  }
}

async function* read(body: Readable, file: string): AsyncGenerator<Buffer> {
  try {
    for await (const part of body) yield part as Buffer;
  } catch (error) {
    const reason = wordsOf(error);
    throw invalid("file", {
      ja: `${file}を読み取れません: ${reason}`,
      en: `${file} can't be read: ${reason}`,
    });
  }
}

/** Writes all products of a merchant into a file, in the format of bulk change. */
export async function exportFile(ctx: Context, { merchantId, file }: { merchantId: string; file: string }) {
  const bytes = exportProducts(ctx, { merchantId, encoding: "utf8" });
  await pipeline(Readable.from(bytes), createWriteStream(file));
  return { file };
}
