import { sql, type Insertable, type UpdateObject } from "kysely";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import type { AccountsTable, Tables } from "../kit/tables.ts";
import { confirmedSeconds, deviceSeconds, readableSeconds, sessionSeconds } from "./rules.ts";
import { tell } from "../tell.ts";

/** True if the merchant's contract ended so long ago that its people may no longer even read. */
export const isOver = sql<boolean>`coalesce(m.ended_at < clock_timestamp() - ${readableSeconds} * interval '1 second', false)`;

/** True if account `a` needs more than the password: an app's code or a passkey. */
export const asksSecondStep = sql<boolean>`(a.second_step_at is not null or exists (select from passkeys p
  where p.merchant_id = a.merchant_id and p.account_id = a.id))`;
const hasPasskey = sql<boolean>`exists (select from passkeys p where p.merchant_id = a.merchant_id and p.account_id = a.id)`;

export const ago = (seconds: number) => sql<Date>`${writeTime} - ${seconds} * interval '1 second'`;

export async function insertAccount(
  tx: Db,
  row: Insertable<AccountsTable> & { merchantId: string },
): Promise<void> {
  await tx.insertInto("accounts").values(row).execute();
  tell(tx, row.merchantId, "staff");
}

/** Every account of an address, the last used first: one person may work for several merchants. */
export async function accountsOfAddress(db: Db, email: string) {
  return await db
    .selectFrom("accounts as a")
    .innerJoin("merchants as m", "m.id", "a.merchantId")
    .select([
      "a.merchantId",
      "a.id",
      "a.name",
      "a.passwordHash",
      "a.disabledAt",
      "m.number",
      "m.name as merchantName",
    ])
    .select(asksSecondStep.as("hasSecondStep"))
    .where("a.email", "=", email)
    .orderBy("a.lastSignInAt", (order) => order.desc().nullsLast())
    .orderBy("a.id")
    .execute();
}

/** The merchant's accounts, oldest first; only one of them if `id` is given. */
export async function readAccounts(db: Db, merchantId: string, id?: string) {
  return await db
    .selectFrom("accounts as a")
    .select(["id", "name", "email", "role", "createdAt", "lastSignInAt", "passwordHash"])
    .select(sql<boolean>`disabled_at is not null`.as("disabled"))
    .select(asksSecondStep.as("hasSecondStep"))
    .where("merchantId", "=", merchantId)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .orderBy("id")
    .execute();
}

/** Locks the merchant's accounts: the check that an owner stays needs all of them. */
export async function lockAccounts(tx: Db, merchantId: string) {
  await tx
    .selectFrom("accounts")
    .select("id")
    .where("merchantId", "=", merchantId)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  return await readAccounts(tx, merchantId);
}

export async function updateAccount(
  tx: Db,
  merchantId: string,
  id: string,
  values: UpdateObject<Tables, "accounts">,
): Promise<void> {
  await tx
    .updateTable("accounts")
    .set(values)
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "staff");
}

/** Replaces a hash by another hash of the same password; a password that was changed in the meantime stays. */
export async function replaceHash(
  tx: Db,
  merchantId: string,
  id: string,
  { was, becomes }: { was: string | null; becomes: string },
): Promise<void> {
  await tx
    .updateTable("accounts")
    .set({ passwordHash: becomes })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("passwordHash", "=", was)
    .execute();
  tell(tx, merchantId, "staff");
}

export async function deleteAccount(tx: Db, merchantId: string, id: string): Promise<void> {
  await tx.deleteFrom("accounts").where("merchantId", "=", merchantId).where("id", "=", id).execute();
  tell(tx, merchantId, "staff");
}

/** Opens a session, and records the sign-in. */
export async function insertSession(
  tx: Db,
  row: {
    merchantId: string;
    id: string;
    accountId: string;
    tokenHash: Buffer;
    byLink: boolean;
    address: string | null;
    browser: string | null;
  },
): Promise<void> {
  await tx.insertInto("sessions").values(row).execute();
  await updateAccount(tx, row.merchantId, row.accountId, { lastSignInAt: writeTime });
}

