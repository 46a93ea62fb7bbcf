import type { Insertable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { OffWhy, ReceiversTable } from "../../kit/tables.ts";
import { wake } from "../../tasks.ts";
import { tell } from "../../tell.ts";

const columns = [
  "merchantId",
  "id",
  "purpose",
  "kind",
  "targetSealed",
  "targetShown",
  "secretSealed",
  "events",
  "quietFrom",
  "quietUntil",
  "state",
  "offWhy",
  "failures",
  "refusals",
  "pausedUntil",
  "fannedSeq",
  "createdAt",
] as const;

/** The receivers that are not deleted, oldest first. */
export async function readReceivers(db: Db, merchantId: string, purpose?: "endpoint" | "notice") {
  return await db
    .selectFrom("receivers")
    .select(columns)
    .where("merchantId", "=", merchantId)
    .where("deletedAt", "is", null)
    .$if(purpose !== undefined, (query) => query.where("purpose", "=", purpose as "endpoint"))
    .orderBy("id")
    .execute();
}

export type ReceiverRow = Awaited<ReturnType<typeof readReceivers>>[number];

/** One receiver as it is now; undefined if it is off or deleted. `isHeld`: locks it until the transaction ends. */
export async function liveReceiver(
  db: Db,
  merchantId: string,
  id: string,
  isHeld = false,
): Promise<ReceiverRow | undefined> {
  return await db
    .selectFrom("receivers")
    .select(columns)
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "on")
    .where("deletedAt", "is", null)
    .$if(isHeld, (held) => held.forNoKeyUpdate())
    .executeTakeFirst();
}

export async function insertReceiver(
  tx: Db,
  receiver: Omit<Insertable<ReceiversTable>, "fannedSeq">,
): Promise<void> {
  // Earlier events are not sent; the number is read under the lock of the merchant's head.
  const head = await tx
    .selectFrom("outboxHeads")
    .select("lastSeq")
    .where("merchantId", "=", receiver.merchantId)
    .executeTakeFirst();
  await tx
    .insertInto("receivers")
    .values({ ...receiver, fannedSeq: head?.lastSeq ?? 0 })
    .execute();
  tell(tx, receiver.merchantId, "receivers");
}

/** Applies a person's changes to a receiver; it is on again. */
export async function updateReceiver(
  tx: Db,
  merchantId: string,
  id: string,
  values: Pick<Insertable<ReceiversTable>, "events" | "quietFrom" | "quietUntil"> & {
    secretSealed?: Buffer | null;
  },
): Promise<void> {
  await tx
    .updateTable("receivers")
    .set({ ...values, state: "on", offWhy: null, failures: 0, refusals: 0, pausedUntil: null })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "receivers");
}

/** Stores a receiver's state after a try. */
export async function noteReceiver(
  tx: Db,
  merchantId: string,
  id: string,
  values: {
    failures: number;
    refusals: number;
    pausedUntil: Date | null;
    state?: "on" | "off";
    offWhy?: OffWhy | null;
  },
): Promise<void> {
  await tx
    .updateTable("receivers")
    .set(values)
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "receivers");
  if (values.state !== undefined) await wake(tx, "watchIncidents", [merchantId]);
}

/** Deletes receivers, and gives up what still waits for them. */
export async function deleteReceivers(tx: Db, merchantId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("receivers")
    .set({ deletedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "in", ids)
    .execute();
  await tx
    .updateTable("deliveries")
    .set({ state: "failed", endedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("receiverId", "in", ids)
    .where("state", "=", "waiting")
    .execute();
  tell(tx, merchantId, "receivers");
}

export async function noteFanned(tx: Db, merchantId: string, id: string, seq: number): Promise<void> {
  await tx
    .updateTable("receivers")
    .set({ fannedSeq: seq })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}
