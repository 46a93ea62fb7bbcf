import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import { listAudit } from "../../audit/read-audit.ts";
import type { Context } from "../../context.ts";
import { newId } from "../../kit/ids.ts";
import { passwordHash } from "../../kit/password-hash.ts";
import { makeLink } from "../links.ts";
import { readSession, type SignedIn } from "../session.ts";
import { signIn, signInByLink } from "../sign-in.ts";
import { insertAccount, readAccounts } from "../store.ts";
import {
  beginSecondStep,
  endSecondStep,
  finishSecondStep,
  readOwnSecondStep,
  renewRecoveryCodes,
  resetSecondStepsOf,
  saveDemanded,
} from "./second-step.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let ctx: Context;
let now = Date.parse("2026-11-26T03:00:00Z");
const later = (seconds: number) => (now += seconds * 1000);
beforeAll(async () => {
  house = await openTestContext();
  ctx = { ...house.ctx, clock: () => new Date(now) };
});
afterAll(() => house.close());

const password = "a long enough word";
const address = "192.0.2.1";
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });

/** A person with a password, signed in. */
async function somebody() {
  const merchant = await addMerchant(ctx, "結び商店");
  const accountId = newId();
  const email = `${accountId}@musubi.example`;
  const hash = await passwordHash(password, { cost: 10 });
  const row = { merchantId: merchant.id, id: accountId, email, name: "花子", role: "owner" as const };
  await insertAccount(ctx.db, { ...row, passwordHash: hash });
  const enter = (code?: string, word = password) =>
    signIn(ctx, { email, password: word, ip: address, device: undefined, code });
  const session = await readSession(ctx, (await enter()).session);
  return { merchantId: merchant.id, accountId, email, enter, session };
}

/** A person with the second step on, and its codes. */
async function withStep() {
  const who = await somebody();
  const { secret } = await beginSecondStep(ctx, who.session);
  const codes = await finishSecondStep(ctx, who.session, { code: codeOf(secret), address });
  later(30);
  return { ...who, secret, codes: codes ?? [] };
}

const events = async (merchantId: string) =>
  (await listAudit(ctx, { merchantId, limit: 100, search: {} })).items.map(({ event }) => event);

