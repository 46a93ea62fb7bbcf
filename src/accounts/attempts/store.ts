import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { ago } from "../store.ts";

/**
 * True for a recent attempt. One in the future dates from before the clock was set back: counting it would lock the person out until
 * then.
 */
const isRecent = (seconds: number) => sql<boolean>`(at > ${ago(seconds)} and at <= clock_timestamp())`;

/**
 * The ages of a caller's attempts, at this address and in total, in milliseconds, newest first. Locks the caller until
 * the transaction ends.
 */
export async function lockAttempts(tx: Db, { email, caller, seconds }: Attempt & { seconds: number }) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in by ${caller}`}, 0))`.execute(tx);
  const rows = await tx
    .selectFrom("signInAttempts")
    .select("email")
    .select(sql<number>`(extract(epoch from clock_timestamp() - at) * 1000)::float8`.as("age"))
    .where("caller", "=", caller)
    .where(isRecent(seconds))
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

/** Deletes the attempts of a caller who signed in: they were no attack. Another caller's attempts still count. */
export async function forgetAttempts(db: Db, { email, caller }: Attempt): Promise<void> {
  await db.deleteFrom("signInAttempts").where("email", "=", email).where("caller", "=", caller).execute();
}

/**
 * The number of attempts of each of several callers at this address, in their order. Locks the callers until the
 * transaction ends. One statement each for all, so that the time does not reveal how many they are.
 */
export async function lockEachCaller(
  tx: Db,
  { email, callers, seconds }: { email: string; callers: string[]; seconds: number },
): Promise<number[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('sign-in by ' || caller, 0))
    from unnest(${callers.toSorted()}::text[]) caller`.execute(tx);
  const { rows } = await sql<{ attempts: number }>`
    select (select count(*)::int from sign_in_attempts a where a.caller = asked.caller and a.email = ${email}
      and ${isRecent(seconds)}) as attempts
    from unnest(${callers}::text[]) with ordinality asked(caller, nth) order by nth`.execute(tx);
  return rows.map(({ attempts }) => attempts);
}

export async function addAttempts(tx: Db, email: string, callers: string[]): Promise<void> {
  await sql`insert into sign_in_attempts (email, caller)
    select ${email}, caller from unnest(${callers}::text[]) caller`.execute(tx);
}

/** Deletes the newest attempt of each of these callers at this address. */
export async function forgetNewest(db: Db, email: string, callers: string[]): Promise<void> {
  await sql`delete from sign_in_attempts where id in (select max(id) from sign_in_attempts
    where email = ${email} and caller = any(${callers}::text[]) group by caller)`.execute(db);
}

/** Callers who have to wait because of too many recent attempts, at one address and (`email` null) in total. */
export async function closedCallers(
  db: Db,
  limits: { seconds: number; atAccount: number; byCaller: number },
): Promise<{ email: string | null; caller: string; attempts: number; until: Date }[]> {
  const { seconds, atAccount, byCaller } = limits;
  const { rows } = await sql<{ email: string | null; caller: string; attempts: number; until: Date }>`
    with recent as (
      select email, caller, at from sign_in_attempts
      where ${isRecent(seconds)} and caller not like '% at account %'
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

/** The accounts of this address that someone signed in to with this browser before. */
export async function accountsOfDevice(db: Db, email: string, tokenHash: Buffer): Promise<string[]> {
  const rows = await db
    .selectFrom("knownDevices as d")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "d.merchantId").onRef("a.id", "=", "d.accountId"),
    )
    .select("a.id")
    .where("d.tokenHash", "=", tokenHash)
    .where("a.email", "=", email)
    .execute();
  return rows.map(({ id }) => id);
}

export async function noteDevice(
  tx: Db,
  row: { merchantId: string; accountId: string; tokenHash: Buffer },
): Promise<void> {
  await tx
    .insertInto("knownDevices")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["merchantId", "accountId", "tokenHash"])
        .doUpdateSet((row) => ({ usedAt: row.ref("excluded.usedAt") })),
    )
    .execute();
}

/** Deletes all known browsers of the account. */
export async function dropDevices(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom("knownDevices")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
}
