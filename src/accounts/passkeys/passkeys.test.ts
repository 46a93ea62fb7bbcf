import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { openDevice, type Lie } from "../../../test/support/device.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import { listAudit } from "../../audit/read-audit.ts";
import type { Context } from "../../context.ts";
import { newId } from "../../kit/ids.ts";
import { passwordHash } from "../../kit/password-hash.ts";
import { makeLink } from "../links.ts";
import { readOwnSecondStep, resetSecondStep, saveDemanded } from "../second-step/second-step.ts";
import { changePassword, confirmByPasskey, readSession, type SignedIn } from "../session.ts";
import { signIn, signInByLink, signInByPasskey } from "../sign-in.ts";
import { insertAccount, updateAccount } from "../store.ts";
import { askPasskey } from "./check-passkey.ts";
import { challengesAtOnce } from "./rules.ts";
import { addPasskey, beginPasskey, listPasskeys, removePasskey } from "./own-passkeys.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let ctx: Context;
beforeAll(async () => {
  house = await openTestContext();
  ctx = house.ctx;
});
afterAll(() => house.close());

const party = { id: "musubi.example", origin: "https://musubi.example" };
const address = "192.0.2.1";
const password = "a long enough word";
let hash: string;

/** A person with a password, signed in; `enter` signs in with it again. */
async function somebody({ hasPassword = true } = {}) {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  const accountId = newId();
  const email = `${accountId}@musubi.example`;
  hash ??= await passwordHash(password, { cost: 10 });
  const row = { merchantId, id: accountId, email, name: "花子", role: "owner" as const };
  await insertAccount(ctx.db, { ...row, passwordHash: hasPassword ? hash : null });
  const visit = { ip: address, device: undefined };
  const enter = (more: Partial<Parameters<typeof signIn>[1]> = {}) =>
    signIn(ctx, { email, password, ...visit, ...more });
  const link = async (more: object = {}) =>
    signInByLink(ctx, {
      token: (await makeLink(ctx.db, { merchantId, accountId })).split("#link=")[1] ?? "",
      ...visit,
      ...more,
    });
  const session = await readSession(ctx, (hasPassword ? await enter() : await link()).session);
  const events = async () =>
    (await listAudit(ctx, { merchantId, limit: 50, search: {} })).items.map(({ event }) => event);
  return { merchantId, accountId, email, enter, link, session, events };
}

const newDevice = () => openDevice({ rpId: party.id, origin: party.origin });
type Device = ReturnType<typeof newDevice>;

async function add(session: SignedIn, device: Device, lie: Lie = {}) {
  const asked = await beginPasskey(ctx, session, { party, address });
  return await addPasskey(ctx, session, { name: "電話", answer: device.make(asked, lie), party, address });
}

/** A person with a passkey. */
async function withPasskey(more: { hasPassword?: boolean } = {}) {
  const who = await somebody(more);
  const device = newDevice();
  const { id, recoveryCodes } = await add(who.session, device);
  return { ...who, device, passkeyId: id, codes: recoveryCodes ?? [] };
}

/** What a browser returns for a device that signs a challenge of its own. */
async function signedBy(device: Device, lie: Lie = {}, purpose: "signIn" | "confirm" = "signIn") {
  const asker = { browser: newId() };
  const asked = await askPasskey(ctx, { purpose, asker, party, address });
  return { answer: device.sign(asked, lie), party, asker, address };
}
type Signed = Awaited<ReturnType<typeof signedBy>>;

const enterBy = (passkey: Signed) => signInByPasskey(ctx, { passkey, ip: address, device: undefined });
const refused = { code: "passkey_refused" };

const flip = (
  at: (answer: { signature: Buffer; authenticatorData: Buffer; clientData: Buffer }) => [Buffer, number],
) => ({
  change: (answer: Parameters<NonNullable<Lie["change"]>>[0]) => {
    const [bytes, nth] = at(answer);
    bytes[nth] = (bytes[nth] ?? 0) ^ 1;
  },
});