describe("a second step", () => {
  it("begins with a right code of the app; till then nothing asks for one", async () => {
    const { session, enter, merchantId } = await somebody();
    const { secret, uri } = await beginSecondStep(ctx, session);
    expect(new URL(uri).searchParams.get("secret")).toBe(secret);
    const finish = (code: string) => finishSecondStep(ctx, session, { code, address });
    for (const wrong of ["000000", "", "abcdef", codeOf(new Secret().base32)])
      await expect(finish(wrong)).rejects.toMatchObject({ code: "invalid" });
    await enter();
    const codes = await finish(codeOf(secret));
    expect(new Set(codes).size).toBe(10);
    expect(await readOwnSecondStep(ctx, session)).toMatchObject({ codesLeft: 10, since: expect.any(Date) });
    // The other sessions have ended.
    const { rows } = await house.database.pool.query("select from sessions where merchant_id = $1", [
      merchantId,
    ]);
    expect(rows).toHaveLength(1);
    await expect(finish(codeOf(secret))).rejects.toMatchObject({ code: "invalid" });
    await expect(beginSecondStep(ctx, session)).rejects.toMatchObject({ code: "second_step_on" });
    expect(await events(merchantId)).toContain("secondStepOn");
  });

  it("is asked for after the password and by a link, which is used up only with it", async () => {
    const { enter, merchantId, secret } = await withStep();
    await expect(enter()).rejects.toMatchObject({ code: "second_step_needed" });
    await expect(enter(codeOf(secret), "a wrong long word")).rejects.toMatchObject({
      code: "sign_in_failed",
    });
    await enter(codeOf(secret));
    later(30);
    const owner = await linkOf(merchantId);
    const press = (code?: string) => signInByLink(ctx, { token: owner, device: undefined, code });
    await expect(press()).rejects.toMatchObject({ code: "second_step_needed" });
    await expect(press("000000")).rejects.toMatchObject({ code: "second_step_wrong" });
    await press(codeOf(secret));
    await expect(press(codeOf(secret))).rejects.toMatchObject({ code: "link_used" });
  });

  it("a code is good once, for half a minute before and after its own, also for two at once", async () => {
    const { enter, secret } = await withStep();
    const code = codeOf(secret);
    const both = await Promise.allSettled([enter(code), enter(code)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    later(30);
    await expect(enter(code)).rejects.toMatchObject({ code: "second_step_wrong" });
    const next = codeOf(secret);
    later(30);
    await enter(next);
    const old = codeOf(secret);
    later(90);
    await expect(enter(old)).rejects.toMatchObject({ code: "second_step_wrong" });
  });

  it("ten wrong codes close it for a while, for those alone who have the password; each is noted", async () => {
    const { enter, merchantId, secret } = await withStep();
    for (let nth = 0; nth < 10; nth += 1)
      await expect(enter("000000")).rejects.toMatchObject({ code: "second_step_wrong" });
    await expect(enter(codeOf(secret))).rejects.toMatchObject({ code: "too_many_attempts" });
    const noted = await events(merchantId);
    expect(noted.filter((event) => event === "secondStepRefused")).toHaveLength(10);
    expect(noted.filter((event) => event === "lockedOut")).toHaveLength(1);
  });
});

describe("a lost phone", () => {
  it("a recovery code signs in once each; new ones end the earlier ones", async () => {
    const { enter, codes, session, secret } = await withStep();
    const [first = "", second = "", third = ""] = codes;
    const both = await Promise.allSettled([enter(first), enter(first.toUpperCase().replaceAll("-", " "))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await enter(second);
    expect((await readOwnSecondStep(ctx, session)).codesLeft).toBe(8);
    const [fresh = ""] = await renewRecoveryCodes(ctx, session, { address });
    await expect(enter(third)).rejects.toMatchObject({ code: "second_step_wrong" });
    await enter(fresh);
    await enter(codeOf(secret));
  });

  it("the operator takes it away by the address; then the password is enough, and it can be set up anew", async () => {
    const { enter, email, session, merchantId } = await withStep();
    expect(await resetSecondStepsOf(ctx, email.toUpperCase())).toHaveLength(1);
    await enter();
    await expect(resetSecondStepsOf(ctx, email)).rejects.toMatchObject({ code: "not_found" });
    expect((await listAudit(ctx, { merchantId, limit: 9, search: {} })).items).toContainEqual(
      expect.objectContaining({ event: "secondStepReset", actor: "運営者", subject: "花子" }),
    );
    await beginSecondStep(ctx, session);
  });
});

describe("demanded of everybody", () => {
  it("by an owner who has one; who has none may do nothing else, and nobody switches theirs off", async () => {
    const none = await somebody();
    const by = { actor: "管理画面: 花子", address };
    const demand = (who: { merchantId: string; accountId: string }, secondStepDemanded: boolean) =>
      saveDemanded(ctx, { ...who, secondStepDemanded, by });
    const of = ({ merchantId, accountId }: typeof none) => ({ merchantId, accountId });
    await expect(demand(of(none), true)).rejects.toMatchObject({ code: "second_step_off" });
    const has = await withStep();
    await demand(of(has), true);
    const again = async (token: string): Promise<SignedIn> => await readSession(ctx, token);
    expect((await again((await has.enter(codeOf(has.secret))).session)).mustSetSecondStep).toBe(false);
    await expect(endSecondStep(ctx, has.session, { address })).rejects.toMatchObject({
      code: "second_step_demanded",
    });
    const token = await linkOf(has.merchantId, "管理者");
    const other = (await signInByLink(ctx, { token, device: undefined })).session;
    expect((await again(other)).mustSetSecondStep).toBe(true);
    await demand(of(has), false);
    expect((await again(other)).mustSetSecondStep).toBe(false);
    await endSecondStep(ctx, has.session, { address });
    await has.enter();
    expect(await events(has.merchantId)).toEqual(
      expect.arrayContaining(["signInSettingsSaved", "secondStepOff"]),
    );
  });
});

/** The token of a link for the merchant's account with this name, as an owner makes it. */
async function linkOf(merchantId: string, name = "花子"): Promise<string> {
  const account = (await readAccounts(ctx.db, merchantId)).find((each) => each.name === name);
  if (account === undefined) throw new Error(`There is no ${name}.`);
  return (await makeLink(ctx.db, { merchantId, accountId: account.id })).split("#link=")[1] ?? "";
}
