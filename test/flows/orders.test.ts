import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, unhurriedMs, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

const events = (log: Json): string[] => log["items"].map((entry: Json) => entry["event"]);

describe.concurrent("受注情報連携", () => {
  it("O1, O2, C2: an order lowers the quantity at once, and stands in the till's books with lines, tax and terminal", async () => {
    const shop = await house.openShop();
    const coffee = await shop.link("8000001", { price: 1296, taxRate: 8 });
    const mug = await shop.link("8000002", { price: 1980 });
    const placed = await shop.order(
      [
        { variationId: coffee, quantity: 3 },
        { variationId: mug, quantity: 1 },
      ],
      { shippingFee: 550, paymentFee: 330, discount: 500, pointsUsed: 100 },
    );
    expect(placed).toMatchObject({ subtotal: 5868, total: 6148, status: "new" });
    expect(await shop.quantity(coffee)).toBe(7);
    const order = await shop.waitForLink(placed["id"], "registered");
    const [transaction] = await shop.transactions();
    expect(transaction).toMatchObject({
      transactionHeadId: order["link"].transactionId,
      storeId: "1",
      terminalId: "2",
      memo: order["number"],
      subtotal: "5868",
      total: "6148",
      carriage: "550",
      commission: "330",
      subtotalDiscountPrice: "500",
      pointDiscount: "100",
      // 8 %: 3888 less its share of 600 (397) is 3491, with 258 of tax; 10 %: 1980 - 203 + 880 is 2657, with 241 of tax.
      taxInclude: String(258 + 241),
      deposit: "6148",
    });
    expect(transaction?.["details"]).toMatchObject([
      { productId: "8000001", quantity: "3", salesPrice: "1296", reduceTaxId: "10000001" },
      { productId: "8000002", quantity: "1", salesPrice: "1980" },
    ]);
    expect((await shop.stock()).get("8000001")).toBe(7);
    await shop.quiet();
    expect(await shop.quantity(coffee)).toBe(7);
    const { body: log } = await shop.api("GET", `/orders/${placed["id"]}/log`);
    expect(events(log)).toEqual(["placed", "transactionRegistered"]);
    expect(log["items"][1]).toMatchObject({ transactionId: order["link"].transactionId });
  });

  it.each(["normal", "preorder", "proxy", "subscription", "membershipFee"])(
    "O1: an order of kind %s is registered",
    async (kind) => {
      const shop = await house.openShop();
      const variation = await shop.link("8000001");
      const { id } = await shop.order([{ variationId: variation, quantity: 1 }], { kind });
      await shop.waitForLink(id, "registered");
      expect(await shop.transactions()).toHaveLength(1);
    },
  );

  it("O3, O5: an edit moves the quantity at once, cancels the transaction and registers a new one", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    // A reading between the change here and the change in Smaregi would have the old number, so there is none.
    await shop.switches({ notifications: "drop" });
    const { id } = await shop.order([{ variationId: variation, quantity: 3 }]);
    await shop.waitForLink(id, "registered");
    const edited = await shop.api("PATCH", `/orders/${id}`, {
      lines: [{ variationId: variation, quantity: 5 }],
    });
    expect(edited).toMatchObject({ status: 200, body: { total: 5000, link: { state: "sending" } } });
    expect(await shop.quantity(variation)).toBe(5);
    await shop.switches({ notifications: "deliver" });
    await shop.waitForLink(id, "registered");
    const transactions = await shop.transactions();
    expect(transactions.map((each) => each["cancelDivision"])).toEqual(["1", "0"]);
    expect((await shop.stock()).get("8000001")).toBe(5);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(5);
    const { body: log } = await shop.api("GET", `/orders/${id}/log`);
    expect(events(log)).toEqual([
      "placed",
      "transactionRegistered",
      "edited",
      "transactionCancelled",
      "transactionRegistered",
    ]);
  });

  it("O4: a cancelled order gives its quantity back at once and cancels the transaction; cancelled is final", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    // A reading between the change here and the change in Smaregi would have the old number, so there is none.
    await shop.switches({ notifications: "drop" });
    const { id } = await shop.order([{ variationId: variation, quantity: 4 }]);
    await shop.waitForLink(id, "registered");
    const cancelled = await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
    expect(cancelled).toMatchObject({ status: 200, body: { status: "cancelled" } });
    expect(await shop.quantity(variation)).toBe(10);
    await shop.switches({ notifications: "deliver" });
    await shop.waitForLink(id, "cancelled");
    expect((await shop.stock()).get("8000001")).toBe(10);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(10);
    const again = await shop.api("PATCH", `/orders/${id}`, {
      lines: [{ variationId: variation, quantity: 1 }],
    });
    expect(again).toMatchObject({ status: 409, body: { code: "order_cancelled" } });
    expect((await shop.api("POST", `/orders/${id}/status`, { status: "paid" })).status).toBe(409);
    expect((await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" })).status).toBe(200);
  });

  it("O6: a line that is not linked is registered too, by its name, and moves no stock", async () => {
    const shop = await house.openShop();
    const { body } = await shop.api("POST", "/products", {
      name: "手作りリース",
      price: 2200,
      taxRate: 10,
      variations: [{ stockManaged: true, quantity: 2 }],
    });
    const before = await shop.stock();
    const { id } = await shop.order([{ variationId: body["variations"][0].id, quantity: 1 }]);
    await shop.waitForLink(id, "registered");
    const [transaction] = await shop.transactions();
    expect(transaction?.["details"]).toMatchObject([
      { productId: null, productName: "手作りリース", salesPrice: "2200" },
    ]);
    expect(await shop.stock()).toEqual(before);
  });

  it("an order edited before anything was sent cancels nothing; cancelled before that, it registers nothing", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    // The link is switched off in the middle of a call: the running call ends, waiting ones wait.
    await shop.switches({ latencyMs: 300 });
    const first = await shop.order([{ variationId: variation, quantity: 1 }]);
    await until("the call is out", async () => ((await shop.calls())["POST /transactions"] ?? 0) > 0);
    await shop.api("PUT", "/connection", { ...place, enabled: false });
    await shop.waitForLink(first["id"], "registered");
    const off = await shop.order([{ variationId: variation, quantity: 1 }]);
    expect(off["link"]).toEqual({ state: "off", why: "takenWhileOff", next: [] });
    await shop.switches({ latencyMs: 0 });
    await shop.api("PUT", "/connection", { ...place, enabled: true });
    await shop.quiet();
    expect(await shop.transactions()).toHaveLength(1);
    await shop.api("POST", `/orders/${off["id"]}/status`, { status: "cancelled" });
    await shop.quiet();
    expect((await shop.calls())["POST /transactions/{id}/cancel"] ?? 0).toBe(0);
  });

  it("the last piece is sold once, however many buy it at the same time", async () => {
    const shop = await house.openShop({ stock: [{ productId: "8000001", stockAmount: 3 }] });
    const variation = await shop.link("8000001");
    const replies = await Promise.all(
      Array.from({ length: 12 }, () =>
        shop.api("POST", "/orders", { kind: "normal", lines: [{ variationId: variation, quantity: 1 }] }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
    expect(replies.filter((reply) => reply.body["code"] === "out_of_stock")).toHaveLength(9);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(0);
    expect((await shop.stock()).get("8000001")).toBe(0);
  });

  it("variations of one Smaregi product share its stock: the last piece of one is the last of the other", async () => {
    const shop = await house.openShop({ stock: [{ productId: "8000001", stockAmount: 1 }] });
    const one = await shop.link("8000001");
    const other = await shop.link("8000001");
    await shop.order([{ variationId: one, quantity: 1 }]);
    expect(await shop.quantity(other)).toBe(0);
    const refused = await shop.api("POST", "/orders", {
      kind: "normal",
      lines: [{ variationId: other, quantity: 1 }],
    });
    expect(refused.status).toBe(409);
  });

  it("the same Idempotency-Key is one order; with another request it is refused", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const request = { kind: "normal", lines: [{ variationId: variation, quantity: 2 }] };
    const key = { "idempotency-key": "a-buyer-pressed-twice" };
    const replies = await Promise.all([1, 2, 3].map(() => shop.api("POST", "/orders", request, key)));
    expect(new Set(replies.map((reply) => reply.body["id"])).size).toBe(1);
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201]);
    expect(await shop.quantity(variation)).toBe(8);
    const other = { kind: "normal", lines: [{ variationId: variation, quantity: 1 }] };
    expect(await shop.api("POST", "/orders", other, key)).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused", errors: [{ path: "Idempotency-Key" }] },
    });
  });
});

