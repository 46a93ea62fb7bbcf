import { setImmediate as nextTurn } from "node:timers/promises";
import type { Context } from "../../context.ts";
import { drainAlone } from "../../kit/alone.ts";
import { readCsv } from "../../kit/csv.ts";
import { tellPlanner } from "../../kit/planner.ts";
import { askSmaregi } from "../save-product.ts";
import { applyBatch, holding, Overtaken, passOver } from "./apply-batch.ts";
import { fileOf, readingOf } from "./carts/reading.ts";
import { texts } from "./problems.ts";
import { takeLinks } from "./rows/store.ts";
import { beginJob, dropChunks, nextJob, readChunks, updateJob, type BulkJobRow } from "./store.ts";
import { batchesOf, oneAhead, unitsOf } from "./units.ts";

/** Rows of one transaction: few enough that a concurrent order hardly waits, for the goods or for this process. */
const batchRows = 250;
/** Rows that are read in one turn of the event loop. */
const rowsOfTurn = 50;

/**
 * Works through the merchant's files, oldest first, one process at a time. Each batch of rows commits together with the
 * note of how far the file is. If a process is killed in the middle, the next one continues there, and no row is done
 * twice.
 */
export async function runBulkJobs(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const next = () => nextJob(ctx.db, merchantId);
  const work = async (job: BulkJobRow, mayGoOn: () => boolean) => {
    try {
      await runJob(ctx, job, mayGoOn);
    } catch (error) {
      // Another process has the lock by now, or will have it, and does the rest.
      if (!(error instanceof Overtaken)) throw error;
      ctx.log.info({ merchantId, jobId: job.id }, "another process does this file's rows");
    }
  };
  await drainAlone(ctx, `runBulkJobs:${merchantId}`, next, work);
}

async function runJob(ctx: Context, job: BulkJobRow, mayGoOn: () => boolean): Promise<void> {
  const { merchantId, id, encoding } = job;
  if (encoding === null || job.header === null) throw new Error(`The file ${id} was never received`);
  await beginJob(ctx.db, merchantId, id);
  const reading = readingOf(fileOf(job));
  const after = Math.max(job.nextRow, 1);
  const rows = (async function* () {
    for await (const row of readCsv(readChunks(ctx.db, merchantId, id), encoding)) {
      if (row.number > after) yield row;
      // Gives other work a turn: orders, and the database's answers about the batch before.
      if (row.number % rowsOfTurn === 0) await nextTurn();
    }
  })();
  let { stoppedAt } = job;
  let taken = 0;
  let learned = 1_000;
  for await (const batch of oneAhead(batchesOf(unitsOf(reading.read(rows)), batchRows))) {
    if (!mayGoOn()) return;
    const own = batch.flatMap((unit) => unit.rows);
    if (stoppedAt === null) stoppedAt = await applyBatch(ctx, job, batch);
    else await passOver(ctx, job, own);
    taken += own.length;
    if (taken >= learned) {
      await tellPlanner(ctx.db, ["products", "variations"], taken);
      learned *= 10;
    }
  }
  await finish(ctx, job, stoppedAt);
}

async function finish(ctx: Context, job: BulkJobRow, stoppedAt: number | null): Promise<void> {
  const { merchantId, id } = job;
  await holding(ctx, job, [], async (tx) => {
    // One sync for all linked rows: asked for together, they need only a few calls.
    await askSmaregi(tx, merchantId, await takeLinks(tx, merchantId, id), "bulkSaved");
    await dropChunks(tx, merchantId, id);
    const reason = stoppedAt === null ? {} : { reason: JSON.stringify(texts.stoppedBy(stoppedAt)) };
    await updateJob(tx, merchantId, id, {
      state: stoppedAt === null ? "done" : "failed",
      isOver: true,
      ...reason,
    });
  });
}
