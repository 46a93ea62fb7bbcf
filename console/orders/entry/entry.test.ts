import { describe, expect, it } from "vitest";
import type { Order, Plan } from "../../../src/http/api-types.ts";
import { product, variation } from "../../products/parts/product.fixture.ts";
import {
  blankEntry,
  bodyOf,
  entryOf,
  lineOf,
  planChangeOf,
  planEntryOf,
  problemsOf,
  rhythmOf,
  type Entry,
  type EntryLine,
} from "./entry.ts";

const plainLine = lineOf(product(), variation());
const asking = product({
  questions: [
    { name: "色", choices: ["白", "藍"] },
    { name: "文字", freeText: true },
  ],
});
const entry = (more: Partial<Entry> = {}): Entry => ({ ...blankEntry("proxy"), lines: [plainLine], ...more });
const withLine = (more: Partial<EntryLine>) => entry({ lines: [{ ...plainLine, ...more }] });

const noMoney = {
  shippingFee: null,
  paymentFee: 0,
  coolFee: 0,
  wrappingFee: 0,
  discount: 0,
  couponDiscount: 0,
  pointsUsed: 0,
  adjustment: 0,
};
const ordered = {
  variationId: "v1",
  systemProductNumber: "0001-0001",
  productName: "扇子",
  variationName: "",
  quantity: 2,
  unitPrice: 900,
  taxRate: 10,
} satisfies Order["lines"][number];
const order = { kind: "normal" as const, lines: [ordered], ...noMoney, customer: null };

describe("a product's line in an order", () => {
  it("is one piece at the shop's price, with what is left", () => {
    expect(plainLine).toMatchObject({ quantity: "1", unitPrice: "1000", left: 7, answers: [] });
    const priced = lineOf(asking, variation({ price: 1200, quantity: null }));
    expect(priced).toMatchObject({ unitPrice: "1200", left: 0, answers: ["", ""] });
    expect(lineOf(product(), variation({ stockManaged: false })).left).toBeNull();
    expect(priced.key).not.toBe(plainLine.key);
  });
});

describe("an order that is edited", () => {
  it("is sent as it was, where nothing is changed", () => {
    const customer = { name: "結城 花", cartNote: "keep" };
    const given = { ...order, shippingFee: 550, discount: 80, customer };
    const { lines, ...rest } = bodyOf(entryOf(given, []), customer);
    expect(lines).toEqual([{ variationId: "v1", quantity: 2, unitPrice: 900 }]);
    expect(rest).toEqual({ ...noMoney, shippingFee: 550, discount: 80, customer });
  });

  it("shows nothing for no amount, but for a shipping that is free", () => {
    expect(entryOf({ ...order, shippingFee: 0 }, [])).toMatchObject({ shippingFee: "0", discount: "" });
    expect(entryOf(order, []).shippingFee).toBe("");
  });

  it("U2: asks the product's questions again while they are the same, else keeps what was answered", () => {
    const line = { ...ordered, questions: ["色", "文字"], answers: ["藍", "花"] };
    const [same] = entryOf({ ...order, lines: [line] }, [asking]).lines;
    expect(same).toMatchObject({ questions: asking.questions, answers: ["藍", "花"] });
    expect(same).not.toHaveProperty("kept");
    const now = { ...asking, questions: [{ name: "柄", choices: ["市松"] }] };
    const [other] = entryOf({ ...order, lines: [line] }, [now]).lines;
    expect(other).toMatchObject({
      questions: [],
      answers: [],
      kept: { questions: ["色", "文字"], answers: ["藍", "花"] },
    });
  });
});

describe("an entry, as it is sent", () => {
  it("reads amounts as they are typed; blank is none, and an undecided shipping", () => {
    const typed = entry({
      paymentFee: "３３０",
      adjustment: "▲50",
      lines: [{ ...plainLine, quantity: "２", unitPrice: "1,000円" }],
    });
    expect(bodyOf(typed, null)).toEqual({
      ...noMoney,
      paymentFee: 330,
      adjustment: -50,
      lines: [{ variationId: "v1", quantity: 2, unitPrice: 1000 }],
    });
  });

  it("a buyer with what is known beside the form; one that was emptied, too; none where nobody is known", () => {
    const customer = { ...blankEntry("proxy").customer, name: " 結城 花 " };
    expect(bodyOf(entry({ customer }), null)).toMatchObject({ customer: { name: "結城 花" } });
    expect(bodyOf(entry(), { name: "結城 花", cartNote: "keep" })).toMatchObject({
      customer: { cartNote: "keep" },
    });
    expect(bodyOf(entry(), null)).not.toHaveProperty("customer");
  });

  it("a release date with a preorder only", () => {
    expect(bodyOf(entry({ kind: "preorder", releaseOn: "2030-04-01" }), null)).toMatchObject({
      releaseOn: "2030-04-01",
    });
    expect(bodyOf(entry({ kind: "preorder" }), null)).toMatchObject({ releaseOn: null });
    expect(bodyOf(entry({ releaseOn: "2030-04-01" }), null)).not.toHaveProperty("releaseOn");
  });

  it("answers without blanks around them", () => {
    const lines = [{ ...lineOf(asking, variation()), answers: ["白", " 花 "] }];
    expect(bodyOf(entry({ lines }), null).lines[0]?.answers).toEqual(["白", "花"]);
  });
});

