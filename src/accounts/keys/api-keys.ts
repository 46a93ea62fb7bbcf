import type { Context } from "../../context.ts";
import { AppError, notFound } from "../../kit/errors.ts";
import { isId, newId } from "../../kit/ids.ts";
import { pageOfIds, readIdCursor } from "../../kit/pages.ts";
import { keyHash, randomWord } from "../../kit/secrets.ts";
import { findByKey, insertKey, readKeys, revokeKey, touchKey } from "./store.ts";

type With = Pick<Context, "db">;

/** A further API key of a merchant that exists: shown this once. */
export async function createKey(ctx: With, input: { merchantId: string; name: string }) {
  const apiKey = `mk_${randomWord(32)}`;
  const id = newId();
  const { merchantId, name } = input;
  await insertKey(ctx.db, { merchantId, id, name, keyHash: keyHash(apiKey) });
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
export async function endKey(ctx: With, key: { id: string; merchantId?: string }): Promise<void> {
  if (!isId(key.id) || !(await revokeKey(ctx.db, key))) throw notFound({ ja: "APIキー", en: "API key" });
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
