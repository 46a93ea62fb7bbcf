import { addAudit } from "../../audit/store.ts";
import { staffActor } from "../../facts/actors.ts";
import { readSession, type SignedIn } from "../../accounts/session.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { AppError, notFound } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { unseal } from "../../kit/sealed.ts";
import { keyHash } from "../../kit/secrets.ts";
import { seal } from "../../sealing/seal.ts";
import { newSignIn } from "../../smaregi/sign-in.ts";
import { noteProofAttempt } from "./attempts.ts";
import { proofLimit } from "./rules.ts";
import { putProof, takeSignIn } from "./store.ts";

/** The page that a sign-in comes back to; null: the connection's page. */
export type BackTo = "start" | null;

/** The result of a sign-in; the console's page says it in words. */
export type SignInEnd = (
  | { end: "proven"; contractId: string }
  | { end: "denied" | "notOwner" | "stale" | "mayNot" | "refused" | "unreachable" }
) & { backTo?: BackTo };

/** Returns the operator's app, if it is set together with an address to come back to. Without both no one can sign in at Smaregi. */
const appOf = ({ settings: { clientId, clientSecret } }: Pick<Context, "settings">) =>
  clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };

/** True if スマレジでログイン can be offered: it needs the operator's app. */
export const offersSignIn = (ctx: Pick<Context, "settings">): boolean => appOf(ctx) !== null;

/**
 * Begins スマレジでログイン for an owner of the merchant and returns the address of Smaregi's page. State and verifier are kept for ten
 * minutes, for one use in this session. `redirectUri`: the address that the browser comes back to; `backTo`: the page that is shown
 * then. Throws 403 for other people, 404 if the operator has no app.
 */
export async function beginSignIn(
  ctx: Context,
  session: SignedIn,
  { redirectUri, backTo = null }: { redirectUri: string; backTo?: BackTo },
): Promise<string> {
  if (!mayProve(session)) {
    throw new AppError("forbidden", {
      ja: "スマレジの契約を確認できるのは、加盟店-管理者です。",
      en: "Only an owner of the merchant can prove a contract of Smaregi's.",
    });
  }
  const app = appOf(ctx);
  if (app === null) throw notFound({ ja: "運営者のスマレジアプリ", en: "Smaregi app of the operator" });
  const { state, verifier } = newSignIn();
  const row = { merchantId: session.merchant.id, id: newId() };
  await noteProofAttempt(ctx, {
    ...row,
    way: "signIn",
    sessionId: session.id,
    stateHash: keyHash(state),
    verifierSealed: await seal(ctx.db, ctx, { ...row, column: "proof_attempts.verifier_sealed" }, verifier),
    redirectUri,
    backTo,
  });
  return await ctx.smaregi.signInUrl({ clientId: app.clientId, redirectUri, state, verifier });
}

/**
 * P8: takes what came back from Smaregi's page. The contract is the one that Smaregi names, and only its owner proves it. The attempt
 * is used up first: it works once, and only in the session that began it. `token`: the session's; it is checked again after the
 * calls, because a role may end meanwhile.
 */
export async function finishSignIn(
  ctx: Context,
  token: string,
  answer: URLSearchParams,
  address: string | null = null,
): Promise<SignInEnd> {
  const session = await readSession(ctx, token);
  const app = appOf(ctx);
  const state = answer.get("state");
  if (app === null || state === null) return { end: "stale" };
  const merchantId = session.merchant.id;
  const attempt = await takeSignIn(ctx.db, {
    merchantId,
    sessionId: session.id,
    stateHash: keyHash(state),
    seconds: proofLimit.minutes * 60,
  });
  if (attempt === null) return { end: "stale" };
  const place = { column: "proof_attempts.verifier_sealed", merchantId, id: attempt.id } as const;
  const verifier = unseal(ctx.sealingKeys, place, attempt.verifierSealed);
  const { redirectUri } = attempt;
  const to = attempt.backTo === null ? {} : { backTo: attempt.backTo };
  const read = await ctx.smaregi.readSignIn({ ...app, redirectUri, answer, state, verifier });
  switch (read.kind) {
    case "denied":
      return { end: "denied", ...to };
    case "invalid":
    case "refused":
      ctx.log.warn({ merchantId, reason: read.reason }, "a sign-in at Smaregi was refused");
      return { end: "refused", ...to };
    case "unclear":
      ctx.log.warn({ merchantId, reason: read.reason }, "a sign-in at Smaregi got no answer");
      return { end: "unreachable", ...to };
    case "signedIn":
      break;
    default:
      return read satisfies never;
  }
  if (!read.isOwner) return { end: "notOwner", ...to };
  const { contractId, user } = read;
  return await transact(ctx.db, async (tx): Promise<SignInEnd> => {
    const now = await readSession({ db: tx }, token);
    if (!mayProve(now)) return { end: "mayNot", ...to };
    const provenBy = staffActor(now.account.name);
    await putProof(tx, { merchantId, contractId, way: "signIn", provenBy, smaregiUser: user });
    const by = { actor: provenBy, address };
    const after = { way: "signIn" };
    await addAudit(tx, merchantId, { event: "contractProven", by, subject: contractId, after });
    return { end: "proven", contractId, ...to };
  });
}

/** Only owners may, and none of a merchant whose contract with us has ended (C5). */
const mayProve = ({ may, merchant }: SignedIn): boolean =>
  may.includes("settings.edit") && merchant.standing !== "ended";