describe("パスキー: added", () => {
  it.each<[string, Lie]>([
    ["a page of another site", { origin: "https://musubi.example.evil.example" }],
    ["another port of the host", { origin: "https://musubi.example:8443" }],
    ["another party", { rpId: "evil.example" }],
    ["a device that asked for no PIN or finger", { isVerified: false }],
    ["an answer to another question", { type: "webauthn.get" }],
    ["a challenge that nobody gave", { challenge: "bWFkZSB1cA" }],
  ])("not for %s", async (_, lie) => {
    const { session } = await somebody();
    await expect(add(session, newDevice(), lie)).rejects.toMatchObject({ code: "invalid" });
    expect(await listPasskeys(ctx, session)).toEqual([]);
    expect((await readOwnSecondStep(ctx, session)).isOn).toBe(false);
  });

  it("by the session that asked, once, within five minutes; and by one account alone", async () => {
    const { session, enter } = await somebody();
    const elsewhere = await readSession(ctx, (await enter()).session);
    const device = newDevice();
    const asked = await beginPasskey(ctx, session, { party, address });
    const answer = device.make(asked);
    const given = { name: "電話", answer, party, address };
    await expect(addPasskey(ctx, elsewhere, given)).rejects.toMatchObject({ code: "invalid" });
    expect((await addPasskey(ctx, session, given)).recoveryCodes).toHaveLength(10);
    await expect(addPasskey(ctx, session, given)).rejects.toMatchObject({ code: "invalid" });
    const late = await beginPasskey(ctx, session, { party, address });
    await house.database.pool.query("update passkey_challenges set at = at - interval '6 minutes'");
    await expect(
      addPasskey(ctx, session, { ...given, answer: newDevice().make(late) }),
    ).rejects.toMatchObject({ code: "invalid" });
    // A challenge for signing in adds nothing.
    const toSign = await askPasskey(ctx, { purpose: "signIn", asker: { session }, party, address });
    await expect(
      addPasskey(ctx, session, { ...given, answer: newDevice().make(toSign) }),
    ).rejects.toMatchObject({ code: "invalid" });
    // The same device for another person: it would sign in one of the two.
    const other = await somebody();
    await expect(add(other.session, device)).rejects.toMatchObject({ code: "invalid" });
    expect(await listPasskeys(ctx, session)).toMatchObject([{ name: "電話", usedAt: null }]);
    expect(JSON.stringify(asked)).not.toContain("secret");
  });

  it("the first brings recovery codes and signs the account out elsewhere; a second brings none", async () => {
    const who = await somebody();
    const elsewhere = (await who.enter()).session;
    const { recoveryCodes } = await add(who.session, newDevice());
    await expect(readSession(ctx, elsewhere)).rejects.toMatchObject({ code: "unauthorized" });
    expect((await add(who.session, newDevice())).recoveryCodes).toBeNull();
    await who.enter({ code: recoveryCodes?.[0] });
    await expect(who.enter({ code: recoveryCodes?.[0] })).rejects.toMatchObject({
      code: "second_step_wrong",
    });
    expect(await who.events()).toContain("passkeyAdded");
  });
});