describe.concurrent("取引登録の失敗と、結果の分からない呼び出し", () => {
  it("F1 to F4, O5: a refused registration (F1, F2) stands in both logs and on the top page, is not repeated (F3), and the next sync brings Smaregi's value back (F4)", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status400");
    const { id, number } = await shop.order([{ variationId: variation, quantity: 2 }]);
    await shop.waitForLink(id, "failed");
    const { body: log } = await shop.api("GET", "/integration-log");
    expect(log["items"][0]).toMatchObject({
      call: "transactionRegister",
      orderNumber: number,
      status: 400,
      state: "open",
      goesOn: false,
    });
    expect((await shop.api("GET", `/orders/${id}`)).body["link"]).toEqual({
      state: "failed",
      why: "registerFailed",
      next: [],
      goesOn: false,
    });
    expect((await shop.api("GET", "/status")).body["latestFailure"]).toMatchObject({ orderNumber: number });
    expect(events((await shop.api("GET", `/orders/${id}/log`)).body)).toEqual([
      "placed",
      "registrationFailed",
    ]);
    await shop.quiet();
    expect((await shop.calls())["POST /transactions"]).toBe(1);
    expect(await shop.quantity(variation)).toBe(8);
    await shop.sell([{ productId: "8000001", quantity: 1 }]);
    await shop.waitForQuantity(variation, 9);
  });

  it.each([
    ["cancelled", "cancelled"],
    ["edited to other goods", "registered"],
  ])(
    "F4, O4: an order whose registration failed gives nothing back twice when it is %s",
    async (_, state) => {
      const shop = await house.openShop();
      const variation = await shop.link("8000001");
      const other = await shop.link("8000002");
      await shop.fault("POST /transactions", "status400");
      const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
      await shop.waitForLink(id, "failed");
      await shop.setStock("8000001", 9);
      await shop.waitForQuantity(variation, 9);
      if (state === "cancelled") await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
      else await shop.api("PATCH", `/orders/${id}`, { lines: [{ variationId: other, quantity: 1 }] });
      await shop.waitForLink(id, state);
      await shop.quiet();
      expect(await shop.quantity(variation)).toBe(9);
    },
  );

  it.each(["commitThenTimeout", "commitThen500", "commitThenReset"])(
    "B3: a registration that ended in %s is found by looking, and is not sent twice",
    async (kind) => {
      const shop = await house.openShop();
      const variation = await shop.link("8000001");
      await shop.fault("POST /transactions", kind);
      const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
      await shop.waitForLink(id, "registered");
      expect(await shop.transactions()).toHaveLength(1);
      await shop.quiet();
      expect(await shop.quantity(variation)).toBe(8);
      expect((await shop.calls())["POST /transactions"]).toBe(1);
      expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
    },
  );

  it.each(["timeout", "status500", "reset", "garbage", "emptyBody"])(
    "B3, F3: a registration that never arrived (%s) is looked for, and then failed in the standard mode",
    async (kind) => {
      const shop = await house.openShop();
      const variation = await shop.link("8000001");
      await shop.fault("POST /transactions", kind);
      const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
      await shop.waitForLink(id, "failed");
      await shop.quiet();
      expect(await shop.transactions()).toHaveLength(0);
      expect((await shop.calls())["POST /transactions"]).toBe(1);
      expect(await shop.quantity(variation)).toBe(10);
      // Smaregi's answer, if there was one (F1).
      const [entry] = (await shop.api("GET", "/integration-log?state=open")).body["items"];
      const answered: Json = { status500: 500, garbage: 200, emptyBody: 200 };
      expect([kind, entry["status"]]).toEqual([kind, answered[kind]]);
    },
  );

  it("B2: the assured mode sends again until Smaregi confirms, with the same numbers", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status500");
    await shop.fault("POST /transactions", "status400");
    const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
    await shop.waitForLink(id, "registered");
    expect(await shop.transactions()).toHaveLength(1);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(8);
    expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
  });

  it("B2: an order cancelled before it could be sent registers nothing, and takes nothing off any more", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status400", 3);
    const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
    await until("it was refused", async () => {
      const { body } = await shop.api("GET", `/orders/${id}/log`);
      return events(body).includes("registrationFailed");
    });
    await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
    await shop.quiet();
    expect(await shop.transactions()).toEqual([]);
    await shop.setStock("8000001", 7);
    await shop.waitForQuantity(variation, 7);
  });

  it.each(["commitThenTimeout", "commitThen500"])(
    "B3: a cancellation that ended in %s is settled by reading the transaction",
    async (kind) => {
      const shop = await house.openShop();
      const variation = await shop.link("8000001");
      const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
      await shop.waitForLink(id, "registered");
      await shop.fault("POST /transactions/{id}/cancel", kind);
      await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
      await shop.waitForLink(id, "cancelled");
      expect((await shop.calls())["POST /transactions/{id}/cancel"]).toBe(1);
      await shop.quiet();
      expect(await shop.quantity(variation)).toBe(10);
    },
  );

  it.each([
    ["cancel", 400],
    ["cancel", 200],
    ["dispose", 400],
  ])(
    "B3: a transaction that the till took back already (%s, answered %i) is a cancellation done",
    async (how, answered) => {
      const shop = await house.openShop();
      await shop.switches({ secondCancel: answered });
      const variation = await shop.link("8000001");
      const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
      const order = await shop.waitForLink(id, "registered");
      await house.control(
        "POST",
        `/contracts/${shop.contractId}/transactions/${order["link"].transactionId}/${how}`,
        {},
      );
      await shop.waitForQuantity(variation, 10);
      await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
      await shop.waitForLink(id, "cancelled");
      await shop.quiet();
      expect(await shop.quantity(variation)).toBe(10);
    },
  );

  it.each(["cancel", "dispose"])(
    "B3, P1: a registration that the till takes back (%s) while it is unclear is found, not sent again, and asked about",
    async (how) => {
      const shop = await house.openShop({ mode: "assured" });
      const variation = await shop.link("8000001");
      await shop.fault("POST /transactions", "commitThenReset");
      await shop.fault("GET /transactions", "status500", 2);
      const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
      const [sale] = await until("it stands there", async () => {
        const all = await shop.transactions();
        return all.length > 0 ? all : null;
      });
      const at = `/contracts/${shop.contractId}/transactions/${sale?.["transactionHeadId"]}`;
      await house.control("POST", `${at}/${how}`, {});
      await shop.waitForLink(id, "failed");
      const why = async () => (await shop.api("GET", `/orders/${id}`)).body["link"].why;
      await until("the till's cancellation was seen", async () => (await why()) === "cancelledAtTill");
      const [entry] = (await shop.api("GET", "/integration-log?state=open")).body["items"];
      expect(entry["reason"]).toContain(sale?.["transactionHeadId"]);
      await shop.quiet();
      expect((await shop.calls())["POST /transactions"]).toBe(1);
      // The person who took it back at the till has the goods: Smaregi's number counts.
      expect(await shop.quantity(variation)).toBe(10);
    },
  );

  it("B2, B3: where a registration is booked after it was looked for, its own number keeps it from standing twice", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    // Booked more than a second after we gave up. The look comes over half a second after that, and the second sending arrives before
    // it.
    await house.control("POST", "/faults", {
      contractId: shop.contractId,
      call: "POST /transactions",
      kind: "timeoutThenCommit",
      times: 1,
      delayMs: unhurriedMs + 1_200,
    });
    await shop.fault("POST /transactions", "status500");
    const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
    await shop.waitForLink(id, "registered");
    expect(await shop.transactions()).toHaveLength(1);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(8);
    expect((await shop.stock()).get("8000001")).toBe(8);
  });

  it("O3: where the cancellation fails, the new registration does not overtake it", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
    await shop.waitForLink(id, "registered");
    await shop.fault("POST /transactions/{id}/cancel", "status500");
    await shop.api("PATCH", `/orders/${id}`, { lines: [{ variationId: variation, quantity: 3 }] });
    await shop.waitForLink(id, "failed");
    await shop.quiet();
    expect((await shop.transactions()).map((each) => each["cancelDivision"])).toEqual(["0"]);
    const { body: log } = await shop.api("GET", "/integration-log?state=open");
    expect(log["items"].map((entry: Json) => entry["call"])).toEqual(["transactionCancel"]);
    // The next edit tries both again.
    await shop.api("PATCH", `/orders/${id}`, { lines: [{ variationId: variation, quantity: 4 }] });
    await shop.waitForLink(id, "registered");
    expect((await shop.transactions()).map((each) => each["cancelDivision"])).toEqual(["1", "0"]);
    await shop.waitForQuantity(variation, 6);
  });

  it("F1: during maintenance an order shows as failed with Smaregi's reason, and is settled when it ends", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.switches({ maintenance: "html503" });
    const { id } = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(id, "failed");
    const { body: log } = await shop.api("GET", "/integration-log?state=open");
    expect(log["items"][0]).toMatchObject({ call: "transactionRegister", status: 503, goesOn: true });
    expect((await shop.api("GET", `/orders/${id}`)).body["link"]).toEqual({
      state: "failed",
      next: ["look"],
      goesOn: true,
    });
    expect(log["items"][0].reason).toContain("メンテナンス");
    await shop.endMaintenance();
    await shop.quiet();
    expect((await shop.api("GET", `/orders/${id}`)).body["link"].state).toBe("failed");
    expect(await shop.transactions()).toHaveLength(0);
  });
});