/** The valid session of a token, with its account and merchant; `unseen`: its use was not recorded for some minutes. */
export async function findSession(db: Db, tokenHash: Buffer) {
  const row = await db
    .selectFrom("sessions as s")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "s.merchantId").onRef("a.id", "=", "s.accountId"),
    )
    .innerJoin("merchants as m", "m.id", "s.merchantId")
    .select(["m.id as merchantId", "m.number", "m.name as merchantName", "m.standing"])
    .select(isOver.as("over"))
    .select(["s.id as sessionId", "s.byLink", "a.id as accountId", "a.name", "a.email", "a.role"])
    .select(sql<boolean>`a.password_hash is not null`.as("hasPassword"))
    .select(hasPasskey.as("hasPasskey"))
    .select(sql<boolean>`m.second_step_demanded and not ${asksSecondStep}`.as("mustSetSecondStep"))
    .select(sql<boolean>`s.used_at < ${ago(300)}`.as("unseen"))
    .select(sql<boolean>`s.confirmed_at > ${ago(confirmedSeconds)}`.as("isConfirmed"))
    .where("s.tokenHash", "=", tokenHash)
    .where("s.usedAt", ">", ago(sessionSeconds.unused))
    .where("s.createdAt", ">", ago(sessionSeconds.longest))
    .where("a.disabledAt", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

/** Records a session's use, and from where. */
export async function touchSession(
  db: Db,
  merchantId: string,
  id: string,
  from: { address?: string | undefined; browser?: string | undefined },
): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ usedAt: writeTime, ...from })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "staff");
}

/** Records that the holder of the session has just proved their identity. */
export async function confirmSession(db: Db, merchantId: string, id: string): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ confirmedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}

/** An account's valid sessions, the last used first. */
export async function readSessions(db: Db, merchantId: string, accountId: string) {
  return await db
    .selectFrom("sessions")
    .select(["id", "createdAt", "usedAt", "address", "browser"])
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .where("usedAt", ">", ago(sessionSeconds.unused))
    .where("createdAt", ">", ago(sessionSeconds.longest))
    .orderBy("usedAt", "desc")
    .orderBy("id")
    .execute();
}

/** Ends one session (of this account, if given), or all of an account except one; returns how many. */
export async function endSessions(
  db: Db,
  merchantId: string,
  which: { id: string; accountId?: string } | { accountId: string; but?: string },
): Promise<number> {
  const { accountId } = which;
  const id = "id" in which ? which.id : undefined;
  const but = "but" in which ? which.but : undefined;
  const { numDeletedRows } = await db
    .deleteFrom("sessions")
    .where("merchantId", "=", merchantId)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .$if(accountId !== undefined, (query) => query.where("accountId", "=", accountId ?? ""))
    .$if(but !== undefined, (query) => query.where("id", "!=", but ?? ""))
    .executeTakeFirst();
  tell(db, merchantId, "staff");
  return Number(numDeletedRows);
}

/** Turns the account's sessions into ordinary ones: changing its password now requires the old one. */
export async function endByLink(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .updateTable("sessions")
    .set({ byLink: false })
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
}

/** Deletes sessions, links, attempts and known devices that expired long ago. */
export async function pruneSignIns(db: Db): Promise<void> {
  await db
    .deleteFrom("sessions")
    .where((eb) =>
      eb.or([
        eb("usedAt", "<", ago(sessionSeconds.unused)),
        eb("createdAt", "<", ago(sessionSeconds.longest)),
      ]),
    )
    .execute();
  await db
    .deleteFrom("signInLinks")
    .where("expiresAt", "<", ago(30 * 86_400))
    .execute();
  await db.deleteFrom("signInAttempts").where("at", "<", ago(86_400)).execute();
  await db.deleteFrom("knownDevices").where("usedAt", "<", ago(deviceSeconds)).execute();
}
