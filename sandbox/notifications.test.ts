import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, sale, until, type Ground, type Json } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

const change = (...productIds: string[]) =>
  ground.control("POST", "/contracts/sb_1/stock", {
    changes: productIds.map((productId) => ({ productId, storeId: "1", amount: 1 })),
  });
const sent = (): Promise<Json[]> => ground.control("GET", "/notifications");

describe("notifications", () => {
  it("are recorded with what the receiver answered, and not sent again", async () => {
    ground.receiver.status = 500;
    await change("11");
    await until("the record", async () => (await sent()).length === 1);
    expect(await sent()).toMatchObject([{ contractId: "sb_1", event: "pos:stock", status: 500 }]);
    expect(ground.received).toHaveLength(1);
  });

  it("wait three seconds for an answer, no longer", async () => {
    ground.receiver.status = "silence";
    const begun = Date.now();
    await change("11");
    await until("the record", async () => (await sent()).length === 1);
    expect(await sent()).toMatchObject([{ status: null, error: expect.stringMatching(/timeout/i) }]);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(2_900);
  });

  it("are not sent where a till's change says so, or nobody wants them", async () => {
    const changes = [{ productId: "11", storeId: "1", stockAmount: 4 }];
    await ground.control("POST", "/contracts/sb_1/stock", { changes, notify: false });
    await ground.control("DELETE", "/webhook");
    await change("11");
    expect(await ground.stock()).toEqual({ "11": "5" });
    expect([await sent(), ground.received]).toEqual([[], []]);
  });

  it("go where the contract's own webhook says", async () => {
    const { webhook } = await ground.control("GET", "/webhook");
    const own = { ...webhook, headerValue: "own", contractId: "sb_1" };
    expect(await ground.control("PUT", "/webhook", own)).toMatchObject({
      webhook: { headerValue: "s3" },
      contracts: { sb_1: { headerValue: "own" } },
    });
    await change("11");
    await until("the notice", () => ground.received.length === 1);
    expect(ground.received[0]?.headers["x-secret"]).toBe("own");
  });

  it("can be made by hand, and answer the receiver's status", async () => {
    ground.receiver.status = 401;
    const made = {
      contractId: "sb_1",
      event: "pos:transactions",
      action: "created",
      transactionHeadIds: ["25"],
      eventId: "an-event",
      headers: { "x-more": "1" },
    };
    expect(await ground.control("POST", "/notifications", made)).toEqual({ status: 401 });
    const [notice] = ground.received;
    expect(notice?.headers).toMatchObject({ "smaregi-event-id": "an-event", "x-more": "1" });
    expect(notice?.body).toEqual({
      contractId: "sb_1",
      event: "pos:transactions",
      action: "created",
      transactionHeadIds: ["25"],
    });
  });
});

describe("switches of notifications", () => {
  it("drop: nothing comes, and the record says so", async () => {
    await ground.control("PATCH", "/switches", { notifications: "drop" });
    await change("11");
    expect(await sent()).toMatchObject([{ status: null, error: expect.stringContaining("lost") }]);
    expect(ground.received).toEqual([]);
  });

  it("dropEveryNth: every third is lost", async () => {
    await ground.control("PATCH", "/switches", { dropEveryNth: 3 });
    for (let turn = 0; turn < 6; turn += 1) await change("11");
    await until("six records", async () => (await sent()).length === 6);
    expect((await sent()).filter((each) => each.status === null)).toHaveLength(2);
    expect(ground.received).toHaveLength(4);
  });

  it("duplicateNotifications: the same event, as often", async () => {
    await ground.control("PATCH", "/switches", { duplicateNotifications: 2 });
    await change("11");
    await until("three", () => ground.received.length === 3);
    expect(new Set(ground.received.map(({ headers }) => headers["smaregi-event-id"])).size).toBe(1);
  });

  it("reorderNotificationsMs: what comes in that time is sent in another order", async () => {
    await ground.control("PATCH", "/switches", { reorderNotificationsMs: 150 });
    await change("11");
    await change("12");
    await until("both", () => ground.received.length === 2);
    expect(ground.notices().map(({ body }) => body.ids[0].productId)).toEqual(["12", "11"]);
  });

  it("notificationDelayMs: not before that", async () => {
    await ground.control("PATCH", "/switches", { notificationDelayMs: 150 });
    const begun = Date.now();
    await change("11");
    await until("the notice", () => ground.received.length === 1);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(145);
  });

  it("notificationPerId: one message an ID; notificationStoreId, webhookContractId: others than the right ones", async () => {
    await ground.control("PATCH", "/switches", {
      notificationPerId: true,
      notificationStoreId: "7",
      webhookContractId: "sb_x",
    });
    await change("11", "12");
    await until("two", () => ground.received.length === 2);
    for (const { body, headers } of ground.received) {
      expect(body).toMatchObject({ contractId: "sb_x", ids: [{ storeId: "7" }] });
      expect(headers["smaregi-contract-id"]).toBe("sb_x");
    }
  });

  it.each([
    ["missing", undefined],
    ["wrong", "not-the-secret"],
  ])("webhookHeader: %s", async (webhookHeader, value) => {
    await ground.control("PATCH", "/switches", { webhookHeader });
    await change("11");
    await until("the notice", () => ground.received.length === 1);
    expect(ground.received[0]?.headers["x-secret"]).toBe(value);
  });

  it("are for one contract where it is named, and end with a reset", async () => {
    await ground.control("PATCH", "/switches?contractId=sb_1", { notifications: "drop" });
    expect(await ground.control("GET", "/switches")).toMatchObject({ notifications: "deliver" });
    expect(await ground.control("GET", "/switches?contractId=sb_1")).toMatchObject({ notifications: "drop" });
    await ground.control("POST", "/switches/reset");
    await ground.api("POST", "/transactions", sale());
    await until("both", () => ground.received.length === 2);
  });
});
