import { sql, type Insertable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { ContractProofsTable, ProofAttemptsTable, StoppedWhy } from "../../kit/tables.ts";
import { tell } from "../../tell.ts";
import type { WaitingApp } from "./open-waiting.ts";

/** Notes that the merchant proved a contract. A later proof replaces this merchant's earlier one, and no one else's. */
export async function putProof(tx: Db, row: Insertable<ContractProofsTable>): Promise<void> {
  const values = { smaregiUser: null, clientId: null, clientSecretSealed: null, ...row };
  await tx
    .insertInto("contractProofs")
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(["merchantId", "contractId"])
        .doUpdateSet((row) => ({ ...values, provenAt: row.ref("excluded.provenAt") })),
    )
    .execute();
  tell(tx, row.merchantId, "connection");
}

/** True if the merchant has proven the contract. In a transaction the proof stays until its end, because revoking waits for it. */
export async function holdProof(tx: Db, merchantId: string, contractId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("contractProofs")
    .select("contractId")
    .where("merchantId", "=", merchantId)
    .where("contractId", "=", contractId)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** The app that proved the contract in the console and is not saved with a connection yet; null if there is none. */
export async function waitingApp(db: Db, merchantId: string, contractId: string): Promise<WaitingApp | null> {
  const row = await db
    .selectFrom("contractProofs")
    .select(["clientId", "clientSecretSealed"])
    .where("merchantId", "=", merchantId)
    .where("contractId", "=", contractId)
    .executeTakeFirst();
  const { clientId = null, clientSecretSealed = null } = row ?? {};
  return clientId === null || clientSecretSealed === null
    ? null
    : { merchantId, contractId, clientId, clientSecretSealed };
}

/** Deletes the app that waited: the connection has it now, or goes without. It is stored only once, with the connection. */
export async function dropWaitingApp(tx: Db, merchantId: string, contractId: string | null): Promise<void> {
  await tx
    .updateTable("contractProofs")
    .set({ clientId: null, clientSecretSealed: null })
    .where("merchantId", "=", merchantId)
    .where("clientId", "is not", null)
    .$if(contractId !== null, (query) => query.where("contractId", "=", contractId ?? ""))
    .execute();
  tell(tx, merchantId, "connection");
}

/** Returns false if the merchant had not proven the contract. */
export async function deleteProof(tx: Db, merchantId: string, contractId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("contractProofs")
    .where("merchantId", "=", merchantId)
    .where("contractId", "=", contractId)
    .executeTakeFirst();
  tell(tx, merchantId, "connection");
  return numDeletedRows > 0n;
}

/** The proofs of all merchants, or of `merchantId`, newest first; `connected`: the merchant's connection is with that contract. */
export async function readProofs(db: Db, merchantId?: string) {
  return await db
    .selectFrom("contractProofs as p")
    .innerJoin("merchants as m", "m.id", "p.merchantId")
    .leftJoin("connections as c", (join) =>
      join.onRef("c.merchantId", "=", "p.merchantId").onRef("c.contractId", "=", "p.contractId"),
    )
    .select(["m.number as merchantNumber", "m.name as merchantName", "p.contractId", "p.way"])
    .select(["p.provenBy", "p.provenAt"])
    .select(sql<boolean>`c.merchant_id is not null`.as("connected"))
    .$if(merchantId !== undefined, (query) => query.where("p.merchantId", "=", merchantId ?? ""))
    .orderBy("p.provenAt", "desc")
    .orderBy("p.contractId")
    .execute();
}

/** Switches off the merchant's connection with this contract and notes why. Returns false if none is on. */
export async function stopConnection(
  tx: Db,
  stop: { merchantId: string; contractId: string; why: StoppedWhy },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("connections")
    .set({ enabled: false, stoppedWhy: stop.why, stoppedAt: writeTime, updatedAt: writeTime })
    .where("merchantId", "=", stop.merchantId)
    .where("contractId", "=", stop.contractId)
    .where("enabled", "=", true)
    .executeTakeFirst();
  tell(tx, stop.merchantId, "connection");
  return numUpdatedRows > 0n;
}

/**
 * The ages of the merchant's recent attempts, in milliseconds, newest first. Locks out other attempts of the merchant until the
 * transaction ends.
 */
export async function lockProofAttempts(tx: Db, merchantId: string, seconds: number): Promise<number[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`proofs of ${merchantId}`}, 0))`.execute(tx);
  const rows = await tx
    .selectFrom("proofAttempts")
    .select(sql<number>`(extract(epoch from clock_timestamp() - at) * 1000)::float8`.as("age"))
    .where("merchantId", "=", merchantId)
    .where("at", ">", sql<Date>`clock_timestamp() - ${seconds} * interval '1 second'`)
    .where("at", "<=", writeTime)
    .orderBy("at", "desc")
    .limit(100)
    .execute();
  return rows.map((row) => row.age);
}

/**
 * Uses up a sign-in of this session that is not older than so many seconds; of two at the same time, one gets it. Null if there is
 * none: it was never started, was started elsewhere, was used, or is too old.
 */
export async function takeSignIn(
  db: Db,
  wanted: { merchantId: string; sessionId: string; stateHash: Buffer; seconds: number },
): Promise<{ id: string; verifierSealed: Buffer; redirectUri: string; backTo: "start" | null } | null> {
  const row = await db
    .updateTable("proofAttempts")
    .set({ usedAt: writeTime })
    .where("merchantId", "=", wanted.merchantId)
    .where("sessionId", "=", wanted.sessionId)
    .where("stateHash", "=", wanted.stateHash)
    .where("usedAt", "is", null)
    .where("at", ">", sql<Date>`${writeTime} - ${wanted.seconds} * interval '1 second'`)
    .returning(["id", "verifierSealed", "redirectUri", "backTo"])
    .executeTakeFirst();
  if (row === undefined) return null;
  const { id, verifierSealed, redirectUri, backTo } = row;
  return verifierSealed === null || redirectUri === null ? null : { id, verifierSealed, redirectUri, backTo };
}

export async function addProofAttempt(tx: Db, row: Insertable<ProofAttemptsTable>): Promise<void> {
  await tx.insertInto("proofAttempts").values(row).execute();
}
