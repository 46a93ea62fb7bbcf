import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { createMerchant, endMerchant } from "../../merchants/manage-merchants.ts";
import { removeConnection } from "../remove-connection.ts";
import { readConnection, saveConnection, type ConnectionInput } from "../save-connection.ts";
import { listPlaces } from "../list-places.ts";
import { placesOfOthers } from "../store.ts";
import { testConnection } from "../test-connection.ts";
import { proveApp } from "./prove-app.ts";
import { proofLimit } from "./rules.ts";
import { allowContract, listProofs, revokeContract } from "./vouch.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** A merchant that has proven nothing. `save` uses the same call as the console; the contract belongs to another shop. */
async function newMerchant() {
  const { id: merchantId, number } = await createMerchant(house.ctx, { name: "新しい店" });
  return {
    merchantId,
    number,
    save: (connection: Partial<ConnectionInput> & { contractId: string }) =>
      saveConnection(house.ctx, {
        merchantId,
        actor: "test",
        connection: { storeId: "1", terminalId: "9", ...connection },
      }),
    read: () => readConnection(house.ctx, merchantId),
    proofs: () => listProofs(house.ctx, merchantId),
  };
}

/** A contract in the local Smaregi that another shop uses at terminal 2. */
async function newContract(): Promise<string> {
  return `sb_${(await house.openShop()).merchantId}`;
}

const ownApp = { clientId: "client", clientSecret: "secret" };

