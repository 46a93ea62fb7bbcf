import { byOperator, type By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { within } from "../../kit/database.ts";
import { AppError, notFound } from "../../kit/errors.ts";
import { isId, newId } from "../../kit/ids.ts";
import { pageOfIds, readIdCursor } from "../../kit/pages.ts";
import { keyHash, randomWord } from "../../kit/secrets.ts";
import { findByKey, insertKey, readKeys, revokeKey, touchKey } from "./store.ts";

type With = Pick<Context, "db">;

/** A further API key of a merchant that exists: shown this once. */
export async function createKey(ctx: With, input: { merchantId: string; name: string; by?: By }) {
  const apiKey = `mk_${randomWord(32)}`;
  const id = newId();
  const { merchantId, name, by = byOperator } = input;
  await within(ctx.db, async (tx) => {
    await insertKey(tx, { merchantId, id, name, keyHash: keyHash(apiKey) });
    await addAudit(tx, merchantId, { event: "keyCreated", by, subject: name });
  });
  return { id, name, apiKey };
}

/** The merchant's API keys, newest first, those that were revoked too. */
export async function listKeys(
  ctx: With,
  input: { merchantId: string; cursor?: string | undefined; limit: number },
) {
  const before = readIdCursor(input.cursor);
  const rows = await readKeys(ctx.db, input.merchantId, { before, limit: input.limit + 1 });
  return pageOfIds(rows, input.limit);
}

/** The key opens nothing from now on; with a merchant, only one of its own is found. */
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

/** The merchant that an `Authorization: Bearer` header opens, and the key's name; 401 where it opens none. */
export async function authenticate(ctx: With, header: string | undefined) {
  const key = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const found = key === undefined ? null : await findByKey(ctx.db, keyHash(key));
  if (found === null) {
    throw new AppError("unauthorized", {
      ja: "APIキーがないか、正しくありません。",
      en: "The API key is missing or wrong: send it as Authorization: Bearer <key>.",
    });
  }
  const { unseen, keyId, ...merchant } = found;
  if (unseen) await touchKey(ctx.db, merchant.id, keyId);
  return merchant;
}
