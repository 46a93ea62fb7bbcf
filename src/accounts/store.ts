import { sql, type Insertable, type UpdateObject } from "kysely";
import type { Db } from "../kit/database.ts";
import type { AccountsTable, Tables } from "../kit/tables.ts";
import { deviceSeconds, readableSeconds, sessionSeconds } from "./rules.ts";

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

/** True for a link that still opens its account: not used, not too old, and the newest of that account. */
const opens = sql<boolean>`l.used_at is null and l.expires_at > clock_timestamp() and not exists (
  select 1 from sign_in_links newer where newer.merchant_id = l.merchant_id and newer.account_id = l.account_id
    and (newer.created_at, newer.id) > (l.created_at, l.id))`;

/** Uses up a link: of two at once, one gets it. Null where it opens nothing, or its account is disabled. */
export async function takeLink(tx: Db, tokenHash: Buffer) {
  const row = await tx
    .updateTable("signInLinks as l")
    .from("accounts as a")
    .set({ usedAt: now })
    .whereRef("a.merchantId", "=", "l.merchantId")
    .whereRef("a.id", "=", "l.accountId")
    .where("a.disabledAt", "is", null)
    .where("l.tokenHash", "=", tokenHash)
    .where(opens)
    .returning(["l.merchantId", "l.accountId"])
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

/**
 * How long ago the attempts of a caller were, at this address and at all, in milliseconds, newest first; until the
 * transaction ends nobody else asks for the same caller.
 */
export async function lockAttempts(tx: Db, { email, caller, seconds }: Attempt & { seconds: number }) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in by ${caller}`}, 0))`.execute(tx);
  const rows = await tx
    .selectFrom("signInAttempts")
    .select("email")
    .select(sql<number>`(extract(epoch from clock_timestamp() - at) * 1000)::float8`.as("age"))
    .where("caller", "=", caller)
    .where("at", ">", ago(seconds))
    .orderBy("at", "desc")
    .limit(200)
    .execute();
  const agesOf = (some: typeof rows) => some.map((row) => row.age);
  return { atAccount: agesOf(rows.filter((row) => row.email === email)), byCaller: agesOf(rows) };
}

/** An attempt to sign in with a password: at this address, by this network address or known device. */
export type Attempt = { email: string; caller: string };

export async function addAttempt(tx: Db, attempt: Attempt): Promise<void> {
  await tx.insertInto("signInAttempts").values(attempt).execute();
}

/** The attempts of a caller who signed in at last were no attack; another caller's still count. */
export async function forgetAttempts(db: Db, { email, caller }: Attempt): Promise<void> {
  await db.deleteFrom("signInAttempts").where("email", "=", email).where("caller", "=", caller).execute();
}

/** Callers with so many attempts of the last while that they have to wait, at one address and (`email` null) at all. */
export async function closedCallers(
  db: Db,
  limits: { seconds: number; atAccount: number; byCaller: number },
): Promise<{ email: string | null; caller: string; attempts: number; until: Date }[]> {
  const { seconds, atAccount, byCaller } = limits;
  const { rows } = await sql<{ email: string | null; caller: string; attempts: number; until: Date }>`
    with recent as (
      select email, caller, at from sign_in_attempts where at > clock_timestamp() - ${seconds} * interval '1 second'
    ), counted as (
      select email, caller, count(*)::int as attempts, (array_agg(at order by at desc))[${atAccount}::int] as counts_from
      from recent group by email, caller
      union all
      select null, caller, count(*)::int, (array_agg(at order by at desc))[${byCaller}::int] from recent group by caller
    )
    select email, caller, attempts, counts_from + ${seconds} * interval '1 second' as until from counted
    where counts_from is not null order by until desc`.execute(db);
  return rows;
}

/** Whether somebody of this address signed in with this browser before. */
export async function isKnownDevice(db: Db, email: string, tokenHash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom("knownDevices as d")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "d.merchantId").onRef("a.id", "=", "d.accountId"),
    )
    .select("a.id")
    .where("d.tokenHash", "=", tokenHash)
    .where("a.email", "=", email)
    .executeTakeFirst();
  return row !== undefined;
}

export async function noteDevice(
  tx: Db,
  row: { merchantId: string; accountId: string; tokenHash: Buffer },
): Promise<void> {
  await tx
    .insertInto("knownDevices")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["merchantId", "accountId", "tokenHash"]).doUpdateSet({ usedAt: now }),
    )
    .execute();
}

/** No browser is known to the account any more. */
export async function dropDevices(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom("knownDevices")
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