describe("a plan's entry", () => {
  const { taxRate: _, ...line } = ordered;
  const plan: Plan = {
    ...noMoney,
    id: "plan",
    kind: "subscription",
    state: "active",
    every: { unit: "month", count: 2 },
    firstOn: "2026-12-01",
    endsOn: null,
    nextOn: "2026-12-01",
    customer: null,
    problem: null,
    createdAt: "2026-11-25T00:00:00Z",
    updatedAt: "2026-11-25T00:00:00Z",
    lines: [{ ...line, unitPrice: 900, price: 900 }],
  };
  const shopLine = { ...line, price: 1000 };
  const { unitPrice: __, ...atShopPrice } = shopLine;

  it("goes by the shop's price while that stands there, by its own once another is entered", () => {
    const edited = planEntryOf({ ...plan, lines: [atShopPrice] }, []);
    expect(bodyOf(edited, null).lines[0]).not.toHaveProperty("unitPrice");
    const lines = edited.lines.map((each) => ({ ...each, unitPrice: "950" }));
    expect(bodyOf({ ...edited, lines }, null).lines[0]?.unitPrice).toBe(950);
    expect(bodyOf(planEntryOf(plan, []), null).lines[0]?.unitPrice).toBe(900);
  });

  it("has answers in the order of the questions, however they were given", () => {
    for (const answers of [["藍", "花"], { 文字: "花", 色: "藍" }]) {
      const given = { ...plan, lines: [{ ...atShopPrice, answers }] };
      expect(planEntryOf(given, [asking]).lines[0]?.answers).toEqual(["藍", "花"]);
    }
  });

  it("says how often and until when", () => {
    expect(rhythmOf(planEntryOf(plan, []))).toEqual({ every: { unit: "month", count: 2 }, endsOn: null });
    const typed = {
      ...planEntryOf(plan, []),
      every: { unit: "week" as const, count: "３" },
      endsOn: "2027-01-31",
    };
    expect(rhythmOf(typed)).toEqual({ every: { unit: "week", count: 3 }, endsOn: "2027-01-31" });
  });

  it("sends of a change what was changed, so that another's change of the rest stays", () => {
    const opened = planEntryOf(plan, []);
    const every = { unit: "week" as const, count: "3" };
    expect(planChangeOf(opened, { ...opened, every, discount: "50" }, plan.customer)).toEqual({
      every: { unit: "week", count: 3 },
      discount: 50,
    });
    const customer = { ...opened.customer, name: "結城 花" };
    expect(planChangeOf(opened, { ...opened, customer }, plan.customer)).toEqual({
      customer: { ...plan.customer, name: "結城 花" },
    });
    expect(planChangeOf(opened, opened, plan.customer)).toEqual({});
  });

  it.each([
    [{ every: { unit: "week" as const, count: "53" } }, { "every.count": "wrongCount" }],
    [{ every: { unit: "week" as const, count: "52" } }, {}],
    [{ every: { unit: "month" as const, count: "25" } }, { "every.count": "wrongCount" }],
    [{ every: { unit: "month" as const, count: "0" } }, { "every.count": "wrongCount" }],
    [{ firstOn: "" }, { firstOn: "noFirst" }],
  ])("with %j: %j", (more, problems) => {
    expect(problemsOf({ ...planEntryOf(plan, []), ...more })).toEqual(problems);
  });
});

describe("what the form of an order can tell", () => {
  it("nothing where it can be sent", () => {
    expect(problemsOf(entry())).toEqual({});
  });

  it("that there are no lines", () => {
    expect(problemsOf(entry({ lines: [] }))).toEqual({ lines: "noLines" });
  });

  it.each<[Partial<EntryLine>, Record<string, string>]>([
    [{ quantity: "0" }, { "lines.0.quantity": "wrongQuantity" }],
    [{ quantity: "" }, { "lines.0.quantity": "wrongQuantity" }],
    [{ quantity: "1000000" }, { "lines.0.quantity": "wrongQuantity" }],
    [{ quantity: "９９９,９９９" }, {}],
    [{ unitPrice: "-1" }, { "lines.0.unitPrice": "wrongPrice" }],
    [{ unitPrice: "0" }, {}],
    [{ unitPrice: "100000000" }, { "lines.0.unitPrice": "wrongPrice" }],
    [{ questions: asking.questions, answers: ["", ""] }, { "lines.0.answers.0": "wrongAnswer" }],
    [{ questions: asking.questions, answers: ["朱", ""] }, { "lines.0.answers.0": "wrongAnswer" }],
    [
      { questions: asking.questions, answers: ["白", "字".repeat(101)] },
      { "lines.0.answers.1": "longAnswer" },
    ],
    // A letter of two code units counts as one, as it does for the reader.
    [{ questions: asking.questions, answers: ["白", "𠮷".repeat(100)] }, {}],
  ])("of a line with %j: %j", (more, problems) => {
    expect(problemsOf(withLine(more))).toEqual(problems);
  });

  it.each<[Partial<Entry>, Record<string, string>]>([
    [{ shippingFee: "x" }, { shippingFee: "wrongPrice" }],
    [{ discount: "-1" }, { discount: "wrongPrice" }],
    [{ adjustment: "-1" }, {}],
    [{ adjustment: "1.5" }, { adjustment: "wrongAmount" }],
    [{ adjustment: "-100000000" }, { adjustment: "wrongAmount" }],
  ])("of the amounts %j: %j", (more, problems) => {
    expect(problemsOf(entry(more))).toEqual(problems);
  });
});
