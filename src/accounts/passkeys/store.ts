import { sql, type Insertable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { PasskeysTable } from "../../kit/tables.ts";
import { tell } from "../../tell.ts";
import { ago } from "../store.ts";
import { challengeSeconds } from "./rules.ts";

type Of = { merchantId: string; accountId: string };

/** The asker of a challenge: the hash of a session's ID, or of what the browser keeps. */
type Challenge = { challengeHash: Buffer; purpose: "add" | "confirm" | "signIn"; askerHash: Buffer };

export async function addChallenge(db: Db, row: Challenge & { address: string }): Promise<void> {
  await db.insertInto("passkeyChallenges").values(row).execute();
}

/** The number of this address's challenges that wait for an answer. */
export async function countChallenges(db: Db, address: string): Promise<number> {
  const row = await db
    .selectFrom("passkeyChallenges")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("address", "=", address)
    .where("at", ">", ago(challengeSeconds))
    .executeTakeFirst();
  return row?.count ?? 0;
}

/**
 * Uses up a challenge: only one of two simultaneous answers gets it. Returns false if it has another purpose or asker,
 * was used, or is too old.
 */
export async function takeChallenge(
  db: Db,
  { challengeHash, purpose, askerHash }: Challenge,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("passkeyChallenges")
    .where("challengeHash", "=", challengeHash)
    .where("purpose", "=", purpose)
    .where("askerHash", "=", askerHash)
    .where("at", ">", ago(challengeSeconds))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes challenges that were not answered in time. */
export async function pruneChallenges(db: Db): Promise<void> {
  await db.deleteFrom("passkeyChallenges").where("at", "<", ago(challengeSeconds)).execute();
}

/** An account's passkeys, oldest first. */
export async function readPasskeys(db: Db, { merchantId, accountId }: Of) {
  return await db
    .selectFrom("passkeys")
    .select(["id", "name", "createdAt", "usedAt", "credentialId"])
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .orderBy("id")
    .execute();
}

/** The passkey of a credential, with its account; null if it is unknown here. */
export async function findPasskey(db: Db, credentialId: string) {
  const row = await db
    .selectFrom("passkeys as p")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "p.merchantId").onRef("a.id", "=", "p.accountId"),
    )
    .select(["p.merchantId", "p.accountId", "p.id", "p.credentialId", "p.publicKey", "p.counter"])
    .select(["a.name as accountName", "a.disabledAt"])
    .where("p.credentialId", "=", credentialId)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertPasskey(tx: Db, row: Insertable<PasskeysTable>): Promise<void> {
  await tx.insertInto("passkeys").values(row).execute();
  tell(tx, row.merchantId, "staff");
}

/** Records a passkey's use; returns false if its counter is no longer the one that the answer was checked against. */
export async function notePasskeyUse(
  tx: Db,
  { merchantId, id, counter, becomes }: { merchantId: string; id: string; counter: number; becomes: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("passkeys")
    .set({ usedAt: writeTime, counter: becomes })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("counter", "=", counter)
    .executeTakeFirst();
  tell(tx, merchantId, "staff");
  return numUpdatedRows > 0n;
}

/** Deletes one of an account's passkeys, or all of them; returns the names of the deleted ones. */
export async function deletePasskeys(tx: Db, { merchantId, accountId }: Of, id?: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom("passkeys")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .returning("name")
    .execute();
  tell(tx, merchantId, "staff");
  return rows.map(({ name }) => name);
}
