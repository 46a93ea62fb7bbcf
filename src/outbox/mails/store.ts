import { sql, type Insertable } from "kysely";
import type { Db } from "../../kit/database.ts";
import type { AccountMailsTable } from "../../kit/tables.ts";
import { databaseTime } from "../../kit/now.ts";
import { tell } from "../../tell.ts";

export async function insertMail(
  tx: Db,
  row: Pick<Insertable<AccountMailsTable>, "id" | "accountId" | "kind" | "linkSealed"> & {
    merchantId: string;
  },
): Promise<void> {
  await tx.insertInto("accountMails").values(row).execute();
  tell(tx, row.merchantId, "staff");
}

/** Deletes waiting mails whose link no longer opens anything. */
export async function dropLinkMails(tx: Db, merchantId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom("accountMails")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .where("state", "=", "waiting")
    .where("kind", "!=", "lockedOut")
    .execute();
  tell(tx, merchantId, "staff");
}

/** True if an account got a mail about this within so many seconds. */
export async function wasMailed(
  db: Db,
  merchantId: string,
  { accountId, kind, seconds }: { accountId: string; kind: AccountMailsTable["kind"]; seconds: number },
): Promise<boolean> {
  const row = await db
    .selectFrom("accountMails")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("accountId", "=", accountId)
    .where("kind", "=", kind)
    .where("createdAt", ">", sql<Date>`clock_timestamp() - ${seconds} * interval '1 second'`)
    // A time in the future is from before the clock was set back.
    .where("createdAt", "<=", sql<Date>`clock_timestamp()`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** True for a mail (`m`) that is due. */
export const mailIsDue = sql<boolean>`m.state = 'waiting' and m.next_at <= clock_timestamp()`;

/** The next mail to send and its recipient, without those in `but`. */
export async function nextMail(db: Db, merchantId: string, { at, but }: { at: Date; but: string[] }) {
  return await db
    .selectFrom("accountMails as m")
    .innerJoin("accounts as a", (join) =>
      join.onRef("a.merchantId", "=", "m.merchantId").onRef("a.id", "=", "m.accountId"),
    )
    .innerJoin("merchants as s", "s.id", "m.merchantId")
    .select(["m.id", "m.kind", "m.linkSealed", "m.attempts", "m.createdAt"])
    .select(["a.name", "a.email", "s.name as merchantName"])
    .where("m.merchantId", "=", merchantId)
    .where("m.state", "=", "waiting")
    .where("m.nextAt", "<=", at)
    .$if(but.length > 0, (query) => query.where("m.id", "not in", but))
    .orderBy("m.id")
    .limit(1)
    .executeTakeFirst();
}

/** When the merchant's next mail is due; null if none waits. */
export async function nextMailAt(db: Db, merchantId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("accountMails")
    .select((eb) => eb.fn.min("nextAt").as("at"))
    .where("merchantId", "=", merchantId)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Stores a try. After the last one the link is deleted. */
export async function noteMailTry(
  db: Db,
  merchantId: string,
  id: string,
  tried: { state: "waiting" | "sent" | "failed"; nextAt: Date; error: string | null },
): Promise<void> {
  const { state, nextAt, error } = tried;
  const moment = await databaseTime(db);
  await db
    .updateTable("accountMails")
    .set({
      state,
      nextAt,
      error,
      attempts: sql<number>`attempts + 1`,
      triedAt: sql<Date>`coalesce(tried_at, ${moment}::timestamptz)`,
      ...(state === "waiting" ? {} : { endedAt: moment, linkSealed: null }),
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .execute();
  tell(db, merchantId, "staff");
}

/** The last mail to each of the merchant's accounts. */
export async function lastMails(db: Db, merchantId: string) {
  return await db
    .selectFrom("accountMails")
    .distinctOn("accountId")
    .select(["accountId", "kind", "state", "error"])
    .select(sql<Date>`coalesce(ended_at, created_at)`.as("at"))
    .where("merchantId", "=", merchantId)
    .orderBy("accountId")
    .orderBy("id", "desc")
    .execute();
}
