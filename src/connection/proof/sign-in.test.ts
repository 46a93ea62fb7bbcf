import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { makeOwnerLink } from "../../accounts/links.ts";
import { readSession } from "../../accounts/session.ts";
import { signInByLink } from "../../accounts/sign-in.ts";
import { addStaff } from "../../accounts/staff.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { saveConnection } from "../save-connection.ts";
import { proofLimit } from "./rules.ts";
import { beginSignIn, finishSignIn } from "./sign-in.ts";
import { listProofs } from "./vouch.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

const redirectUri = "http://127.0.0.1:9/console/api/smaregi/callback";
const tokenOf = async (link: string) =>
  (await signInByLink(house.ctx, { token: link.split("#link=")[1] ?? "", device: undefined })).session;

/** Presses a button on Smaregi's page; returns what the browser brings back. */
async function press(url: string, button: string, contract: string): Promise<URLSearchParams> {
  const body = new URLSearchParams({ press: button, contract });
  const response = await fetch(url, { method: "POST", body, redirect: "manual" });
  return new URL(response.headers.get("location") ?? "").searchParams;
}

/** The browser of a person who is signed in to the console. */
function browserOf(merchantId: string, token: string) {
  const { ctx } = house;
  const begin = async () => await beginSignIn(ctx, await readSession(ctx, token), { redirectUri });
  return {
    merchantId,
    token,
    begin,
    finish: (answer: URLSearchParams) => finishSignIn(ctx, token, answer),
    /** Goes to Smaregi's page, presses the button and comes back. */
    signIn: async (button: string, contract: string) =>
      finishSignIn(ctx, token, await press(await begin(), button, contract)),
    proofs: async () => (await listProofs(ctx, merchantId)).map(({ contractId, way }) => [contractId, way]),
    connect: (contractId: string) =>
      saveConnection(ctx, {
        merchantId,
        actor: "test",
        connection: { contractId, storeId: "1", terminalId: "9" },
      }),
  };
}

async function newOwner() {
  const { id } = await createMerchant(house.ctx, { name: "新しい店" });
  return browserOf(id, await tokenOf(await makeOwnerLink(house.ctx, id)));
}

/** A contract of some shop, with the operator's app in use. */
async function newContract(): Promise<string> {
  return `sb_${(await house.openShop()).merchantId}`;
}

