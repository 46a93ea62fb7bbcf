import type { Context } from "../../context.ts";
import { alone } from "../../kit/alone.ts";
import { readCsv } from "../../kit/csv.ts";
import type { Tx } from "../../kit/database.ts";
import { wake } from "../../tasks.ts";
import { leaveSignals, liveConnection } from "../../waiting/store.ts";
import { readHeader } from "./columns.ts";
import { applyBatch, passOver } from "./apply-batch.ts";
import { texts } from "./problems.ts";
import { readRow } from "./read-row.ts";
import {
  dropChunks,
  nextJob,
  readChunks,
  takeLinks,
  tellPlanner,
  updateJob,
  type BulkJobRow,
} from "./store.ts";
import { batchesOf, unitsOf } from "./units.ts";

/** Rows of one transaction: few enough that an order of the same goods hardly waits. */
const batchRows = 500;

/**
 * Works through the merchant's files, oldest first, one process at a time. Each batch of rows and the note of how far
 * the file is stand or fall together: a process killed in the middle is followed by one that goes on there, and no
 * row is done twice.
 */
export async function runBulkJobs(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const isMore = async () => !ctx.stopping.aborted && (await nextJob(ctx.db, merchantId)) !== null;
  const work = async () => {
    for (;;) {
      const job = ctx.stopping.aborted ? null : await nextJob(ctx.db, merchantId);
      if (job === null) return;
      await runJob(ctx, job);
    }
  };
  await alone(ctx.pool, `runBulkJobs:${merchantId}`, work, isMore);
}

async function runJob(ctx: Context, job: BulkJobRow): Promise<void> {
  const { merchantId, id, kind, encoding, header: headings } = job;
  if (encoding === null || headings === null) throw new Error(`The file ${id} was never received`);
  if (job.state === "waiting") await updateJob(ctx.db, merchantId, id, { state: "running" });
  const { header } = readHeader(headings, kind);
  const after = Math.max(job.nextRow, 1);
  const rows = (async function* () {
    for await (const row of readCsv(readChunks(ctx.db, merchantId, id), encoding)) {
      if (row.number > after) yield readRow(row, header, kind);
    }
  })();
  let { stoppedAt } = job;
  let taken = 0;
  let learned = 1_000;
  for await (const batch of batchesOf(unitsOf(rows), batchRows)) {
    if (ctx.stopping.aborted) return;
    const own = batch.flatMap((unit) => unit.rows);
    if (stoppedAt === null) stoppedAt = await applyBatch(ctx, job, batch);
    else await ctx.db.transaction().execute((tx) => passOver(tx, job, own));
    taken += own.length;
    if (taken >= learned) {
      await tellPlanner(ctx.db, { merchantId, rows: taken });
      learned *= 10;
    }
  }
  await finish(ctx, job, stoppedAt);
}

async function finish(ctx: Context, job: BulkJobRow, stoppedAt: number | null): Promise<void> {
  const { merchantId, id } = job;
  await ctx.db.transaction().execute(async (tx) => {
    await askSmaregi(tx, merchantId, await takeLinks(tx, merchantId, id));
    await dropChunks(tx, merchantId, id);
    const reason = stoppedAt === null ? {} : { reason: JSON.stringify(texts.stoppedBy(stoppedAt)) };
    await updateJob(tx, merchantId, id, {
      state: stoppedAt === null ? "done" : "failed",
      isOver: true,
      ...reason,
    });
  });
}

/** One sync for all linked rows (S1): asked for together, they cost a few calls. */
async function askSmaregi(tx: Tx, merchantId: string, products: string[]): Promise<void> {
  if (products.length === 0 || (await liveConnection(tx, merchantId)) === null) return;
  await leaveSignals(tx, merchantId, products, "bulkSaved");
  await wake(tx, "syncStock", [merchantId]);
}
