import type { Context } from "../context.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { isId, newId } from "../kit/ids.ts";
import { keyHash, passwordHash, randomWord } from "../kit/secrets.ts";
import type { Standing } from "../kit/tables.ts";
import {
  findByKey,
  findByNumber,
  insertKey,
  insertMerchant,
  insertOwner,
  readMerchants,
  revokeKey,
  updateStanding,
} from "./store.ts";

type With = Pick<Context, "db">;

/** A new merchant with its first API key and its owner's sign-in. Key and password are shown this once: only hashes stay. */
export async function createMerchant(ctx: With, input: { name: string; standing?: Standing | undefined }) {
  const id = newId();
  const apiKey = `mk_${randomWord(32)}`;
  const password = randomWord(12);
  const hash = await passwordHash(password);
  return await ctx.db.transaction().execute(async (tx) => {
    const standing = input.standing ?? "contract";
    const { number } = await insertMerchant(tx, { id, name: input.name, standing });
    const email = `owner@${number}.example`;
    const keyId = newId();
    await insertKey(tx, { merchantId: id, id: keyId, name: "first", keyHash: keyHash(apiKey) });
    await insertOwner(tx, { merchantId: id, id: newId(), email, passwordHash: hash });
    return { id, number, name: input.name, standing, apiKeyId: keyId, apiKey, owner: { email, password } };
  });
}

/** Every merchant, in the order of their numbers. */
export async function listMerchants(ctx: With) {
  return await readMerchants(ctx.db);
}

/** Ends the merchant's contract: from now on nothing of it is synced (C5). */
export async function endMerchant(ctx: With, id: string): Promise<void> {
  if (!isId(id) || !(await updateStanding(ctx.db, id, "ended"))) {
    throw notFound({ ja: "加盟店", en: "merchant" });
  }
}

/** A further API key: shown this once. */
export async function createKey(ctx: With, input: { merchantId: string; name: string }) {
  const [merchant] = isId(input.merchantId) ? await readMerchants(ctx.db, input.merchantId) : [];
  if (merchant === undefined) throw notFound({ ja: "加盟店", en: "merchant" });
  const apiKey = `mk_${randomWord(32)}`;
  const id = newId();
  await insertKey(ctx.db, { merchantId: merchant.id, id, name: input.name, keyHash: keyHash(apiKey) });
  return { id, name: input.name, apiKey };
}

/** The key opens nothing from now on. */
export async function endKey(ctx: With, id: string): Promise<void> {
  if (!isId(id) || !(await revokeKey(ctx.db, id))) throw notFound({ ja: "APIキー", en: "API key" });
}

/** The merchant that an `Authorization: Bearer` header opens; 401 where it opens none. */
export async function authenticate(ctx: With, header: string | undefined) {
  const key = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const merchant = key === undefined ? null : await findByKey(ctx.db, keyHash(key));
  if (merchant !== null) return merchant;
  throw new AppError("unauthorized", {
    ja: "APIキーがないか、正しくありません。",
    en: "The API key is missing or wrong: send it as Authorization: Bearer <key>.",
  });
}

/** The shop of a merchant number; 404 where there is none, or its contract has ended. */
export async function openShopOf(ctx: With, number: string) {
  const merchant = await findByNumber(ctx.db, number);
  if (merchant === null || merchant.standing === "ended") throw notFound({ ja: "ショップ", en: "shop" });
  return merchant;
}
