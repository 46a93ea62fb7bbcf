import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import type { DueSignal } from "../store.ts";

/** The traces of the notifications that caused these signals. */
export async function tracesOf(db: Db, signals: Iterable<DueSignal>): Promise<(string | null)[]> {
  const ids = [...signals].flatMap(({ notificationId }) => notificationId ?? []);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("notifications")
    .select("trace")
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("trace", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ trace }) => trace);
}
