import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noMoney } from "../../test/support/money.ts";
import type { Sale } from "../kit/tables.ts";
import {
  amountsOf,
  comesForMs,
  innerTax,
  isOver,
  nextCall,
  stepsToReopen,
  transactionBody,
  verdictOn,
  type Step,
} from "./rules.ts";

const yen = fc.integer({ min: 0, max: 50_000 });
const line = fc.record({
  smaregiProductId: fc.option(fc.constantFrom("8000001", "8000002")),
  name: fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }),
  unitPrice: yen,
  taxRate: fc.constantFrom(8 as const, 10 as const),
  quantity: fc.integer({ min: 1, max: 50 }),
});
const money = fc.record({
  shippingFee: fc.option(yen),
  paymentFee: yen,
  coolFee: yen,
  wrappingFee: yen,
  discount: yen,
  couponDiscount: yen,
  pointsUsed: yen,
  adjustment: fc.integer({ min: -50_000, max: 50_000 }),
});
const sales = fc.record({
  orderNumber: fc.constant("00000001"),
  lines: fc.array(line, { minLength: 1, maxLength: 20 }),
  money,
});
const head = {
  storeId: "1",
  terminalId: "2",
  terminalTranId: "7",
  terminalTranDateTime: "2026-11-24T09:00:00+09:00",
  transactionUuid: "u",
};

const none = { ...noMoney, shippingFee: 0 };

describe("the order as a transaction", () => {
  it("agrees with Smaregi's own sums, to the yen, for every combination of money lines", () => {
    fc.assert(
      fc.property(sales, (sale: Sale) => {
        const body = transactionBody(sale, head);
        const number = (name: keyof typeof body) => Number(body[name]);
        const lines = body.details.reduce(
          (sum, each) => sum + Number(each.salesPrice) * Number(each.quantity),
          0,
        );
        expect(number("subtotal")).toBe(lines);
        const total =
          lines -
          number("subtotalDiscountPrice") -
          number("pointDiscount") +
          number("carriage") +
          number("commission");
        expect(number("total")).toBe(total);
        const { money: m } = sale;
        const paid =
          lines +
          (m.shippingFee ?? 0) +
          m.paymentFee +
          m.coolFee +
          m.wrappingFee -
          m.discount -
          m.couponDiscount -
          m.pointsUsed +
          m.adjustment;
        expect(total).toBe(paid);
      }),
    );
  });

  it("sends every value as a string, amounts from 0, names of at most 85 letters", () => {
    fc.assert(
      fc.property(sales, (sale: Sale) => {
        const { details, ...body } = transactionBody(sale, head);
        for (const value of [...Object.values(body), ...details.flatMap((each) => Object.values(each))]) {
          expect(typeof value).toBe("string");
        }
        for (const name of [
          "subtotalDiscountPrice",
          "pointDiscount",
          "carriage",
          "commission",
          "taxInclude",
        ] as const) {
          expect(Number(body[name])).toBeGreaterThanOrEqual(0);
        }
        for (const each of details)
          expect([...("productName" in each ? each.productName : "")].length).toBeLessThanOrEqual(85);
      }),
    );
  });

  it("O1, O6: goes out as 取引登録 takes it: each value in its field, unlinked lines by their names", () => {
    const item = {
      name: "品",
      unitPrice: 1080,
      taxRate: 8 as const,
      quantity: 2,
      smaregiProductId: "8000001",
    };
    const gift = {
      name: "😀".repeat(90),
      unitPrice: 550,
      taxRate: 10 as const,
      quantity: 1,
      smaregiProductId: null,
    };
    const sale = {
      orderNumber: "00000012",
      lines: [item, gift],
      money: { ...none, shippingFee: 550, discount: 100, pointsUsed: 50 },
    };
    expect(transactionBody(sale, head)).toEqual({
      transactionHeadDivision: "1",
      cancelDivision: "0",
      subtotal: "2710",
      subtotalDiscountPrice: "100",
      pointDiscount: "50",
      total: "3110",
      taxInclude: String(innerTax(sale.lines, 550, 150)),
      taxExclude: "0",
      sellDivision: "0",
      taxRounding: "1",
      roundingDivision: "00",
      carriage: "550",
      commission: "0",
      deposit: "3110",
      depositCash: "0",
      depositCredit: "3110",
      change: "0",
      ...head,
      memo: "00000012",
      details: [
        {
          transactionDetailId: "1",
          transactionDetailDivision: "1",
          productId: "8000001",
          price: "1080",
          salesPrice: "1080",
          quantity: "2",
          taxDivision: "0",
          reduceTaxId: "10000001",
        },
        {
          transactionDetailId: "2",
          transactionDetailDivision: "1",
          productName: "😀".repeat(85),
          price: "550",
          salesPrice: "550",
          quantity: "1",
          taxDivision: "0",
        },
      ],
    });
  });

  it("the tax counts all fees and all reductions", () => {
    const money = { ...none, shippingFee: 1000, paymentFee: 300, discount: 500, pointsUsed: 400 };
    const lines = [
      { name: "", unitPrice: 10_000, taxRate: 10 as const, quantity: 1, smaregiProductId: null },
    ];
    expect(amountsOf({ orderNumber: "1", lines, money }).taxInclude).toBe(innerTax(lines, 1300, 900));
  });

  it.each([
    ["one rate", [{ unitPrice: 1100, taxRate: 10, quantity: 1 }], 0, 0, 100],
    [
      "both rates",
      [
        { unitPrice: 1080, taxRate: 8, quantity: 1 },
        { unitPrice: 1100, taxRate: 10, quantity: 1 },
      ],
      0,
      0,
      180,
    ],
    [
      "rounded down once a rate",
      [
        { unitPrice: 105, taxRate: 10, quantity: 3 },
        { unitPrice: 107, taxRate: 8, quantity: 3 },
      ],
      0,
      0,
      28 + 23,
    ],
    ["fees at 10 %", [{ unitPrice: 1080, taxRate: 8, quantity: 1 }], 550, 0, 80 + 50],
    [
      "a reduction in proportion",
      [
        { unitPrice: 1080, taxRate: 8, quantity: 1 },
        { unitPrice: 1080, taxRate: 10, quantity: 1 },
      ],
      0,
      1080,
      40 + 49,
    ],
    ["nothing left", [{ unitPrice: 1080, taxRate: 8, quantity: 1 }], 0, 1080, 0],
  ] as const)("taxInclude: %s", (_, lines, fees, reductions, tax) => {
    const named = lines.map((each) => ({ ...each, smaregiProductId: null, name: "" }));
    expect(innerTax(named, fees, reductions)).toBe(tax);
  });

  it("has no fee where the shipping is undecided", () => {
    expect(amountsOf({ orderNumber: "1", lines: [], money: { ...none, shippingFee: null } }).carriage).toBe(
      0,
    );
  });
});

