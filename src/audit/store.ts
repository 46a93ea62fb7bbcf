import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { tell } from "../tell.ts";
import type { AuditEvent, By } from "./rules.ts";

/**
 * Adds an entry to 監査ログ, in the transaction of the change that it records. Never a secret: names, roles and settings
 * only.
 */
export async function addAudit(
  tx: Db,
  merchantId: string,
  entry: {
    event: AuditEvent;
    by: By;
    subject?: string | null;
    before?: object | null;
    after?: object | null;
  },
): Promise<void> {
  const { event, by, subject = null, before = null, after = null } = entry;
  const json = (state: object | null) => (state === null ? null : JSON.stringify(state));
  await tx
    .insertInto("auditLog")
    .values({ merchantId, event, ...by, subject, before: json(before), after: json(after) })
    .execute();
  tell(tx, merchantId, "audit");
}

/** The filters of 監査ログ: one event, a part of a name or address, and a time from `from` until before `until`. */
export type AuditSearch = {
  event?: AuditEvent | undefined;
  q?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** 監査ログ, newest first. */
export async function readAudit(
  db: Db,
  merchantId: string,
  page: { before: number | null; limit: number; search: AuditSearch },
) {
  const { event, q, from, until } = page.search;
  const names = sql`search_text(actor || ' ' || coalesce(subject, '') || ' ' || coalesce(address, ''))`;
  return await db
    .selectFrom("auditLog")
    .select(["id", "at", "event", "actor", "address", "subject", "before", "after"])
    .where("merchantId", "=", merchantId)
    .$if(page.before !== null, (query) => query.where("id", "<", page.before as number))
    .$if(event !== undefined, (query) => query.where("event", "=", event as string))
    .$if(q !== undefined, (query) =>
      query.where(sql<boolean>`position(search_text(${q ?? ""}) in ${names}) > 0`),
    )
    .$if(from !== undefined, (query) => query.where("at", ">=", from as Date))
    .$if(until !== undefined, (query) => query.where("at", "<", until as Date))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}
