import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { allowContract } from "../proof/vouch.ts";
import { readConnection, saveConnection } from "../save-connection.ts";
import { confirmEnd } from "./confirm-end.ts";
import { hearSubscription, readSubscription } from "./hear-subscription.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** A connected shop, and what its contract does with the app; `hear`: a notification that anyone may have sent. */
async function openShop() {
  const shop = await house.openShop();
  const { merchantId } = shop;
  const contractId = `sb_${merchantId}`;
  const hear = (action: string, more: object = {}) =>
    hearSubscription(house.ctx, {
      contractId,
      event: "AppSubscription",
      action,
      clientId: "client",
      ...more,
    });
  const tokens = async () =>
    (await house.control("GET", `/calls?contractId=${contractId}`)).counts["POST /token"] ?? 0;
  return {
    ...shop,
    contractId,
    hear,
    tokens,
    atSmaregi: (action: string) => house.control("POST", `/contracts/${contractId}/subscription`, { action }),
    confirm: () => confirmEnd(house.ctx, { merchantId }),
    read: () => readConnection(house.ctx, merchantId),
    later: () =>
      shop.select(
        `update connections set ask_end_at = ask_end_at - interval '10 minutes',
          asked_end_at = asked_end_at - interval '10 minutes' where merchant_id = $1`,
      ),
    question: async () =>
      (await shop.select("select told_end, ask_end_at from connections where merchant_id = $1"))[0],
  };
}

describe("P8: 利用者通知", () => {
  it.each([
    ["end", "appEnded"],
    ["force-stop", "appForceStopped"],
  ])(
    "P8: %s switches the connection off, in words, once a token of our own is refused",
    async (action, why) => {
      const shop = await openShop();
      await shop.atSmaregi(action);
      await shop.hear(action);
      expect((await shop.read()).enabled).toBe(true);
      await shop.confirm();
      expect(await shop.read()).toMatchObject({ enabled: false, stopped: { why, at: expect.any(Date) } });
      // A second notification leaves nothing to ask.
      const before = await shop.tokens();
      await shop.hear(action);
      await shop.confirm();
      expect(await shop.tokens()).toBe(before);
      // After the app is in use again, the merchant switches the connection on, and the reason is gone.
      await shop.atSmaregi("start");
      const { contractId, merchantId } = shop;
      const connection = { contractId, storeId: "1", terminalId: "2", enabled: true };
      await saveConnection(house.ctx, { merchantId, actor: "test", connection });
      expect(await shop.read()).not.toHaveProperty("stopped");
    },
  );

  it("P8: a made-up end changes nothing, and many of them ask Smaregi once in ten minutes", async () => {
    const shop = await openShop();
    const before = await shop.tokens();
    for (let nth = 0; nth < 20; nth += 1) {
      await shop.hear("end");
      await shop.confirm();
    }
    expect(await shop.tokens()).toBe(before + 1);
    expect(await shop.read()).toMatchObject({ enabled: true });
    await shop.later();
    await shop.confirm();
    expect(await shop.tokens()).toBe(before + 2);
    expect(await shop.question()).toEqual({ told_end: null, ask_end_at: null });
    expect(await shop.read()).not.toHaveProperty("stopped");
  });

  it("P8: without a clear answer it stays on and Smaregi is asked again later", async () => {
    const shop = await openShop();
    await shop.atSmaregi("end");
    for (const kind of ["status503", "garbage", "html502"]) {
      await shop.hear("end");
      await shop.fault("POST /token", kind);
      await shop.confirm();
      expect((await shop.read()).enabled).toBe(true);
      expect(await shop.question()).toMatchObject({ told_end: "appEnded" });
      await shop.later();
    }
    await shop.confirm();
    expect(await shop.read()).toMatchObject({ enabled: false, stopped: { why: "appEnded" } });
  });

  it("P8: another app's end, and what is no end, concern nobody; a contract that nobody has neither", async () => {
    const shop = await openShop();
    await shop.hear("end", { clientId: "somebody-elses" });
    for (const action of ["start", "change-plan", "cancel-force-stop", "odd"]) await shop.hear(action);
    await shop.hear("end", { contractId: "sb_nobody" });
    expect(await shop.question()).toEqual({ told_end: null, ask_end_at: null });
  });

  it("P8: a connection that was changed while Smaregi was asked is left alone", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    await shop.atSmaregi("end");
    await shop.hear("end");
    const other = `sb_${(await house.openShop()).merchantId}`;
    await allowContract(house.ctx, { merchantId, contractId: other });
    shop.inCall("prove", "after", async () => {
      const connection = { contractId: other, storeId: "1", terminalId: "7" };
      await saveConnection(house.ctx, { merchantId, actor: "test", connection });
    });
    await shop.confirm();
    const after = await shop.read();
    expect(after).toMatchObject({ contractId: other, enabled: true });
    expect(after).not.toHaveProperty("stopped");
  });
});

describe("利用者通知 as it is read", () => {
  const body = {
    contractId: "skc1",
    event: "AppSubscription",
    action: "end",
    clientId: "c",
    plan: { price: 1 },
  };
  it("with or without the header that names the contract, as long as both say the same", () => {
    expect(readSubscription(body, "skc1")).toMatchObject({ contractId: "skc1", action: "end" });
    expect(readSubscription(body, undefined)).toMatchObject({ clientId: "c" });
    expect(readSubscription({ ...body, clientId: 7 }, "skc1")?.clientId).toBeUndefined();
    expect(readSubscription(body, "skc2")).toBeNull();
  });
  it.each([
    [null],
    ["text"],
    [{}],
    [{ ...body, event: "pos:stock" }],
    [{ ...body, contractId: "a/b" }],
    [{ ...body, action: 1 }],
  ])("%j is none", (odd) => {
    expect(readSubscription(odd, undefined)).toBeNull();
  });
});