describe.concurrent("B1: an order on its way is not forgotten by a sync", () => {
  it("a reading taken before Smaregi confirmed the order has its quantity taken off", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "timeout");
    const { id } = await shop.order([{ variationId: variation, quantity: 4 }]);
    expect(await shop.quantity(variation)).toBe(6);
    await until("the call is out", async () => ((await shop.calls())["POST /transactions"] ?? 0) > 0);
    await shop.setStock("8000001", 9);
    await shop.waitForQuantity(variation, 5);
    const { body } = await shop.api("GET", `/variations/${variation}/movements`);
    expect(body["items"][0]).toMatchObject({ cause: "synced", reading: 9, pending: -4, quantity: 5 });
    // It never arrived: in the standard mode Smaregi's value returns (F4).
    await shop.waitForLink(id, "failed");
    await shop.waitForQuantity(variation, 9);
  });

  it("what was confirmed while a reading was under way comes out right", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.switches({ latencyMs: 60 });
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([
        shop.order([{ variationId: variation, quantity: 1 }]),
        shop.sell([{ productId: "8000001", quantity: 0 + (round % 2) }]),
      ]);
    }
    await shop.quiet();
    expect((await shop.stock()).get("8000001")).toBe(1);
    expect(await shop.quantity(variation)).toBe(1);
  });

  it("B1: what an edit made needless counts against a reading no more: if it was booked, it is cancelled", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    const other = await shop.link("8000002");
    // It never arrives, and for a while it is impossible to look whether it did.
    await shop.fault("POST /transactions", "reset");
    await shop.fault("GET /transactions", "status500", 2);
    const order = await shop.order([{ variationId: variation, quantity: 2 }]);
    await until("it is unclear", async () => {
      const { rows } = await house.database.pool.query("select state from transactions where order_id = $1", [
        order["id"],
      ]);
      return rows[0]?.state === "unclear";
    });
    await shop.api("PATCH", `/orders/${order["id"]}`, { lines: [{ variationId: other, quantity: 1 }] });
    await shop.setStock("8000001", 9);
    await until("it was read", async () => {
      const { body } = await shop.api("GET", `/variations/${variation}/movements`);
      return body["items"].some((each: Json) => each["reading"] === 9 && each["pending"] === 0);
    });
    await shop.waitForLink(order["id"], "registered");
    await shop.waitForQuantity(variation, 9);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(9);
  });
});
