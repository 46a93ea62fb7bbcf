import { byOperator, byPractice } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { transact, type Db } from "../kit/database.ts";
import { keyHash, randomWord } from "../kit/secrets.ts";
import { linkSeconds } from "./rules.ts";
import { insertLink } from "./links/store.ts";
import { accountsOfAddress, readAccounts } from "./store.ts";
import { mailSpelling } from "../kit/text/rules.ts";

/**
 * Makes a link that signs an account in once, within seven days, unless a newer one is made. Returns a path of this
 * server. The token is after the `#`, so that no server log and no chat preview that fetches addresses can see or use
 * it.
 */
export async function makeLink(db: Db, at: { merchantId: string; accountId: string }): Promise<string> {
  const token = randomWord(32);
  await insertLink(db, { ...at, id: newId(), tokenHash: keyHash(token), seconds: linkSeconds });
  return `/console/sign-in#link=${token}`;
}

/** A link for each account with this address, one per merchant. Throws a 404 if there is none. For operators. */
export async function makeLinksFor(
  ctx: Pick<Context, "db">,
  email: string,
): Promise<{ merchant: string; signInLink: string }[]> {
  const accounts = await accountsOfAddress(ctx.db, mailSpelling(email));
  if (accounts.length === 0) throw notFound({ ja: "スタッフアカウント", en: "staff account" });
  const links = [];
  for (const { merchantId, id: accountId, name, number, merchantName } of accounts) {
    const signInLink = await transact(ctx.db, async (tx) => {
      await addAudit(tx, merchantId, { event: "signInLinkMade", by: byOperator, subject: name });
      return await makeLink(tx, { merchantId, accountId });
    });
    links.push({ merchant: `${number} ${merchantName}`, signInLink });
  }
  return links;
}

/** A link for the merchant's first owner; the practice mode uses it to let people in. */
export async function makeOwnerLink(ctx: Pick<Context, "db">, merchantId: string): Promise<string> {
  const accounts = await readAccounts(ctx.db, merchantId);
  const owner = accounts.find(({ role, disabled }) => role === "owner" && !disabled);
  if (owner === undefined) throw notFound({ ja: "加盟店-管理者", en: "owner" });
  return await transact(ctx.db, async (tx) => {
    await addAudit(tx, merchantId, { event: "signInLinkMade", by: byPractice, subject: owner.name });
    return await makeLink(tx, { merchantId, accountId: owner.id });
  });
}
