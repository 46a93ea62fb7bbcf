import { sql } from "kysely";
import { isOver } from "../store.ts";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { named } from "../../kit/named.ts";
import { tell } from "../../tell.ts";
import type { KeyScope } from "./rules.ts";

export async function insertKey(
  db: Db,
  row: {
    merchantId: string;
    id: string;
    name: string;
    keyHash: Buffer;
    scopes: KeyScope[];
    expiresAt: Date | null;
  },
): Promise<void> {
  await db.insertInto("apiKeys").values(row).execute();
  tell(db, row.merchantId, "staff");
}

/** The merchant's API keys, newest first. */
export async function readKeys(db: Db, merchantId: string, page: { before: string | null; limit: number }) {
  return await db
    .selectFrom("apiKeys")
    .select(["id", "name", "scopes", "createdAt", "expiresAt", "lastUsedAt", "lastUsedFrom", "revokedAt"])
    .where("merchantId", "=", merchantId)
    .$if(page.before !== null, (query) => query.where("id", "<", page.before ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** Revokes a key, of this merchant if one is given; returns false if it does not exist or was revoked before. */
export async function revokeKey(
  db: Db,
  { id, merchantId }: { id: string; merchantId?: string | undefined },
): Promise<{ merchantId: string; name: string } | null> {
  const revoked = await db
    .updateTable("apiKeys")
    .set({ revokedAt: writeTime })
    .where("id", "=", id)
    .$if(merchantId !== undefined, (query) => query.where("merchantId", "=", merchantId ?? ""))
    .where("revokedAt", "is", null)
    .returning(["merchantId", "name"])
    .executeTakeFirst();
  if (revoked === undefined) return null;
  tell(db, revoked.merchantId, "staff");
  return revoked;
}

/** The merchant of an API key that is not revoked; `unseen`: its use was not recorded for a minute. */
export async function findByKey(db: Db, keyHash: Buffer) {
  const row = await db
    .selectFrom("apiKeys as k")
    .innerJoin("merchants as m", "m.id", "k.merchantId")
    .modifyFront(named)
    .select(["m.id", "m.number", "m.name", "m.standing", "k.id as keyId", "k.name as keyName", "k.scopes"])
    .select(
      sql<boolean>`coalesce(k.last_used_at < clock_timestamp() - interval '1 minute', true)`.as("unseen"),
    )
    .select(sql<boolean>`coalesce(k.expires_at <= clock_timestamp(), false)`.as("isExpired"))
    .select(isOver.as("over"))
    .where("k.keyHash", "=", keyHash)
    .where("k.revokedAt", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

/** Records a key's use, and from where. */
export async function touchKey(
  db: Db,
  merchantId: string,
  { id, address }: { id: string; address: string | null },
): Promise<void> {
  await db
    .updateTable("apiKeys")
    .set({ lastUsedAt: writeTime, lastUsedFrom: address })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "staff");
}
