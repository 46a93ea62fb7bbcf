import { sql } from "kysely";
import type { OperatorCause } from "../facts/operator.ts";
import { lateToCheck } from "../incidents/store.ts";
import type { Db } from "../kit/database.ts";
import type { Known, Seen, Step } from "./rules.ts";

/** Reads the state of the operation from the database, over all merchants. */
export async function readSeen(
  db: Db,
): Promise<Pick<Seen, "workerAge" | "sweepAge" | "lateChecks" | "mailAge">> {
  const age = (at: ReturnType<typeof sql>) =>
    sql`greatest(0, extract(epoch from clock_timestamp() - ${at}))::float8`;
  // Separate, because on a distributed database only the coordinator has these.
  const own = await sql<Pick<Seen, "workerAge" | "sweepAge" | "mailAge">>`
    select
      (select ${age(sql`at`)} from last_done where name = 'worker') as worker_age,
      (select ${age(sql`at`)} from last_done where name = 'sweep') as sweep_age,
      (select ${age(sql`min(tried_at)`)} from account_mails where state = 'waiting') as mail_age`.execute(db);
  const { rows } = await sql<Pick<Seen, "lateChecks" | "mailAge">>`
    select
      (select count(*) from (${lateToCheck}) late where merchant_id not in (select merchant_id from connections
        where updated_at > now() - interval '1 hour')) as late_checks,
      (select ${age(sql`min((d.tries->0->>'at')::timestamptz)`)}
        from deliveries d join receivers r on r.merchant_id = d.merchant_id and r.id = d.receiver_id
        where d.state = 'waiting' and d.attempts > 0 and r.kind = 'mail' and r.state = 'on'
          and r.refusals = 0 and r.deleted_at is null) as mail_age`.execute(db);
  const known = own.rows[0] ?? { workerAge: null, sweepAge: null, mailAge: null };
  const { lateChecks, mailAge } = rows[0] ?? { lateChecks: 0, mailAge: null };
  const ages = [known.mailAge, mailAge].filter((each) => each !== null);
  return { ...known, lateChecks, mailAge: ages.length === 0 ? null : Math.max(...ages) };
}

/** Reads the known problems of the operation. */
export async function readOperatorIncidents(db: Db): Promise<Known[]> {
  const rows = await db
    .selectFrom("operatorIncidents")
    .select(["cause", "since", "mailedAt", "wellSince"])
    .orderBy("since")
    .execute();
  // Only this program writes causes.
  return rows.map((row) => ({ ...row, cause: row.cause as OperatorCause }));
}

/** Writes the new state of a cause. */
export async function writeOperatorStep(db: Db, { kind, cause }: Step, now: Date): Promise<void> {
  if (kind === "begin")
    await db
      .insertInto("operatorIncidents")
      .values({ cause, since: now })
      .onConflict((conflict) => conflict.column("cause").doNothing())
      .execute();
  else if (kind === "end") await db.deleteFrom("operatorIncidents").where("cause", "=", cause).execute();
  else
    await db
      .updateTable("operatorIncidents")
      .set({ wellSince: kind === "well" ? now : null })
      .where("cause", "=", cause)
      .execute();
}

export async function noteMailed(db: Db, cause: OperatorCause, now: Date): Promise<void> {
  await db.updateTable("operatorIncidents").set({ mailedAt: now }).where("cause", "=", cause).execute();
}
