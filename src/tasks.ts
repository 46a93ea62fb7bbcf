import type { Db } from "./kit/database.ts";
import { addJobs } from "./kit/jobs.ts";

/** Every background task, and what it is told. A job only says "look at this merchant"; what is to be done stands in rows. */
export type Tasks = {
  syncStock: { merchantId: string };
  sendOrders: { merchantId: string };
  catchUp: { merchantId: string };
  readUnread: { merchantId: string };
  runBulkJobs: { merchantId: string };
  placePlanOrders: { merchantId: string };
  runReconciliations: { merchantId: string };
  probeSmaregi: { merchantId: string };
  confirmEnd: { merchantId: string };
};

export type MerchantTask = keyof Tasks;

/** Wakes the worker for these merchants, in the caller's transaction; at a time, where something is due only then. */
export async function wake(db: Db, task: MerchantTask, merchantIds: string[], runAt?: Date): Promise<void> {
  await addJobs(
    db,
    task,
    merchantIds.map((merchantId) => ({
      key: merchantId,
      payload: { merchantId } satisfies Tasks[MerchantTask],
      runAt,
    })),
  );
}
