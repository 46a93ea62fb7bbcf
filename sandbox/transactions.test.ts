import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, sale, until, type Ground } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

const paidBy = (...ways: object[]) => ({
  deposit: "200",
  depositCash: "0",
  depositCredit: "0",
  depositOthers: ways.map((way) => ({ no: "1", paymentMethodId: "7", depositOthers: "200", ...way })),
});

const post = (body: unknown) => ground.api("POST", "/transactions", body);

describe("取引登録", () => {
  it.each([
    ["unknown keys, by name", { hello: "1", world: "2" }, {}, "hello,world はサポートされていません"],
    ["a body that is nested", { transactionHead: {} }, {}, "transactionHead はサポートされていません"],
    ["a number for a string", { total: 200 }, {}, "total"],
    ["a number in a line", {}, { quantity: 2 }, "details[0].quantity"],
    ["a wrong subtotal", { subtotal: "100" }, {}, "小計"],
    ["a wrong total", { total: "100" }, {}, "合計"],
    ["an amount that is no number", { carriage: "free" }, {}, "carriage"],
    ["an unknown store", { storeId: "9" }, {}, "指定された店舗IDのリソースが見つかりません"],
    ["a paused store", { storeId: "2" }, {}, "休止中"],
    ["an unknown terminal", { terminalId: "9" }, {}, "sumDivision"],
    ["a terminal of another store", { terminalId: "3" }, {}, "sumDivision"],
    ["a missing field", { terminalTranId: null }, {}, "terminalTranId"],
    ["a number of eleven characters", { terminalTranId: "12345678901" }, {}, "terminalTranId"],
    ["a time that is none", { terminalTranDateTime: "now" }, {}, "terminalTranDateTime"],
    ["sumDivision 2 without its date", { sumDivision: "2" }, {}, "sumDate"],
    ["sumDivision 0 in a store that closes by itself", { sumDivision: "0" }, {}, "sumDivision"],
    ["an unknown key in a line", {}, { colour: "red" }, "colour はサポートされていません"],
    ["a line without a quantity", {}, { quantity: null }, "quantity"],
    ["a line number of 1000", {}, { transactionDetailId: "1000" }, "transactionDetailId"],
    [
      "a payment method that it does not have",
      paidBy({ paymentMethodId: "9" }),
      {},
      "支払方法が見つかりません",
    ],
    ["a fourth way to pay", paidBy({}, {}, {}, {}), {}, "depositOthers"],
    ["a way to pay with the number 4", paidBy({ no: "4" }), {}, "depositOthers[0].no"],
    ["two ways to pay with one number", paidBy({}, {}), {}, "重複"],
    ["a deposit that is not the sum of its parts", paidBy({ depositOthers: "100" }), {}, "内訳の合計"],
    ["an amount paid that is a number", paidBy({ depositOthers: 200 }), {}, "depositOthers[0].depositOthers"],
    [
      "a key of a payment that it does not know",
      paidBy({ payment: "x" }),
      {},
      "payment はサポートされていません",
    ],
    ["a category that is not the product's", {}, { categoryId: "5" }, "categoryId"],
  ])("refuses %s", async (_, more, line, reason) => {
    const answer = await post(sale(more, line));
    expect(answer).toMatchObject({
      status: 400,
      body: {
        type: "about:blank",
        title: "Bad Request",
        status: 400,
        detail: expect.stringContaining(reason),
      },
    });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await ground.stock()).toEqual({ "11": "10" });
    expect(await ground.books()).toEqual([]);
  });

  it.each(["{", "[]", '"sale"', "null"])("refuses a body that is no object: %s", async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it("takes a payment method of its own, and shows it with the transaction", async () => {
    const { body } = await post(sale(paidBy({})));
    const asked = `/transactions/${body.transactionHeadId}?with_deposit_others=all`;
    expect((await ground.api("GET", asked)).body).toMatchObject({
      deposit: "200",
      depositOthers: [{ no: "1", paymentMethodId: "7", depositOthers: "200" }],
    });
  });

  it("refuses payment methods where the switch says that their form is another", async () => {
    await ground.control("PATCH", "/switches", { depositOthersRequest: "refused" });
    expect((await post(sale(paidBy({})))).status).toBe(400);
    expect((await post(sale())).status).toBe(200);
  });

  it("takes 999 lines, not 1,000", async () => {
    const lines = (count: number) => ({
      subtotal: String(count),
      total: String(count),
      details: Array.from({ length: count }, (_, index) => ({
        transactionDetailId: String((index % 999) + 1),
        transactionDetailDivision: "1",
        salesPrice: "1",
        quantity: "1",
      })),
    });
    expect((await post(sale(lines(999)))).status).toBe(200);
    expect((await post(sale(lines(1000)))).status).toBe(400);
  });

  it("answers the whole transaction, every value a string, times in Japan's", async () => {
    const { body } = await post(sale({ ...paidBy({}), memo: "注文 1" }));
    const { details, depositOthers, ...head } = body;
    for (const record of [head, ...details, ...depositOthers]) {
      expect(Object.values(record).every((value) => value === null || typeof value === "string")).toBe(true);
    }
    expect(head).toMatchObject({ memo: "注文 1", cancelDivision: "0", disposeDivision: "0", carriage: "0" });
    expect(head.transactionDateTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
    expect(details[0]).toMatchObject({
      productName: "珈琲",
      productCode: "COFFEE",
      price: "108",
      reduceTaxId: "10000001",
      reduceTaxRate: "8",
    });
  });

  it("counts shipping, fee, discount and points in the total", async () => {
    const money = {
      carriage: "550",
      commission: "330",
      subtotalDiscountPrice: "50",
      pointDiscount: "30",
      total: "1000",
    };
    expect((await post(sale(money))).status).toBe(200);
  });

  it("leaves the total unchecked and takes numbers where switches say so", async () => {
    await ground.control("PATCH", "/switches", { totalChecked: false, numbersAccepted: true });
    expect(await post(sale({ total: 7 }, { quantity: 2 }))).toMatchObject({
      status: 200,
      body: { total: "7", details: [{ quantity: "2" }] },
    });
  });

  it("takes an unknown terminal that says it is closed, and closes by the store's way where nothing is said", async () => {
    const strange = sale({ terminalId: "77", sumDivision: "2", sumDate: "2026-11-24" });
    expect((await post(strange)).status).toBe(200);
    expect((await post(sale())).body).toMatchObject({ sumDivision: "2", sumDate: "2026-11-24" });
    const byHand = sale({ storeId: "3", terminalId: "3" });
    expect((await post(byHand)).body).toMatchObject({ sumDivision: "0", sumDate: null });
  });

  it("refuses the same four numbers again, also in another writing of the time, unless told otherwise", async () => {
    const again = sale();
    expect((await post(again)).status).toBe(200);
    expect((await post(again)).status).toBe(400);
    expect((await post({ ...again, terminalTranDateTime: "2026-11-24T09:00:00+0900" })).status).toBe(400);
    expect((await post({ ...again, terminalTranDateTime: "2026-11-24T09:00:01+09:00" })).status).toBe(200);
    await ground.control("PATCH", "/switches", { duplicateKey: "accept" });
    expect((await post(again)).status).toBe(200);
    expect(await ground.books()).toHaveLength(3);
  });

  it("takes a UTC time for Japan's, so that it is nine hours off", async () => {
    const { body } = await post(sale({ terminalTranDateTime: "2026-11-24T00:00:00Z" }));
    expect(body.terminalTranDateTime).toBe("2026-11-24T00:00:00+09:00");
  });
});

describe("取引取消 and 打消", () => {
  it("cancels once: the same record, the stock back as division 02, two notices", async () => {
    await post(sale());
    const cancelled = await ground.api("POST", "/transactions/1/cancel", {});
    expect(cancelled.body).toMatchObject({ transactionHeadId: "1", cancelDivision: "1" });
    expect(cancelled.body.cancelDateTime).not.toBeNull();
    expect(await ground.stock()).toEqual({ "11": "10" });
    await until("four notices", () => ground.received.length === 4);
    expect(
      ground
        .notices("pos:transactions")
        .map(({ body }) => body.action)
        .toSorted(),
    ).toEqual(["canceled", "created"]);
    expect((await ground.api("GET", "/stock/changes/11/1?sort=id:desc&limit=1")).body).toMatchObject([
      { amount: "2", stockDivision: "02" },
    ]);
  });

  it.each([400, 200])(
    "answers a second cancellation with %i, and gives nothing back twice",
    async (secondCancel) => {
      await ground.control("PATCH", "/switches", { secondCancel });
      await post(sale());
      await ground.api("POST", "/transactions/1/cancel");
      expect((await ground.api("POST", "/transactions/1/cancel")).status).toBe(secondCancel);
      expect(await ground.stock()).toEqual({ "11": "10" });
    },
  );

  it("refuses a closed sale, or writes division 12, where switches say so", async () => {
    await post(sale());
    await ground.control("PATCH", "/switches", { closedSaleCancel: 400, cancelDivisionCode: "12" });
    expect((await ground.api("POST", "/transactions/1/cancel")).status).toBe(400);
    await ground.control("PATCH", "/switches", { closedSaleCancel: 200 });
    expect((await ground.api("POST", "/transactions/1/cancel")).status).toBe(200);
    const changes = await ground.api("GET", "/stock/changes/11/1?stock_division=12");
    expect(changes.body).toHaveLength(1);
  });

  it("is 404 for an unknown transaction, and 400 for a key that it does not know", async () => {
    expect(await ground.api("POST", "/transactions/99/cancel", {})).toMatchObject({
      status: 404,
      body: { title: "NotFound" },
    });
    await post(sale());
    expect((await ground.api("POST", "/transactions/1/cancel", { why: "x" })).status).toBe(400);
  });

  it("disposes by a minus transaction of today, each naming the other's part", async () => {
    await post(sale());
    const offset = await ground.api("POST", "/transactions/1/dispose", {});
    expect(offset.body).toMatchObject({
      transactionHeadId: "2",
      total: "-200",
      disposeDivision: "2",
      disposeServerTransactionHeadId: "1",
      details: [{ quantity: "-2" }],
    });
    expect((await ground.api("GET", "/transactions/1")).body).toMatchObject({ disposeDivision: "1" });
    expect(await ground.stock()).toEqual({ "11": "10" });
    expect((await ground.api("POST", "/transactions/1/dispose", {})).status).toBe(400);
    expect((await ground.api("POST", "/transactions/1/cancel", {})).status).toBe(400);
  });
});
