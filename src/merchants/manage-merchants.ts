import { byOperator } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { createKey } from "../accounts/keys/api-keys.ts";
import { insertAccount } from "../accounts/store.ts";
import { invalid, notFound } from "../kit/errors.ts";
import { isId, newId } from "../kit/ids.ts";
import { passwordHash, randomWordCost } from "../kit/password-hash.ts";
import { keyHash, randomWord } from "../kit/secrets.ts";
import type { Standing } from "../kit/tables.ts";
import { endStanding, findByNumber, insertMerchant, readMerchants } from "./store.ts";
import { folded, mailSpelling, stored } from "../kit/text/rules.ts";

type With = Pick<Context, "db">;

type NewMerchant = {
  name: string;
  standing?: Standing | undefined;
  /** The first owner's address; if it is missing, an address is made up that reveals nothing else about the merchant. */
  ownerEmail?: string | undefined;
};

/**
 * Creates a merchant with its first API key and its owner's sign-in. Key and password are shown only this once, because only their
 * hashes are stored. Throws 422 if the address is not valid.
 */
export async function createMerchant(ctx: With, input: NewMerchant) {
  const email =
    input.ownerEmail === undefined
      ? `owner-${keyHash(newId()).toString("hex").slice(0, 12)}@musubi.example`
      : mailSpelling(input.ownerEmail);
  if (email.length > 255 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw invalid("ownerEmail", {
      ja: "メールアドレスの形式が正しくありません。",
      en: `${email} is no email address.`,
    });
  }
  const id = newId();
  const name = stored(input.name);
  const password = randomWord(12);
  const hash = await passwordHash(password, { cost: randomWordCost });
  return await transact(ctx.db, async (tx) => {
    const standing = input.standing ?? "contract";
    const { number } = await insertMerchant(tx, { id, name, standing });
    const { id: apiKeyId, apiKey } = await createKey({ db: tx }, { merchantId: id, name: "first" });
    const owner = { name: "管理者", email, role: "owner" as const, passwordHash: hash };
    await insertAccount(tx, { merchantId: id, id: newId(), ...owner });
    const after = { name: owner.name, role: owner.role, email };
    await addAudit(tx, id, { event: "staffAdded", by: byOperator, subject: owner.name, after });
    return { id, number, name, standing, apiKeyId, apiKey, owner: { email, password } };
  });
}

/** All merchants, ordered by number. */
export async function listMerchants(ctx: With) {
  return await readMerchants(ctx.db);
}

/** Ends the merchant's contract: from now on nothing of it is synced (C5), and its people may only read, for 60 days. */
export async function endMerchant(ctx: With, id: string): Promise<void> {
  const unknown = () => notFound({ ja: "加盟店", en: "merchant" });
  if (!isId(id)) throw unknown();
  await transact(ctx.db, async (tx) => {
    const isEnded = await endStanding(tx, id);
    if (isEnded === null) throw unknown();
    if (isEnded) await addAudit(tx, id, { event: "merchantEnded", by: byOperator });
  });
}

/** The shop with this merchant number. Throws 404 if there is none, or if its contract has ended. */
export async function openShopOf(ctx: With, number: string) {
  const merchant = await findByNumber(ctx.db, folded(number));
  if (merchant === null || merchant.standing === "ended") throw notFound({ ja: "ショップ", en: "shop" });
  return merchant;
}
