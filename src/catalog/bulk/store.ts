import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { BulkJobsTable } from "../../kit/tables.ts";
import { tell } from "../../tell.ts";

export type BulkJobRow = Selectable<BulkJobsTable>;

export async function insertJob(db: Db, row: Insertable<BulkJobsTable>): Promise<void> {
  await db.insertInto("bulkJobs").values(row).execute();
  tell(db, row.merchantId, "jobs");
}

export async function addChunk(
  db: Db,
  row: { merchantId: string; jobId: string; seq: number; bytes: Buffer },
): Promise<void> {
  await db.insertInto("bulkJobChunks").values(row).execute();
}

/** The bytes of a job's file, a chunk at a time. */
export async function* readChunks(db: Db, merchantId: string, jobId: string): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const row = await db
      .selectFrom("bulkJobChunks")
      .select("bytes")
      .where("merchantId", "=", merchantId)
      .where("jobId", "=", jobId)
      .where("seq", "=", seq)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.bytes;
  }
}

export async function dropChunks(db: Db, merchantId: string, jobId: string): Promise<void> {
  await db
    .deleteFrom("bulkJobChunks")
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .execute();
}

export async function deleteJob(db: Db, merchantId: string, id: string): Promise<void> {
  await db.deleteFrom("bulkJobs").where("merchantId", "=", merchantId).where("id", "=", id).execute();
  tell(db, merchantId, "jobs");
}

export async function updateJob(
  db: Db,
  merchantId: string,
  id: string,
  values: {
    state?: BulkJobRow["state"];
    encoding?: "utf8" | "cp932";
    header?: string;
    mapping?: string | null;
    rows?: number;
    nextRow?: number;
    stoppedAt?: number;
    reason?: string;
    isOver?: boolean;
  },
): Promise<void> {
  const { isOver, ...columns } = values;
  await db
    .updateTable("bulkJobs")
    .set({ ...columns, ...(isOver === true ? { endedAt: writeTime } : {}) })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "jobs");
}

/** Marks a file as running if it is still waiting. */
export async function beginJob(db: Db, merchantId: string, id: string): Promise<void> {
  await db
    .updateTable("bulkJobs")
    .set({ state: "running" })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .execute();
  tell(db, merchantId, "jobs");
}

/**
 * Locks a running file. Returns false if it is finished, or if its row `next` (undefined: none) was already handled.
 */
export async function lockJob(
  tx: Db,
  merchantId: string,
  id: string,
  next: number | undefined,
): Promise<boolean> {
  const row = await tx
    .selectFrom("bulkJobs")
    .select("nextRow")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "running")
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined && (next === undefined || row.nextRow < next);
}

/**
 * Notes how far a file is, in the transaction of its rows: up to `nextRow`, with the added numbers of done and refused
 * rows, and of done ones that delete something.
 */
export async function advanceJob(
  tx: Db,
  merchantId: string,
  id: string,
  by: { nextRow: number; done: number; failed: number; deletes: number },
): Promise<void> {
  await tx
    .updateTable("bulkJobs")
    .set({
      nextRow: by.nextRow,
      done: sql<number>`done + ${by.done}`,
      failed: sql<number>`failed + ${by.failed}`,
      deletes: sql<number>`deletes + ${by.deletes}`,
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "jobs");
}

/** The merchant's oldest unfinished file. */
export async function nextJob(db: Db, merchantId: string): Promise<BulkJobRow | null> {
  const row = await db
    .selectFrom("bulkJobs")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("state", "in", ["waiting", "running"])
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Files whose receipt was acknowledged, newest first. */
export async function readJobs(
  db: Db,
  merchantId: string,
  page: { id?: string; before: string | null; limit: number },
): Promise<BulkJobRow[]> {
  return await db
    .selectFrom("bulkJobs")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("state", "!=", "receiving")
    .$if(page.id !== undefined, (query) => query.where("id", "=", page.id ?? ""))
    .$if(page.before !== null, (query) => query.where("id", "<", page.before ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** The merchant's last choice for files with these headings (`headings`: their digest); null if there is none. */
export async function keptMapping(
  db: Db,
  merchantId: string,
  headings: string,
): Promise<BulkJobRow["mapping"]> {
  const row = await db
    .selectFrom("bulkMappings")
    .select("mapping")
    .where("merchantId", "=", merchantId)
    .where("headings", "=", headings)
    .executeTakeFirst();
  return row?.mapping ?? null;
}

/** Keeps the merchant's choice for files with these headings. */
export async function keepMapping(
  db: Db,
  merchantId: string,
  headings: string,
  mapping: string,
): Promise<void> {
  await db
    .insertInto("bulkMappings")
    .values({ merchantId, headings, mapping })
    .onConflict((conflict) =>
      conflict
        .columns(["merchantId", "headings"])
        .doUpdateSet((row) => ({ mapping, usedAt: row.ref("excluded.usedAt") })),
    )
    .execute();
}
