import { byOperator, type By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { staffActor } from "../../facts/actors.ts";
import { transact } from "../../kit/database.ts";
import { AppError, invalid, notFound } from "../../kit/errors.ts";
import { unseal } from "../../kit/sealed.ts";
import { mailSpelling } from "../../kit/text/rules.ts";
import { seal } from "../../sealing/seal.ts";
import { deletePasskeys } from "../passkeys/store.ts";
import type { SignedIn } from "../session.ts";
import { accountsOfAddress, endSessions, readAccounts } from "../store.ts";
import { newSecret, stepOf, uriOf } from "./app-codes.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { readCode, secretPlace } from "./rules.ts";
import {
  dropApp,
  hasSecondStep,
  isDemanded,
  lockAccount,
  readSecondStep,
  switchOn,
  takeStep,
  writeDemanded,
  writeRecoveryCodes,
  writeSecret,
} from "./store.ts";

type With = Pick<Context, "db">;
type Of = { merchantId: string; accountId: string };

const ofSession = ({ merchant, account }: SignedIn): Of => ({
  merchantId: merchant.id,
  accountId: account.id,
});
const byOfSession = ({ account }: SignedIn, address: string): By => ({
  actor: staffActor(account.name),
  address,
});

/**
 * Says if the person has a second step, since when an app's code is required (null: it is not), and how many recovery codes are left.
 */
export async function readOwnSecondStep(ctx: With, session: SignedIn) {
  const of = ofSession(session);
  const { since, codesLeft } = await readSecondStep(ctx.db, of);
  return { isOn: await hasSecondStep(ctx.db, of), since, codesLeft };
}

/**
 * Makes a secret for an app, as text and as the content of a QR code. No code is required before a first one was
 * entered.
 */
export async function beginSecondStep(ctx: Pick<Context, "db" | "sealingKeys">, session: SignedIn) {
  const secret = newSecret();
  const of = ofSession(session);
  const isKept = await transact(ctx.db, async (tx) =>
    writeSecret(tx, of, await seal(tx, ctx, secretPlace(of), secret)),
  );
  if (!isKept) {
    throw new AppError("second_step_on", {
      ja: "2段階認証は、すでに有効です。",
      en: "The second step is on already.",
    });
  }
  return { secret, uri: uriOf(secret, { shop: session.merchant.name, email: session.account.email }) };
}

/**
 * Switches the app's codes on with a first code. With the first second step of an account it also returns recovery
 * codes, shown only this once (else null), and ends the account's other sessions. Throws a 422 for a wrong code.
 */
export async function finishSecondStep(
  ctx: Pick<Context, "db" | "sealingKeys" | "clock">,
  session: SignedIn,
  { code, address }: { code: string; address: string },
): Promise<string[] | null> {
  const of = ofSession(session);
  return await transact(ctx.db, async (tx) => {
    await lockAccount(tx, of);
    const { sealed, since } = await readSecondStep(tx, of);
    const read = readCode(code);
    const isNew = sealed !== null && since === null && read?.kind === "app";
    const step = isNew
      ? stepOf(unseal(ctx.sealingKeys, secretPlace(of), sealed), read.code, ctx.clock())
      : null;
    if (step === null || !(await takeStep(tx, of, step))) {
      throw invalid("code", {
        ja: "コードが正しくありません。アプリに表示されている6桁を入力してください。",
        en: "The code is wrong: enter the six digits that your app shows now.",
      });
    }
    const isFirst = !(await hasSecondStep(tx, of));
    await switchOn(tx, of);
    const by = byOfSession(session, address);
    await addAudit(tx, of.merchantId, { event: "secondStepOn", by, subject: session.account.name });
    if (!isFirst) return null;
    await endSessions(tx, of.merchantId, { accountId: of.accountId, but: session.id });
    return await newRecoveryCodes(tx, of);
  });
}

/** New recovery codes, shown only this once; the earlier ones become invalid. */
export async function renewRecoveryCodes(
  ctx: With,
  session: SignedIn,
  { address }: { address: string },
): Promise<string[]> {
  const of = ofSession(session);
  return await transact(ctx.db, async (tx) => {
    if (!(await hasSecondStep(tx, of))) throw unknown();
    const by = byOfSession(session, address);
    await addAudit(tx, of.merchantId, { event: "recoveryCodesMade", by, subject: session.account.name });
    return await newRecoveryCodes(tx, of);
  });
}

/**
 * Switches the app's codes off. Throws a 409 if the merchant requires a second step of everyone, and this was the last.
 */
export async function endSecondStep(
  ctx: With,
  session: SignedIn,
  { address }: { address: string },
): Promise<void> {
  const of = ofSession(session);
  await transact(ctx.db, async (tx) => {
    await lockAccount(tx, of);
    if (!(await dropApp(tx, of))) return;
    if (!(await hasSecondStep(tx, of))) {
      if (await isDemanded(tx, of.merchantId)) throw demanded();
      await writeRecoveryCodes(tx, of, []);
    }
    const by = byOfSession(session, address);
    await addAudit(tx, of.merchantId, { event: "secondStepOff", by, subject: session.account.name });
  });
}

/**
 * Removes the second step of a person who lost it, including passkeys: by an owner, or the operator. Throws a 404 if there is none.
 */
export async function resetSecondStep(
  ctx: With,
  { by = byOperator, merchantId, id: accountId }: { merchantId: string; id: string; by?: By },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const [account] = await readAccounts(tx, merchantId, accountId);
    if (account === undefined || !account.hasSecondStep) throw unknown();
    const of = { merchantId, accountId };
    await lockAccount(tx, of);
    await dropApp(tx, of);
    await deletePasskeys(tx, of);
    await writeRecoveryCodes(tx, of, []);
    await addAudit(tx, merchantId, { event: "secondStepReset", by, subject: account.name });
  });
}