describe("P8: スマレジでログイン", () => {
  it("P8: the contract's owner proves the contract that Smaregi names, and may connect it", async () => {
    const contract = await newContract();
    const owner = await newOwner();
    await expect(owner.connect(contract)).rejects.toMatchObject({ code: "contract_unproven" });
    expect(await owner.signIn("owner", contract)).toEqual({ end: "proven", contractId: contract });
    expect(await owner.proofs()).toEqual([[contract, "signIn"]]);
    await owner.connect(contract);
    // The person gets not the contract that they wanted, but the one that they belong to.
    const wanted = await newContract();
    expect(await owner.signIn("wrongContract", wanted)).toEqual({
      end: "proven",
      contractId: `${wanted}_another`,
    });
    await expect(owner.connect(wanted)).rejects.toMatchObject({ code: "contract_unproven" });
  });

  it("P8: an employee of the contract proves nothing; nor does somebody who refuses", async () => {
    const contract = await newContract();
    const owner = await newOwner();
    expect(await owner.signIn("clerk", contract)).toEqual({ end: "notOwner" });
    expect(await owner.signIn("refuse", contract)).toEqual({ end: "denied" });
    expect(await owner.proofs()).toEqual([]);
  });

  it("P8: a state is good once: replayed, or with another code, it opens nothing", async () => {
    const contract = await newContract();
    const owner = await newOwner();
    const url = await owner.begin();
    const answer = await press(url, "owner", contract);
    const both = await Promise.all([owner.finish(answer), owner.finish(answer)]);
    expect(both.map(({ end }) => end).toSorted()).toEqual(["proven", "stale"]);
    expect(await owner.finish(answer)).toEqual({ end: "stale" });
    expect(await owner.finish(await press(url, "owner", await newContract()))).toEqual({ end: "stale" });
    // A refusal uses it up as well.
    const second = await owner.begin();
    expect(await owner.finish(await press(second, "refuse", contract))).toEqual({ end: "denied" });
    expect(await owner.finish(await press(second, "owner", contract))).toEqual({ end: "stale" });
    expect(await owner.proofs()).toHaveLength(1);
  });

  it("P8: another session's state opens nothing, of the same person's other browser, too, and is not used up", async () => {
    const contract = await newContract();
    const [owner, stranger] = [await newOwner(), await newOwner()];
    const { merchantId } = owner;
    const otherBrowser = browserOf(merchantId, await tokenOf(await makeOwnerLink(house.ctx, merchantId)));
    // The stranger lured the victim to this page. The victim's browser brings the answer back.
    const lured = await press(await stranger.begin(), "owner", contract);
    expect(await owner.finish(lured)).toEqual({ end: "stale" });
    const answer = await press(await owner.begin(), "owner", contract);
    expect(await stranger.finish(answer)).toEqual({ end: "stale" });
    expect(await otherBrowser.finish(answer)).toEqual({ end: "stale" });
    expect(await owner.finish(answer)).toMatchObject({ end: "proven" });
    expect(await stranger.proofs()).toEqual([]);
    expect(await owner.finish(new URLSearchParams({ code: "x", state: "made up" }))).toEqual({
      end: "stale",
    });
    expect(await owner.finish(new URLSearchParams({ code: "x" }))).toEqual({ end: "stale" });
  });

  it("P8: a code that leaked, was used or is too old opens nothing in another attempt", async () => {
    const contract = await newContract();
    const [owner, thief] = [await newOwner(), await newOwner()];
    const stolen = await press(await owner.begin(), "owner", contract);
    const state = new URL(await thief.begin()).searchParams.get("state") ?? "";
    const injected = new URLSearchParams({ code: stolen.get("code") ?? "", state });
    expect(await thief.finish(injected)).toEqual({ end: "refused" });
    for (const fault of ["late", "reusedCode"])
      expect(await owner.signIn(fault, contract)).toEqual({ end: "refused" });
    expect([await owner.proofs(), await thief.proofs()]).toEqual([[], []]);
  });

  it("P8: an attempt is good for ten minutes; the database holds neither its state nor its verifier", async () => {
    const contract = await newContract();
    const owner = await newOwner();
    const url = await owner.begin();
    const state = new URL(url).searchParams.get("state") ?? "";
    const { rows } = await house.ctx.pool.query(
      `update proof_attempts set at = at - interval '10 minutes' where merchant_id = $1 returning *`,
      [owner.merchantId],
    );
    expect(rows[0].state_hash.equals(Buffer.from(state))).toBe(false);
    expect(JSON.stringify(rows)).not.toContain(state);
    expect(await owner.finish(await press(url, "owner", contract))).toEqual({ end: "stale" });
  });

  it("P8: only owners of the merchant, and only as long as they are", async () => {
    const contract = await newContract();
    const owner = await newOwner();
    const { merchantId } = owner;
    const { signInLink } = await addStaff(house.ctx, {
      merchantId,
      name: "店長",
      email: `manager-${merchantId}@example.jp`,
      role: "manager",
    });
    const manager = browserOf(merchantId, await tokenOf(signInLink));
    await expect(manager.begin()).rejects.toMatchObject({ code: "forbidden" });
    const answer = await press(await owner.begin(), "owner", contract);
    const { pool } = house.ctx;
    await pool.query("update accounts set role = 'staff' where merchant_id = $1", [merchantId]);
    expect(await owner.finish(answer)).toEqual({ end: "mayNot" });
    await pool.query("update accounts set role = 'owner' where merchant_id = $1", [merchantId]);
    const next = await press(await owner.begin(), "owner", contract);
    await pool.query("delete from sessions where merchant_id = $1", [merchantId]);
    await expect(owner.finish(next)).rejects.toMatchObject({ code: "unauthorized" });
    expect(await owner.proofs()).toEqual([]);
  });

  it("P8: Smaregi out of reach in the middle proves nothing, and the next attempt does", async () => {
    const contract = await newContract();
    const owner = await newOwner();
    for (const call of ["POST /authorize/token", "POST /userinfo"]) {
      for (const kind of ["status503", "garbage", "reset"]) {
        await house.control("POST", "/faults", { call, kind });
        expect(await owner.signIn("owner", contract)).toEqual({ end: "unreachable" });
      }
    }
    expect(await owner.proofs()).toEqual([]);
    expect(await owner.signIn("owner", contract)).toMatchObject({ end: "proven" });
  });

  it("P8: several merchants prove one contract by signing in, each for itself; attempts are limited", async () => {
    const contract = await newContract();
    const [first, second] = [await newOwner(), await newOwner()];
    for (const each of [first, second])
      expect(await each.signIn("owner", contract)).toMatchObject({ end: "proven" });
    await first.connect(contract);
    await expect(second.connect(contract)).rejects.toMatchObject({ code: "contract_taken" });
    for (let left = proofLimit.attempts - 1; left > 0; left -= 1) await first.begin();
    await expect(first.begin()).rejects.toMatchObject({
      code: "too_many_attempts",
      retryAfter: expect.any(Number),
    });
    await second.begin();
  });
});
