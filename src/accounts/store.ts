import { sql, type Insertable, type UpdateObject } from "kysely";
import type { Db } from "../kit/database.ts";
import type { AccountsTable, Tables } from "../kit/tables.ts";
import { readableSeconds, sessionSeconds } from "./rules.ts";

/** True where the merchant's contract ended so long ago that its people may not even read any more. */
export const isOver = sql<boolean>`coalesce(m.ended_at < clock_timestamp() - ${readableSeconds} * interval '1 second', false)`;

const now = sql<Date>`clock_timestamp()`;
const ago = (seconds: number) => sql<Date>`clock_timestamp() - ${seconds} * interval '1 second'`;

export async function insertAccount(
  tx: Db,
  row: Insertable<AccountsTable> & { merchantId: string },
): Promise<void> {
  await tx.insertInto("accounts").values(row).execute();
}

/** Every account of an address, the last used first: somebody may work for several merchants. */
export async function accountsOfAddress(db: Db, email: string) {
  return await db
    .selectFrom("accounts as a")
    .innerJoin("merchants as m", "m.id", "a.merchantId")
    .select(["a.merchantId", "a.id", "a.passwordHash", "a.disabledAt", "m.number", "m.name as merchantName"])
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
}

export async function deleteAccount(tx: Db, merchantId: string, id: string): Promise<void> {
  await tx.deleteFrom("accounts").where("merchantId", "=", merchantId).where("id", "=", id).execute();
}

/** Opens a session, and notes the sign-in. */
export async function insertSession(
  tx: Db,
  row: { merchantId: string; id: string; accountId: string; tokenHash: Buffer; byLink: boolean },
): Promise<void> {
  await tx.insertInto("sessions").values(row).execute();
  await updateAccount(tx, row.merchantId, row.accountId, { lastSignInAt: now });
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
    .set({ usedAt: now })
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
  const expiresAt = sql<Date>`clock_timestamp() + ${seconds} * interval '1 second'`;
  await db
    .insertInto("signInLinks")
    .values({ ...link, expiresAt })
    .execute();
}

/** Uses up a link: of two at once, one gets it. Null where it is unknown, used, too old, or its account disabled. */
export async function takeLink(tx: Db, tokenHash: Buffer) {
  const row = await tx
    .updateTable("signInLinks as l")
    .from("accounts as a")
    .set({ usedAt: now })
    .whereRef("a.merchantId", "=", "l.merchantId")
    .whereRef("a.id", "=", "l.accountId")
    .where("a.disabledAt", "is", null)
    .where("l.tokenHash", "=", tokenHash)
    .where("l.usedAt", "is", null)
    .where("l.expiresAt", ">", now)
    .returning(["l.merchantId", "l.accountId"])
    .executeTakeFirst();
  return row ?? null;
}

/** No link of the account opens anything any more. */
export async function dropLinks(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom("signInLinks")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
}

/**
 * How long ago the attempts of an address and of a caller were, in milliseconds, newest first; until the transaction
 * ends nobody else asks the same.
 */
export async function lockAttempts(tx: Db, { email, ip, seconds }: Attempt & { seconds: number }) {
  // Both locks in one order for everybody.
  for (const name of [`sign-in ip ${ip}`, `sign-in of ${email}`])
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
  const agesOf = async (column: "email" | "ip", value: string) => {
    const rows = await tx
      .selectFrom("signInAttempts")
      .select(sql<number>`(extract(epoch from clock_timestamp() - at) * 1000)::float8`.as("age"))
      .where(column, "=", value)
      .where("at", ">", ago(seconds))
      .orderBy("at", "desc")
      .limit(100)
      .execute();
    return rows.map((row) => row.age);
  };
  return { byEmail: await agesOf("email", email), byIp: await agesOf("ip", ip) };
}

type Attempt = { email: string; ip: string };

export async function addAttempt(tx: Db, attempt: Attempt): Promise<number> {
  const { id } = await tx
    .insertInto("signInAttempts")
    .values(attempt)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** The attempts of an address that signed in at last, and this one of its caller, were no attack. */
export async function forgetAttempts(db: Db, email: string): Promise<void> {
  await db.deleteFrom("signInAttempts").where("email", "=", email).execute();
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
}
