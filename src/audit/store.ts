import type { Db } from "../kit/database.ts";
import type { AuditEvent, By } from "./rules.ts";

/** An entry of 監査ログ, in the transaction of what it tells. Never a secret: names, roles and settings only. */
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
}

/** 監査ログ, newest first; `event`: of these alone. */
export async function readAudit(
  db: Db,
  merchantId: string,
  page: { before: number | null; limit: number; events?: string[] | undefined },
) {
  return await db
    .selectFrom("auditLog")
    .select(["id", "at", "event", "actor", "address", "subject", "before", "after"])
    .where("merchantId", "=", merchantId)
    .$if(page.before !== null, (query) => query.where("id", "<", page.before as number))
    .$if(page.events !== undefined, (query) => query.where("event", "in", page.events ?? []))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}
