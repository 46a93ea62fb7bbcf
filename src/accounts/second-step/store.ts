import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { tell } from "../../tell.ts";
import { asksSecondStep, updateAccount } from "../store.ts";

type Of = { merchantId: string; accountId: string };

/**
 * The account's second step: its secret, since when it is required (null: not yet), and how many recovery codes are
 * left.
 */
export async function readSecondStep(db: Db, { merchantId, accountId }: Of) {
  const row = await db
    .selectFrom("accounts as a")
    .select(["a.secondStepSealed as sealed", "a.secondStepAt as since"])
    .select(
      sql<number>`(select count(*)::int from recovery_codes r
        where r.merchant_id = a.merchant_id and r.account_id = a.id and r.used_at is null)`.as("codesLeft"),
    )
    .where("a.merchantId", "=", merchantId)
    .where("a.id", "=", accountId)
    .executeTakeFirst();
  return row ?? { sealed: null, since: null, codesLeft: 0 };
}

/** Stores a secret that is being set up; returns false if the step is on already. */
export async function writeSecret(tx: Db, { merchantId, accountId }: Of, sealed: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("accounts")
    .set({ secondStepSealed: sealed })
    .where("merchantId", "=", merchantId)
    .where("id", "=", accountId)
    .where("secondStepAt", "is", null)
    .executeTakeFirst();
  tell(tx, merchantId, "staff");
  return numUpdatedRows > 0n;
}

/** From now on a code is required. */
export async function switchOn(tx: Db, { merchantId, accountId }: Of): Promise<void> {
  await updateAccount(tx, merchantId, accountId, { secondStepAt: writeTime });
  tell(tx, merchantId, "connection");
}

/** Locks the account until the transaction ends, because its ways to sign in are counted. */
export async function lockAccount(tx: Db, { merchantId, accountId }: Of): Promise<void> {
  await tx
    .selectFrom("accounts")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("id", "=", accountId)
    .forNoKeyUpdate()
    .execute();
}

/** True if the account needs more than the password: an app's code or a passkey. */
export async function hasSecondStep(db: Db, { merchantId, accountId }: Of): Promise<boolean> {
  const row = await db
    .selectFrom("accounts as a")
    .select(asksSecondStep.as("asks"))
    .where("a.merchantId", "=", merchantId)
    .where("a.id", "=", accountId)
    .executeTakeFirst();
  return row?.asks === true;
}

/** Removes the app, so that its codes are no longer required; returns false if there was none. */
export async function dropApp(tx: Db, { merchantId, accountId }: Of): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("accounts")
    .set({ secondStepSealed: null, secondStepAt: null, secondStepUsed: null })
    .where("merchantId", "=", merchantId)
    .where("id", "=", accountId)
    .where("secondStepAt", "is not", null)
    .executeTakeFirst();
  tell(tx, merchantId, "staff");
  return numUpdatedRows > 0n;
}

/** Uses up the code of a half minute; returns false if that one, or a later one, was used before. */
export async function takeStep(tx: Db, { merchantId, accountId }: Of, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("accounts")
    .set({ secondStepUsed: step })
    .where("merchantId", "=", merchantId)
    .where("id", "=", accountId)
    .where(sql<boolean>`coalesce(second_step_used, 0) < ${step}`)
    .executeTakeFirst();
  tell(tx, merchantId, "staff");
  return numUpdatedRows > 0n;
}

/** Replaces the account's recovery codes. */
export async function writeRecoveryCodes(
  tx: Db,
  { merchantId, accountId }: Of,
  hashes: Buffer[],
): Promise<void> {
  await tx
    .deleteFrom("recoveryCodes")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
  if (hashes.length === 0) return;
  await tx
    .insertInto("recoveryCodes")
    .values(hashes.map((codeHash) => ({ merchantId, accountId, codeHash })))
    .execute();
}

/** Uses up a recovery code: only one of two simultaneous calls gets it. */
export async function takeRecoveryCode(
  tx: Db,
  { merchantId, accountId }: Of,
  hash: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("recoveryCodes")
    .set({ usedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .where("codeHash", "=", hash)
    .where("usedAt", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** True if everyone here needs a second step. */
export async function isDemanded(db: Db, merchantId: string): Promise<boolean> {
  const row = await db
    .selectFrom("merchants")
    .select("secondStepDemanded")
    .where("id", "=", merchantId)
    .executeTakeFirst();
  return row?.secondStepDemanded === true;
}

export async function writeDemanded(tx: Db, merchantId: string, secondStepDemanded: boolean): Promise<void> {
  await tx.updateTable("merchants").set({ secondStepDemanded }).where("id", "=", merchantId).execute();
  tell(tx, merchantId, "staff");
  tell(tx, merchantId, "connection");
}
