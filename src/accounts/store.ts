import { sql, type Insertable, type UpdateObject } from "kysely";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import type { AccountsTable, Tables } from "../kit/tables.ts";
import { deviceSeconds, readableSeconds, sessionSeconds } from "./rules.ts";
import { tell } from "../tell.ts";

/** True where the merchant's contract ended so long ago that its people may not even read any more. */
export const isOver = sql<boolean>`coalesce(m.ended_at < clock_timestamp() - ${readableSeconds} * interval '1 second', false)`;

export const ago = (seconds: number) => sql<Date>`${writeTime} - ${seconds} * interval '1 second'`;

export async function insertAccount(
  tx: Db,
  row: Insertable<AccountsTable> & { merchantId: string },
): Promise<void> {
  await tx.insertInto("accounts").values(row).execute();
  tell(tx, row.merchantId, "staff");
}

/** Every account of an address, the last used first: somebody may work for several merchants. */
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
    .where("a.email", "=", email)
    .orderBy("a.lastSignInAt", (order) => order.desc().nullsLast())
    .orderBy("a.id")
    .execute();
}

/** The merchant's accounts, oldest first; one of them with `id`. */
export async function readAccounts(db: Db, merchantId: string, id?: string) {
  return await db
    .selectFrom("accounts")
    .select(["id", "name", "email", "role", "createdAt", "lastSignInAt", "passwordHash"])
    .select(sql<boolean>`disabled_at is not null`.as("disabled"))
    .where("merchantId", "=", merchantId)
    .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
    .orderBy("id")
    .execute();
}

/** The merchant's accounts, locked: whether an owner stays is asked of all of them. */
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

export async function deleteAccount(tx: Db, merchantId: string, id: string): Promise<void> {
  await tx.deleteFrom("accounts").where("merchantId", "=", merchantId).where("id", "=", id).execute();
  tell(tx, merchantId, "staff");
}

/** Opens a session, and notes the sign-in. */
export async function insertSession(
  tx: Db,
  row: { merchantId: string; id: string; accountId: string; tokenHash: Buffer; byLink: boolean },
): Promise<void> {
  await tx.insertInto("sessions").values(row).execute();
  await updateAccount(tx, row.merchantId, row.accountId, { lastSignInAt: writeTime });
}

/** The living session of a token, with its account and merchant; `unseen`: nobody noted its use for some minutes. */
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
    .select(sql<boolean>`a.password_hash is null`.as("mustSetPassword"))
    .select(sql<boolean>`s.used_at < ${ago(300)}`.as("unseen"))
    .where("s.tokenHash", "=", tokenHash)
    .where("s.usedAt", ">", ago(sessionSeconds.unused))
    .where("s.createdAt", ">", ago(sessionSeconds.longest))
    .where("a.disabledAt", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

export async function touchSession(db: Db, merchantId: string, id: string): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ usedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}

/** Ends a session, or all of an account but one. */
export async function endSessions(
  db: Db,
  merchantId: string,
  which: { id: string } | { accountId: string; but?: string },
): Promise<void> {
  const query = db.deleteFrom("sessions").where("merchantId", "=", merchantId);
  if ("id" in which) await query.where("id", "=", which.id).execute();
  else {
    const { accountId, but } = which;
    await query
      .where("accountId", "=", accountId)
      .$if(but !== undefined, (rest) => rest.where("id", "!=", but ?? ""))
      .execute();
  }
}

export async function insertLink(
  db: Db,
  row: { merchantId: string; id: string; accountId: string; tokenHash: Buffer; seconds: number },
): Promise<void> {
  const { seconds, ...link } = row;
  const expiresAt = sql<Date>`${writeTime} + ${seconds} * interval '1 second'`;
  await db
    .insertInto("signInLinks")
    .values({ ...link, expiresAt })
    .execute();
}

/** True for a link that still opens its account: not used, not too old, and the newest of that account. */
const opens = sql<boolean>`l.used_at is null and l.expires_at > ${writeTime} and not exists (
  select 1 from sign_in_links newer where newer.merchant_id = l.merchant_id and newer.account_id = l.account_id
    and (newer.created_at, newer.id) > (l.created_at, l.id))`;

/** Uses up a link: of two at once, one gets it. Null where it opens nothing, or its account is disabled. */
export async function takeLink(tx: Db, tokenHash: Buffer) {
  const row = await tx
    .updateTable("signInLinks as l")
    .from("accounts as a")
    .set({ usedAt: writeTime })
    .whereRef("a.merchantId", "=", "l.merchantId")
    .whereRef("a.id", "=", "l.accountId")
    .where("a.disabledAt", "is", null)
    .where("l.tokenHash", "=", tokenHash)
    .where(opens)
    .returning(["l.merchantId", "l.accountId"])
    .executeTakeFirst();
  return row ?? null;
}

/** Whose link it is or was, also where it opens nothing any more; null: nobody's. */
export async function accountOfLink(db: Db, tokenHash: Buffer) {
  const row = await db
    .selectFrom("signInLinks as l")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "l.merchantId").onRef("a.id", "=", "l.accountId"),
    )
    .select(["l.merchantId", "a.name"])
    .where("l.tokenHash", "=", tokenHash)
    .executeTakeFirst();
  return row ?? null;
}

/** Whom a link would sign in, and where; null where it opens nothing. */
export async function findLink(db: Db, tokenHash: Buffer) {
  const row = await db
    .selectFrom("signInLinks as l")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "l.merchantId").onRef("a.id", "=", "l.accountId"),
    )
    .innerJoin("merchants as m", "m.id", "l.merchantId")
    .select(["a.name", "a.email", "a.role", "m.number", "m.name as merchantName"])
    .where("a.disabledAt", "is", null)
    .where("l.tokenHash", "=", tokenHash)
    .where(opens)
    .executeTakeFirst();
  return row ?? null;
}

/** The account's sessions are ordinary ones from now on: its password changes only for those who know it. */
export async function endByLink(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .updateTable("sessions")
    .set({ byLink: false })
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
}

/** No link of the account opens anything any more. */
export async function dropLinks(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom("signInLinks")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
}

/** Forgets sessions, links and attempts that are long over. */
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