const step = (seq: number, kind: Step["kind"], state: Step["state"], more: Partial<Step> = {}): Step => ({
  id: `s${seq}`,
  seq,
  kind,
  state,
  cancelsId: null,
  transactionId: kind === "register" && state === "done" ? `t${seq}` : null,
  contractId: "sb_a",
  ...more,
});

describe("the next call of a step", () => {
  const registered = step(1, "register", "done");
  const cancel = (state: Step["state"]) => step(2, "cancel", state, { cancelsId: "s1" });
  const again = step(3, "register", "waiting");
  it("registers, cancels what stands, and does nothing for what does not", () => {
    expect(nextCall(again, [again])).toEqual({ do: "register" });
    expect(nextCall(cancel("waiting"), [registered, cancel("waiting"), again])).toEqual({
      do: "cancel",
      transactionId: "t1",
      contractId: "sb_a",
    });
    expect(nextCall(cancel("waiting"), [step(1, "register", "failed"), cancel("waiting")])).toEqual({
      do: "nothing",
    });
  });
  it("never registers beside a transaction that still stands", () => {
    expect(nextCall(again, [registered, cancel("done"), again])).toEqual({ do: "register" });
    expect(nextCall(again, [registered, cancel("failed"), again])).toEqual({ do: "refuse" });
  });
  it("cancels the transaction of its own registration, and nothing of one that has none", () => {
    const own = step(4, "cancel", "waiting", { cancelsId: "s3" });
    expect(nextCall(own, [registered, step(3, "register", "done"), own])).toMatchObject({
      transactionId: "t3",
    });
    expect(nextCall(own, [registered, own])).toEqual({ do: "nothing" });
    const unnumbered = step(3, "register", "done", { transactionId: null });
    expect(nextCall(own, [unnumbered, own])).toEqual({ do: "nothing" });
    const failed = step(3, "register", "failed", { transactionId: "t3" });
    expect(nextCall(own, [failed, own])).toEqual({ do: "nothing" });
  });
  it("only what came before it and stands keeps a registration back; a dropped cancellation is none", () => {
    const first = step(1, "register", "waiting");
    expect(nextCall(first, [first, step(2, "register", "done")])).toEqual({ do: "register" });
    expect(nextCall(again, [step(1, "register", "failed"), again])).toEqual({ do: "register" });
    expect(nextCall(first, [first, cancel("dropped")])).toEqual({ do: "register" });
  });
  it("sends no registration that is to be cancelled anyway", () => {
    const first = step(1, "register", "waiting");
    expect(nextCall(first, [first, cancel("waiting")])).toEqual({ do: "nothing" });
  });
});

