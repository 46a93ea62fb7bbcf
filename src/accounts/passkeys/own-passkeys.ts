import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import { addAudit } from "../../audit/store.ts";
import type { By } from "../../audit/rules.ts";
import type { Context } from "../../context.ts";
import { staffActor } from "../../facts/actors.ts";
import { violates } from "../../kit/constraints.ts";
import { transact } from "../../kit/database.ts";
import { AppError, invalid, notFound } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { hasSecondStep, isDemanded, lockAccount, writeRecoveryCodes } from "../second-step/store.ts";
import { newRecoveryCodes } from "../second-step/recovery-codes.ts";
import type { SignedIn } from "../session.ts";
import { endSessions } from "../store.ts";
import { newChallenge, useChallenge } from "./challenge.ts";
import { passkeysAtMost, type Party } from "./rules.ts";
import { deletePasskeys, insertPasskey, readPasskeys } from "./store.ts";

type With = Pick<Context, "db">;

const ofSession = ({ merchant, account }: SignedIn) => ({ merchantId: merchant.id, accountId: account.id });
const byOfSession = ({ account }: SignedIn, address: string): By => ({
  actor: staffActor(account.name),
  address,
});

/** The signed-in person's passkeys, oldest first. */
export async function listPasskeys(ctx: With, session: SignedIn) {
  const rows = await readPasskeys(ctx.db, ofSession(session));
  return rows.map(({ id, name, createdAt, usedAt }) => ({ id, name, createdAt, usedAt }));
}

/**
 * What a browser needs to make a passkey for the signed-in person: one that identifies them by itself, and asks for PIN
 * or finger.
 */
export async function beginPasskey(
  ctx: With,
  session: SignedIn,
  { party, address }: { party: Party; address: string },
) {
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const { account, merchant } = session;
  const own = await readPasskeys(ctx.db, ofSession(session));
  if (own.length >= passkeysAtMost) {
    throw new AppError("passkeys_full", {
      ja: `パスキーは${passkeysAtMost}個までです。使っていないものを削除してください。`,
      en: `There may be ${passkeysAtMost} passkeys: remove one that you don't use.`,
    });
  }
  const challenge = await newChallenge(ctx, { purpose: "add", asker: { session }, address });
  return await generateRegistrationOptions({
    rpName: "結び",
    rpID: party.id,
    // Its bytes reveal nothing about the person.
    userID: new Uint8Array(Buffer.from(account.id)),
    userName: `${account.email} (${merchant.name})`,
    userDisplayName: account.name,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    attestationType: "none",
    excludeCredentials: own.map(({ credentialId: id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/**
 * Adds the passkey that a device made. With the first second step of an account it also returns recovery codes, shown
 * only this once (else null), and ends the account's other sessions. Throws a 422 if the answer is not to a challenge
 * of this session, or is not valid.
 */
export async function addPasskey(
  ctx: With,
  session: SignedIn,
  input: { name: string; answer: RegistrationResponseJSON; party: Party; address: string },
): Promise<{ id: string; recoveryCodes: string[] | null }> {
  const { name, answer, party, address } = input;
  const clientData = answer.response.clientDataJSON;
  const challenge = await useChallenge(ctx, { purpose: "add", asker: { session }, clientData });
  const made = challenge === null ? null : await credentialOf({ answer, party, challenge });
  if (made === null) throw notMade();
  const of = ofSession(session);
  const id = newId();
  const row = { ...of, id, name, credentialId: made.id, publicKey: Buffer.from(made.publicKey) };
  try {
    return await transact(ctx.db, async (tx) => {
      await lockAccount(tx, of);
      const isFirst = !(await hasSecondStep(tx, of));
      await insertPasskey(tx, { ...row, counter: made.counter });
      const by = byOfSession(session, address);
      await addAudit(tx, of.merchantId, {
        event: "passkeyAdded",
        by,
        subject: session.account.name,
        after: { name },
      });
      if (!isFirst) return { id, recoveryCodes: null };
      await endSessions(tx, of.merchantId, { accountId: of.accountId, but: session.id });
      return { id, recoveryCodes: await newRecoveryCodes(tx, of) };
    });
  } catch (error) {
    if (violates(error, "passkeys_credential_id_key")) throw notMade();
    throw error;
  }
}

/** The credential of a valid answer; null if the answer is not valid. */
async function credentialOf({
  answer,
  party,
  challenge,
}: {
  answer: RegistrationResponseJSON;
  party: Party;
  challenge: string;
}) {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    // The library throws for any invented content of an answer.
    return null;
  }
}

/**
 * Removes one of the person's own passkeys; with the last second step the recovery codes go too. Throws a 409 if
 * everyone here needs a second step.
 */
export async function removePasskey(
  ctx: With,
  session: SignedIn,
  { id, address }: { id: string; address: string },
): Promise<void> {
  const of = ofSession(session);
  await transact(ctx.db, async (tx) => {
    await lockAccount(tx, of);
    const [name] = await deletePasskeys(tx, of, id);
    if (name === undefined) throw notFound({ ja: "パスキー", en: "passkey" });
    if (!session.hasPassword && (await readPasskeys(tx, of)).length === 0) {
      throw new AppError("last_way_in", {
        ja: "このアカウントにはパスワードがありません。先にパスワードを設定してから削除してください。",
        en: "This account has no password: choose one first.",
      });
    }
    if (!(await hasSecondStep(tx, of))) {
      if (await isDemanded(tx, of.merchantId)) {
        throw new AppError("second_step_demanded", {
          ja: "この店舗では、全員に2段階認証が必要です。ほかのパスキーか認証アプリを設定してから削除してください。",
          en: "This shop demands a second step of everybody: set up another passkey or an app first.",
        });
      }
      await writeRecoveryCodes(tx, of, []);
    }
    const by = byOfSession(session, address);
    await addAudit(tx, of.merchantId, {
      event: "passkeyRemoved",
      by,
      subject: session.account.name,
      before: { name },
    });
  });
}

const notMade = (): AppError =>
  invalid("passkey", {
    ja: "パスキーを登録できませんでした。もう一度お試しください。",
    en: "The passkey could not be added. Try again.",
  });