/** Removes the second step of all accounts with this address; returns their merchants. For operators. */
export async function resetSecondStepsOf(ctx: With, email: string): Promise<{ merchant: string }[]> {
  const accounts = (await accountsOfAddress(ctx.db, mailSpelling(email))).filter(
    ({ hasSecondStep: has }) => has,
  );
  if (accounts.length === 0) throw unknown();
  for (const { merchantId, id } of accounts) await resetSecondStep(ctx, { merchantId, id });
  return accounts.map(({ number, merchantName }) => ({ merchant: `${number} ${merchantName}` }));
}

/** Says if everyone who signs in here needs a second step. */
export async function readDemanded(ctx: With, merchantId: string) {
  return { secondStepDemanded: await isDemanded(ctx.db, merchantId) };
}

/**
 * Requires a second step of everyone, or no longer. Throws a 409 if the person has none, because that would lock them
 * out.
 */
export async function saveDemanded(
  ctx: With,
  input: { merchantId: string; accountId: string | null; secondStepDemanded: boolean; by: By },
): Promise<void> {
  const { merchantId, accountId, secondStepDemanded, by } = input;
  await transact(ctx.db, async (tx) => {
    const hasOwn = accountId !== null && (await hasSecondStep(tx, { merchantId, accountId }));
    if (secondStepDemanded && !hasOwn) {
      throw new AppError("second_step_off", {
        ja: "先に、あなた自身の2段階認証を「アカウント」で有効にしてください。",
        en: "Switch your own second step on first, on the page “Account”.",
      });
    }
    const before = await isDemanded(tx, merchantId);
    if (before === secondStepDemanded) return;
    await writeDemanded(tx, merchantId, secondStepDemanded);
    const states = { before: { secondStepDemanded: before }, after: { secondStepDemanded } };
    await addAudit(tx, merchantId, { event: "signInSettingsSaved", by, ...states });
  });
}

const unknown = (): AppError => notFound({ ja: "2段階認証の設定", en: "second step" });
const demanded = (): AppError =>
  new AppError("second_step_demanded", {
    ja: "この店舗では、全員に2段階認証が必要です。無効にできません。",
    en: "This shop demands a second step of everybody: it can't be switched off.",
  });