describe("パスキー: signing in", () => {
  it("instead of a password, and the same answer never again", async () => {
    const { device, accountId, session, events } = await withPasskey();
    const passkey = await signedBy(device);
    const now = await readSession(ctx, (await enterBy(passkey)).session);
    expect(now.account.id).toBe(accountId);
    await expect(enterBy(passkey)).rejects.toMatchObject(refused);
    expect((await events()).slice(0, 2)).toEqual(["passkeyRefused", "signedIn"]);
    const [kept] = await listPasskeys(ctx, session);
    expect(kept?.usedAt).toBeInstanceOf(Date);
  });

  it.each<[string, Lie]>([
    ["from a page of another site", { origin: "https://evil.example" }],
    ["for another party", { rpId: "evil.example" }],
    ["without PIN or finger", { isVerified: false }],
    ["to a challenge that nobody gave", { challenge: "bWFkZSB1cA" }],
    ["to another question", { type: "webauthn.create" }],
    ["with another signature", flip(({ signature }) => [signature, signature.length - 1])],
    ["with another counter than was signed", flip(({ authenticatorData }) => [authenticatorData, 36])],
    [
      "with PIN or finger said afterwards",
      { isVerified: false, ...flip(({ authenticatorData }) => [authenticatorData, 32]) },
    ],
    ["with a counter that went back: a copy of the key", { counter: 1 }],
  ])("not %s; and it is noted", async (_, lie) => {
    const { device, events } = await withPasskey();
    await enterBy(await signedBy(device));
    await enterBy(await signedBy(device));
    await expect(enterBy(await signedBy(device, lie))).rejects.toMatchObject(refused);
    expect((await events())[0]).toBe("passkeyRefused");
  });

  it("in the browser that asked alone, and not by a challenge for another purpose", async () => {
    const { device } = await withPasskey();
    const passkey = await signedBy(device);
    await expect(enterBy({ ...passkey, asker: { browser: "" } })).rejects.toMatchObject(refused);
    await expect(enterBy({ ...passkey, asker: { browser: newId() } })).rejects.toMatchObject(refused);
    await enterBy(passkey);
    await expect(enterBy(await signedBy(device, {}, "confirm"))).rejects.toMatchObject(refused);
  });

  it("of two at once with one answer, one gets in", async () => {
    const { device } = await withPasskey();
    const passkey = await signedBy(device);
    const both = await Promise.allSettled([enterBy(passkey), enterBy(passkey)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("nobody by an unknown device, a removed passkey, or into a disabled account", async () => {
    await expect(enterBy(await signedBy(newDevice()))).rejects.toMatchObject(refused);
    const who = await withPasskey();
    await removePasskey(ctx, who.session, { id: who.passkeyId, address });
    await expect(enterBy(await signedBy(who.device))).rejects.toMatchObject(refused);
    const { device, merchantId, accountId } = await withPasskey();
    await updateAccount(ctx.db, merchantId, accountId, { disabledAt: new Date() });
    await expect(enterBy(await signedBy(device))).rejects.toMatchObject(refused);
  });

  it("an address leaves no more than so many challenges unanswered", async () => {
    const at = { purpose: "signIn" as const, asker: { browser: "b" }, party, address: "192.0.2.99" };
    for (let nth = 0; nth < challengesAtOnce; nth += 1) await askPasskey(ctx, at);
    await expect(askPasskey(ctx, at)).rejects.toMatchObject({ code: "too_many_attempts", retryAfter: 300 });
    await askPasskey(ctx, { ...at, address: "192.0.2.98" });
  });
});

describe("パスキー: as the second step", () => {
  it("is asked for after the password and by a link, of that account; a recovery code stands in", async () => {
    const who = await withPasskey();
    const other = await withPasskey();
    await expect(who.enter()).rejects.toMatchObject({ code: "second_step_needed" });
    await expect(who.link()).rejects.toMatchObject({ code: "second_step_needed" });
    // Another account's passkey, although it is a genuine one.
    await expect(who.enter({ passkey: await signedBy(other.device) })).rejects.toMatchObject(refused);
    // A right passkey and a wrong password.
    await expect(who.enter({ password: "wrong", passkey: await signedBy(who.device) })).rejects.toMatchObject(
      { code: "sign_in_failed" },
    );
    await who.enter({ passkey: await signedBy(who.device) });
    expect(
      (await readSession(ctx, (await who.link({ passkey: await signedBy(who.device) })).session)).byLink,
    ).toBe(true);
    await who.enter({ code: who.codes[0] });
  });

  it("is what an owner's demand asks for; then the last one stays, and so does the only way in", async () => {
    const who = await withPasskey();
    const { merchantId, accountId, session } = who;
    const by = { actor: "管理画面: 花子", address };
    await saveDemanded(ctx, { merchantId, accountId, secondStepDemanded: true, by });
    const now = await readSession(ctx, (await enterBy(await signedBy(who.device))).session);
    expect(now.mustSetSecondStep).toBe(false);
    await expect(removePasskey(ctx, session, { id: who.passkeyId, address })).rejects.toMatchObject({
      code: "second_step_demanded",
    });
    const alone = await withPasskey({ hasPassword: false });
    const inside = await readSession(ctx, (await enterBy(await signedBy(alone.device))).session);
    expect(inside).toMatchObject({ hasPassword: false, mustSetPassword: false });
    await expect(removePasskey(ctx, inside, { id: alone.passkeyId, address })).rejects.toMatchObject({
      code: "last_way_in",
    });
    await changePassword(ctx, inside, { password: "another long enough word" });
  });

  it("lost, it is taken away by an owner or the operator, with the codes; the password alone signs in again", async () => {
    const who = await withPasskey();
    await resetSecondStep(ctx, { merchantId: who.merchantId, id: who.accountId });
    await who.enter();
    await expect(enterBy(await signedBy(who.device))).rejects.toMatchObject(refused);
    expect((await who.events()).slice(0, 2)).toEqual(["signedIn", "secondStepReset"]);
  });

  it("confirms who is signed in, in that session and for that account alone", async () => {
    const who = await withPasskey();
    const other = await withPasskey();
    const ask = (session: SignedIn) =>
      askPasskey(ctx, { purpose: "confirm", asker: { session }, party, address });
    const late = async () => {
      await house.database.pool.query("update sessions set confirmed_at = confirmed_at - interval '1 hour'");
    };
    await late();
    const given = async (device: Device, session: SignedIn) => ({
      answer: device.sign(await ask(session)),
      party,
      address,
    });
    await expect(
      confirmByPasskey(ctx, who.session, await given(other.device, who.session)),
    ).rejects.toMatchObject(refused);
    await expect(
      confirmByPasskey(ctx, who.session, await given(who.device, other.session)),
    ).rejects.toMatchObject(refused);
    const { rows } = await house.database.pool.query(
      "select confirmed_at > now() - interval '15 minutes' as fresh from sessions where id = $1",
      [who.session.id],
    );
    expect(rows).toEqual([{ fresh: false }]);
    await confirmByPasskey(ctx, who.session, await given(who.device, who.session));
    const after = await house.database.pool.query(
      "select confirmed_at > now() - interval '15 minutes' as fresh from sessions where id = $1",
      [who.session.id],
    );
    expect(after.rows).toEqual([{ fresh: true }]);
  });
});
