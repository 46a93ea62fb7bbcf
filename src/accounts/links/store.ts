import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { asksSecondStep } from "../store.ts";

/** Writes a link, which becomes the account's newest, even if the clock was set back since the one before. */
export async function insertLink(
  db: Db,
  row: { merchantId: string; id: string; accountId: string; tokenHash: Buffer; seconds: number },
): Promise<void> {
  const { merchantId, id, accountId, tokenHash, seconds } = row;
  await sql`
    insert into sign_in_links (merchant_id, id, account_id, token_hash, expires_at, created_at)
    select ${merchantId}::uuid, ${id}::uuid, ${accountId}::uuid, ${tokenHash}::bytea,
      ${writeTime} + ${seconds} * interval '1 second',
      greatest(${writeTime}, max(created_at) + interval '1 microsecond')
    from sign_in_links where merchant_id = ${merchantId} and account_id = ${accountId}`.execute(db);
}

/** True for a valid link: not used, not expired, and the newest of its account. */
const opens = sql<boolean>`l.used_at is null and l.expires_at > ${writeTime} and not exists (
  select 1 from sign_in_links newer where newer.merchant_id = l.merchant_id and newer.account_id = l.account_id
    and (newer.created_at, newer.id) > (l.created_at, l.id))`;

/**
 * Uses up a link: only one of two simultaneous calls gets it. Null if it is not valid, or if its account is disabled.
 */
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

/** The account of a link, even of one that is no longer valid; null if there is none. */
export async function accountOfLink(db: Db, tokenHash: Buffer) {
  const row = await db
    .selectFrom("signInLinks as l")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "l.merchantId").onRef("a.id", "=", "l.accountId"),
    )
    .select(["l.merchantId", "a.id as accountId", "a.name", "a.email"])
    .select(asksSecondStep.as("hasSecondStep"))
    .where("l.tokenHash", "=", tokenHash)
    .executeTakeFirst();
  return row ?? null;
}

/** The account and merchant that a link would sign in to; null if it is not valid. */
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

/** Invalidates all links of the account. */
export async function dropLinks(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom("signInLinks")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .execute();
}