describe("P8: a contract belongs to who proves it", () => {
  it("P8, C1: an own app proves it before a place is chosen, lists stores and terminals, and is the next connection's", async () => {
    const contractId = await newContract();
    const { merchantId, save, read } = await newMerchant();
    const by = { actor: "test", address: null };
    const list = () => listPlaces(house.ctx, { merchantId, contractId });
    const unproven = { code: "contract_unproven" };
    await expect(list()).rejects.toMatchObject(unproven);
    const wrong = { contractId, ...ownApp, clientSecret: "wrong" };
    await expect(proveApp(house.ctx, { merchantId, by, app: wrong })).rejects.toMatchObject(unproven);
    await proveApp(house.ctx, { merchantId, by, app: { contractId, ...ownApp } });
    const kept = async () =>
      (
        await house.ctx.db
          .selectFrom("contractProofs")
          .select(["clientId", "clientSecretSealed"])
          .where("merchantId", "=", merchantId)
          .executeTakeFirstOrThrow()
      ).clientSecretSealed?.toString("latin1");
    expect(await kept()).not.toContain("secret");
    expect(await list()).toEqual({
      stores: [{ storeId: "1", name: "本店", paused: false, warehouse: false, closesByHand: false }],
      terminals: [{ terminalId: "2", storeId: "1", name: "オンライン", stopped: false, taken: true }],
      unread: [],
    });
    await save({ contractId, enabled: false });
    expect(await read()).toMatchObject({ contractId, clientId: ownApp.clientId });
    // The app is stored only once, with the connection: it no longer waits, and is gone with the connection.
    expect(await kept()).toBeUndefined();
    expect((await testConnection(house.ctx, merchantId)).checks[0]).toMatchObject({ ok: true });
    await removeConnection(house.ctx, { merchantId });
    await save({ contractId, enabled: false });
    expect(await read()).not.toHaveProperty("clientId");
  });

  it("P5, C1: a list that Smaregi does not give keeps nobody from the other", async () => {
    const shop = await house.openShop();
    const { merchantId } = shop;
    await shop.fault("GET /terminals", "status503", 9);
    const places = await listPlaces(house.ctx, { merchantId, contractId: `sb_${merchantId}` });
    expect(places).toMatchObject({
      stores: [{ storeId: "1" }],
      terminals: [],
      unread: [{ list: "terminals" }],
    });
  });

  it("P8: another merchant's contract is refused with a way to prove it, and neither read nor saved", async () => {
    const contractId = await newContract();
    const merchant = await newMerchant();
    const calls = async () => (await house.control("GET", `/calls?contractId=${contractId}`)).calls.length;
    const before = await calls();
    const refused = await merchant.save({ contractId }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "contract_unproven" });
    expect((refused as { detail: { ja: string } }).detail.ja).toMatch(
      /スマレジでログイン.*クライアントID.*運営者/,
    );
    expect(await calls()).toBe(before);
    await expect(merchant.read()).rejects.toMatchObject({ code: "not_found" });
  });

  it("P8: an unproven place says nothing of who has it: taken and free ones are refused alike", async () => {
    const contractId = await newContract();
    const merchant = await newMerchant();
    const of = (connection: Parameters<typeof merchant.save>[0]) =>
      merchant.save(connection).catch((error: unknown) => error as { code: string; detail: object });
    const taken = await of({ contractId, terminalId: "2" });
    expect(taken).toMatchObject({ code: "contract_unproven" });
    expect(taken).toEqual(await of({ contractId, terminalId: "9" }));
  });

  it("P8: the merchant's own app proves it, and is saved in the same step; the proof outlives the connection", async () => {
    const contractId = await newContract();
    const merchant = await newMerchant();
    await merchant.save({ contractId, ...ownApp });
    expect(await merchant.proofs()).toMatchObject([
      { contractId, way: "ownApp", provenBy: "test", connected: true },
    ]);
    await removeConnection(house.ctx, merchant);
    expect(await merchant.proofs()).toMatchObject([{ contractId, way: "ownApp", connected: false }]);
    // Once the contract is proven, it is saved without a check, with any credentials (C6).
    await merchant.save({ contractId, clientId: "client", clientSecret: "wrong" });
    expect(await merchant.read()).toMatchObject({ contractId, clientId: "client" });
  });

  it("P8: an app kept from another contract proves the new one only where Smaregi takes it there", async () => {
    const [first, second, third] = [await newContract(), await newContract(), await newContract()];
    const merchant = await newMerchant();
    await merchant.save({ contractId: first, ...ownApp });
    await merchant.save({ contractId: second });
    expect((await merchant.proofs()).map((proof) => proof.contractId)).toEqual([second, first]);
    await house.control("PUT", `/contracts/${third}`, { clientId: "theirs", clientSecret: "theirs" });
    await expect(merchant.save({ contractId: third })).rejects.toMatchObject({ code: "contract_unproven" });
    // The operator's app could use the contract, but it proves nothing.
    const none = { clientId: null, clientSecret: null };
    const fourth = await newContract();
    await expect(merchant.save({ contractId: fourth, ...none })).rejects.toMatchObject({
      code: "contract_unproven",
    });
    expect(await merchant.read()).toMatchObject({ contractId: second });
  });

  it("P8: a wrong secret proves nothing and says so; Smaregi out of reach is 503, and nothing is saved", async () => {
    const contractId = await newContract();
    const merchant = await newMerchant();
    const wrong = await merchant
      .save({ contractId, clientId: "client", clientSecret: "wrong" })
      .catch((error: unknown) => error as { detail: { ja: string } });
    expect(wrong).toMatchObject({ code: "contract_unproven" });
    expect(JSON.stringify(wrong)).toContain("受け付けませんでした");
    for (const kind of ["status503", "html502", "garbage"]) {
      await house.control("POST", "/faults", { contractId, call: "POST /token", kind });
      await expect(merchant.save({ contractId, ...ownApp })).rejects.toMatchObject({
        code: "smaregi_unreachable",
        retryAfter: expect.any(Number),
      });
      await house.control("DELETE", "/faults");
    }
    expect(await merchant.proofs()).toEqual([]);
    await expect(merchant.read()).rejects.toMatchObject({ code: "not_found" });
  });

  it("P8: guessing is limited, each merchant by itself, and no attempt after the limit reaches Smaregi", async () => {
    const contractId = await newContract();
    const merchant = await newMerchant();
    const guess = () => merchant.save({ contractId, clientId: "client", clientSecret: "guess" });
    const tokens = async () =>
      (await house.control("GET", `/calls?contractId=${contractId}`)).counts["POST /token"] ?? 0;
    const before = await tokens();
    const codes = await Promise.all(
      Array.from({ length: proofLimit.attempts + 5 }, () =>
        guess().catch((error: unknown) => (error as { code: string }).code),
      ),
    );
    expect(codes.filter((code) => code === "too_many_attempts")).toHaveLength(5);
    expect(await tokens()).toBe(before + proofLimit.attempts);
    const other = await newMerchant();
    await other.save({ contractId, ...ownApp });
  });

  it("P8, C1: several prove one contract, each for itself; of two at one place at once, one gets it", async () => {
    const contractId = await newContract();
    const both = [await newMerchant(), await newMerchant()];
    const codes = await Promise.all(
      both.map((each) =>
        each.save({ contractId, ...ownApp }).then(
          () => "saved",
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
    );
    expect(codes.toSorted()).toEqual(["contract_taken", "saved"]);
    const loser = both[codes.indexOf("contract_taken")];
    await loser?.save({ contractId, terminalId: "8", ...ownApp });
    // The winner's own proof and place are unchanged.
    const winner = both[codes.indexOf("saved")];
    expect(await winner?.read()).toMatchObject({ contractId, terminalId: "9", enabled: true });
    expect(await winner?.proofs()).toHaveLength(1);
  });

  it("C1, C5: the place of a merchant that has ended goes to whoever proves its contract", async () => {
    const contractId = await newContract();
    const ended = await newMerchant();
    await ended.save({ contractId, ...ownApp });
    const next = [await newMerchant(), await newMerchant()];
    const [first] = next;
    const looked = async () => {
      await allowContract(house.ctx, { merchantId: first?.merchantId ?? "", contractId });
      return await placesOfOthers(house.ctx.db, first?.merchantId ?? "", contractId);
    };
    expect((await looked()).map(({ terminalId }) => terminalId)).toEqual(expect.arrayContaining(["2", "9"]));
    await expect(first?.save({ contractId })).rejects.toMatchObject({ code: "contract_taken" });
    await endMerchant(house.ctx, ended.merchantId);
    expect(await ended.read()).toMatchObject({ contractId, terminalId: "9" });
    expect((await looked()).map(({ terminalId }) => terminalId)).toEqual(["2"]);
    const codes = await Promise.all(
      next.map((each) =>
        each.save({ contractId, ...ownApp }).then(
          () => "saved",
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
    );
    expect(codes.toSorted()).toEqual(["contract_taken", "saved"]);
    await expect(ended.read()).rejects.toMatchObject({ code: "not_found" });
  });

  it("P8: revoked, a live connection is switched off at once and reads nothing, until it is proven again", async () => {
    const shop = await house.openShop();
    const { merchantId } = shop;
    const contractId = `sb_${merchantId}`;
    expect(await revokeContract(house.ctx, { merchantId, contractId })).toEqual({ stopped: true });
    const [row] = await shop.select(
      "select enabled, stopped_why, stopped_at is not null as noted from connections where merchant_id = $1",
    );
    expect(row).toEqual({ enabled: false, stopped_why: "proofRevoked", noted: true });
    const connection = { contractId, storeId: "1", terminalId: "2", enabled: true };
    const turnOn = () => saveConnection(house.ctx, { merchantId, actor: "test", connection });
    await expect(turnOn()).rejects.toMatchObject({ code: "contract_unproven" });
    await expect(revokeContract(house.ctx, { merchantId, contractId })).rejects.toMatchObject({
      code: "not_found",
    });
    await allowContract(house.ctx, { merchantId, contractId });
    await turnOn();
    const [after] = await shop.select("select enabled, stopped_why from connections where merchant_id = $1");
    expect(after).toEqual({ enabled: true, stopped_why: null });
  });

  it("P8: revoked while it is being saved, it is either not saved or switched off", async () => {
    const contractId = await newContract();
    const merchant = await newMerchant();
    const { merchantId } = merchant;
    for (let turn = 0; turn < 10; turn += 1) {
      await allowContract(house.ctx, { merchantId, contractId });
      await Promise.all([
        merchant.save({ contractId, enabled: true }).catch(() => undefined),
        revokeContract(house.ctx, { merchantId, contractId }),
      ]);
      const enabled = await merchant.read().then(
        (read) => read.enabled,
        () => false,
      );
      expect(enabled).toBe(false);
    }
  });
});
