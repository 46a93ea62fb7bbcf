import { sql } from "kysely";
import type { Cause, IncidentTold } from "../../facts/incidents.ts";
import type { Db } from "../../kit/database.ts";

/** An incident as it is now; null if there is none. What was told before is in its event. */
export async function readTold(
  db: Db,
  merchantId: string,
  id: string,
): Promise<Omit<IncidentTold, "isAgain" | "orderNumbers"> | null> {
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
    .select(
      sql<boolean>`not exists (select from smaregi_pauses p where p.contract_id = c.contract_id)`.as(
        "isBack",
      ),
    )
    .where("i.merchantId", "=", merchantId)
    .where("i.id", "=", id)
    .executeTakeFirst();
  if (row === undefined || row.openedAt === null) return null;
  const { cause, state, since, openedAt, closedAt, orders, variations, mode, isBack } = row;
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
    isBack,
  };
}

/** True if a message about the thing was sent to the receiver since then. */
export async function wasToldSince(
  db: Db,
  merchantId: string,
  { receiverId, thing, since }: { receiverId: string; thing: string; since: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom("deliveries")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("receiverId", "=", receiverId)
    .where("thing", "=", thing)
    .where("state", "=", "sent")
    .where("endedAt", ">", since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
