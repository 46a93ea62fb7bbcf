import { byOperator, type By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { within, type Db } from "../../kit/database.ts";
import { AppError, invalid, notFound } from "../../kit/errors.ts";
import { isId, newId } from "../../kit/ids.ts";
import { inBatches } from "../../kit/in-batches.ts";
import { databaseTime } from "../../kit/now.ts";
import { pageOfIds, readIdCursor } from "../../kit/pages.ts";
import { keyHash, randomWord } from "../../kit/secrets.ts";
import { permissionsOfScopes, type KeyScope } from "./rules.ts";
import { findByKey, insertKey, readKeys, revokeKey, touchKey } from "./store.ts";

type With = Pick<Context, "db">;

/**
 * Creates a further API key of an existing merchant; the key is shown only this once. It may do everything unless it is
 * limited to some scopes, until it is revoked or expires. Throws a 422 for an expiry in the past.
 */
export async function createKey(
  ctx: With,
  input: {
    merchantId: string;
    name: string;
    scopes?: KeyScope[] | undefined;
    expiresAt?: Date | undefined;
    by?: By;
  },
) {
  const apiKey = `mk_${randomWord(32)}`;
  const id = newId();
  const { merchantId, name, scopes = ["everything"], expiresAt = null, by = byOperator } = input;
  if (expiresAt !== null && expiresAt <= (await databaseTime(ctx.db))) {
    throw invalid("expiresOn", {
      ja: "有効期限には、今日以降の日付を指定してください。",
      en: "The key would be over already: choose a day that is still to come.",
    });
  }
  await within(ctx.db, async (tx) => {
    await insertKey(tx, { merchantId, id, name, keyHash: keyHash(apiKey), scopes, expiresAt });
    const after = { scopes, ...(expiresAt === null ? {} : { expiresAt }) };
    await addAudit(tx, merchantId, { event: "keyCreated", by, subject: name, after });
  });
  return { id, name, apiKey };
}

/** The merchant's API keys, newest first, including revoked ones. */
export async function listKeys(
  ctx: With,
  input: { merchantId: string; cursor?: string | undefined; limit: number },
) {
  const before = readIdCursor(input.cursor);
  const rows = await readKeys(ctx.db, input.merchantId, { before, limit: input.limit + 1 });
  return pageOfIds(rows, input.limit);
}

/** Revokes the key; if a merchant is given, only one of its own keys is found. */
export async function endKey(
  ctx: With,
  { by = byOperator, ...key }: { id: string; merchantId?: string; by?: By },
): Promise<void> {
  const isEnded =
    isId(key.id) &&
    (await within(ctx.db, async (tx) => {
      const ended = await revokeKey(tx, key);
      if (ended === null) return false;
      await addAudit(tx, ended.merchantId, { event: "keyRevoked", by, subject: ended.name });
      return true;
    }));
  if (!isEnded) throw notFound({ ja: "APIキー", en: "API key" });
}

/**
 * One query serves all requests with the same key that came before it started; the first of them records the key's use.
 */
const findAtOnce = inBatches<Db, Buffer, Awaited<ReturnType<typeof findByKey>>>(
  async (db, _, [hash, ...others]) => {
    const found = hash === undefined ? null : await findByKey(db, hash);
    const again = found === null ? null : { ...found, unseen: false };
    return [found, ...others.map(() => again)].map((value) => ({ status: "fulfilled", value }));
  },
  { most: 1_000 },
);

/**
 * The merchant of an `Authorization: Bearer` header, the key's name, and what it may do. Throws a 401 if the key is not
 * valid.
 */
export async function authenticate(ctx: With, header: string | undefined, address: string | null = null) {
  const key = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const hash = key === undefined ? null : keyHash(key);
  const found = hash === null ? null : await findAtOnce(ctx.db, hash.toString("base64"), hash);
  if (found === null) {
    throw new AppError("unauthorized", {
      ja: "APIキーがないか、正しくありません。",
      en: "The API key is missing or wrong: send it as Authorization: Bearer <key>.",
    });
  }
  const { unseen, keyId, isExpired, scopes, ...merchant } = found;
  if (isExpired) {
    throw new AppError("unauthorized", {
      ja: "このAPIキーは有効期限が切れています。",
      en: "This API key has expired.",
    });
  }
  if (unseen) await touchKey(ctx.db, merchant.id, { id: keyId, address });
  return { ...merchant, may: permissionsOfScopes(scopes) };
}