describe("B4: the failed steps that sending again is good for", () => {
  const registered = step(1, "register", "done");
  const lost = step(1, "register", "failed");
  const cancel = (seq: number, state: Step["state"]) => step(seq, "cancel", state, { cancelsId: "s1" });
  it.each<[string, Step[], boolean, string[]]>([
    ["nothing failed", [registered, cancel(2, "waiting")], false, []],
    ["the registration failed", [lost], false, ["s1"]],
    ["it failed, and the order is cancelled", [lost], true, []],
    ["it failed, and another took its place", [lost, step(2, "register", "done")], false, []],
    ["it failed, and so did the one in its place", [lost, step(2, "register", "failed")], false, ["s2"]],
    [
      "it failed, and the one in its place was dropped",
      [lost, step(2, "register", "dropped")],
      false,
      ["s1"],
    ],
    ["it is to be cancelled anyway", [lost, cancel(2, "waiting")], false, []],
    ["its cancellation was dropped", [lost, cancel(2, "dropped")], false, ["s1"]],
    ["the cancellation of what stands failed", [registered, cancel(2, "failed")], true, ["s2"]],
    [
      "so it does beside a new registration",
      [registered, cancel(2, "failed"), step(3, "register", "failed")],
      false,
      ["s2", "s3"],
    ],
    [
      "it failed twice: the newest counts",
      [registered, cancel(2, "failed"), cancel(3, "failed")],
      true,
      ["s3"],
    ],
    [
      "it failed, and another is under way",
      [registered, cancel(2, "failed"), cancel(3, "sending")],
      true,
      [],
    ],
    [
      "it failed after one that is under way",
      [registered, cancel(2, "sending"), cancel(3, "failed")],
      true,
      [],
    ],
    ["what it cancels does not stand", [lost, cancel(2, "failed")], true, []],
    [
      "the cancellation of another is none of it",
      [
        registered,
        cancel(2, "failed"),
        step(3, "register", "done"),
        step(4, "cancel", "failed", { cancelsId: "s3" }),
      ],
      true,
      ["s2", "s4"],
    ],
  ])("%s", (_, steps, isCancelled, expected) => {
    expect(stepsToReopen(steps, isCancelled).map(({ id }) => id)).toEqual(expected);
  });
});

describe("what becomes of a step (B2, B3, F3)", () => {
  const refused = { kind: "refused", status: 400, reason: "x", final: false } as const;
  const gone = { kind: "notThere", comesForMs: 0, reason: "x" } as const;
  it("standard: a refusal and a look that finds nothing are failures; assured: sent again", () => {
    expect(verdictOn(refused, "standard", 1, 0.5)).toMatchObject({ state: "failed" });
    expect(verdictOn(gone, "standard", 1, 0.5)).toMatchObject({ state: "failed" });
    expect(verdictOn(refused, "assured", 1, 0.5)).toMatchObject({ state: "waiting" });
    expect(verdictOn(gone, "assured", 1, 0.5)).toMatchObject({ state: "waiting", retryMs: 0 });
    expect(verdictOn({ ...refused, final: true }, "assured", 1, 0.5)).toMatchObject({ state: "failed" });
  });
  it("done is done, by whichever way it was learnt", () => {
    for (const byLook of [true, false]) {
      const done = { kind: "done", transactionId: "t1", byLook } as const;
      expect(verdictOn(done, "standard", 1, 0)).toEqual({ state: "done", transactionId: "t1", byLook });
    }
  });
  it("assured: what is not there after many tries is sent less and less often", () => {
    expect(verdictOn(gone, "assured", 8, 1)).toMatchObject({ state: "waiting", retryMs: 256_000 });
  });
  it("both: the unclear is looked for, and again later where something can still come", () => {
    for (const mode of ["standard", "assured"] as const) {
      expect(
        verdictOn({ kind: "unclear", status: null, reason: "x", sentAt: null }, mode, 1, 0),
      ).toMatchObject({
        state: "unclear",
        retryMs: 0,
      });
      expect(verdictOn({ ...gone, comesForMs: 700 }, mode, 1, 0)).toMatchObject({
        state: "unclear",
        retryMs: 700,
      });
      expect(verdictOn({ kind: "lookFailed", status: 503, reason: "x" }, mode, 1, 0)).toMatchObject({
        state: "unclear",
        report: true,
      });
    }
  });
  it("backs off from a second to an hour, never all at the same time", () => {
    const waits = [0, 5, 50].map((tries) => verdictOn(refused, "assured", tries, 1));
    expect(waits).toMatchObject([{ retryMs: 1_000 }, { retryMs: 32_000 }, { retryMs: 3_600_000 }]);
    expect(verdictOn(refused, "assured", 5, 0)).toMatchObject({ retryMs: 16_000 });
  });
  it("is over after a 5xx of Smaregi's, not after a gateway's or none", () => {
    expect([500, 503, 502, 504, null].map(isOver)).toEqual([true, true, false, false, false]);
  });
  it("waits half as long again as the time-out after a call without an answer, a second after a 5xx", () => {
    const sentAt = new Date(1_000_000);
    const unanswered = { sentAt, answeredAt: null, answeredStatus: null, createdAt: sentAt };
    expect(comesForMs(unanswered, 10_000, new Date(1_005_000))).toBe(10_000);
    expect(comesForMs(unanswered, 10_000, new Date(1_015_000))).toBe(0);
    const answered = { ...unanswered, answeredAt: new Date(1_001_000), answeredStatus: 500 };
    expect(comesForMs(answered, 10_000, new Date(1_001_400))).toBe(600);
    expect(comesForMs({ ...answered, answeredStatus: 504 }, 10_000, new Date(1_005_000))).toBe(10_000);
  });
});
