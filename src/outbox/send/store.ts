import type { Cause, IncidentTold } from "../../facts/incidents.ts";
import type { Db } from "../../kit/database.ts";

/** An incident as it stands now, for the words of its notice; null: there is none. */
export async function readTold(db: Db, merchantId: string, id: string): Promise<IncidentTold | null> {
  const row = await db
    .selectFrom("incidents as i")
    .leftJoin("connections as c", "c.merchantId", "i.merchantId")
    .select([
      "i.cause",
      "i.state",
      "i.since",
      "i.openedAt",
      "i.closedAt",
      "i.orders",
      "i.variations",
      "c.mode",
    ])
    .where("i.merchantId", "=", merchantId)
    .where("i.id", "=", id)
    .executeTakeFirst();
  if (row === undefined || row.openedAt === null) return null;
  const { cause, state, since, openedAt, closedAt, orders, variations, mode } = row;
  return {
    // Only this program writes causes.
    cause: cause as Cause,
    state: state === "closed" ? "closed" : "open",
    since,
    openedAt,
    closedAt,
    orders,
    variations,
    mode: mode ?? "standard",
  };
}
