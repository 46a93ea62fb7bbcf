import { describe, expect, it } from "vitest";
import { noMoney as money } from "../../test/support/money.ts";
import { AppError } from "../kit/errors.ts";
import type { StockRow } from "../stock/rules.ts";
import { line, lineRow, orderRow, sellable } from "./order.fixture.ts";
import {
  planCancelling,
  planEdit,
  planPlacing,
  refuseCancelled,
  refuseOrder,
  touchedBy,
  type EditInput,
  type OrderInput,
} from "./plan-order.ts";
import type { LineRow, Sellable } from "./store.ts";

const stock = (id: string, quantity: number | null, smaregiProductId: string | null = null): StockRow => ({
  id,
  stockManaged: true,
  smaregiProductId,
  quantity,
  level: quantity,
  syncedAt: new Date(0),
});
const isIn = () => true;
const order = (more: Partial<OrderInput>): OrderInput => ({
  kind: "normal",
  lines: [line("a")],
  money,
  ...more,
});
const place = (more: Partial<OrderInput>, sellables: Sellable[], rows: StockRow[]) =>
  planPlacing(order(more), sellables, rows);

function refusalOf(work: () => unknown): [string, string[]] {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.fields.map((field) => field.path)];
    throw error;
  }
  throw new Error("Nothing was refused");
}

it("U7: an order has no more pieces than any stock, in all its lines together", () => {
  const many = (quantity: number) => () =>
    place(
      { lines: [line("a", 999_998, { unitPrice: 0 }), line("a", quantity)] },
      [sellable("a")],
      [{ ...stock("a", null), stockManaged: false }],
    );
  expect(many(1)).not.toThrow();
  expect(refusalOf(many(2))).toEqual(["invalid", ["lines"]]);
});

describe("O1: what only one kind of order has", () => {
  it.each<[OrderInput["kind"], Partial<OrderInput>, string | null]>([
    ["preorder", { releaseOn: "2026-12-24" }, null],
    ["normal", { releaseOn: null }, null],
    ["normal", { releaseOn: "2026-12-24" }, "releaseOn"],
    ["subscription", { releaseOn: "2026-12-24" }, "releaseOn"],
    ["proxy", { enteredBy: "店長" }, null],
    ["proxy", {}, null],
    ["normal", { enteredBy: "店長" }, "enteredBy"],
  ])("%s with %j", (kind, more, path) => {
    const check = () => refuseOrder(order({ kind, ...more }));
    if (path === null) expect(check).not.toThrow();
    else expect(refusalOf(check)).toEqual(["invalid", [path]]);
  });
});

describe("O2: a new order", () => {
  it("copies name, price, tax rate and link of each line, and takes its pieces; the same variation on several lines", () => {
    const coffee = sellable("a", { productName: "珈琲", variationName: "豆", productCode: "C", taxRate: 8 });
    const lines = [line("a", 1), line("a", 2, { unitPrice: 900 })];
    const plan = place({ lines }, [coffee], [stock("a", 5, "8000001")]);
    expect(plan.lines).toEqual([
      {
        variationId: "a",
        productName: "珈琲",
        variationName: "豆",
        productCode: "C",
        systemProductNumber: "number of a",
        smaregiProductId: "8000001",
        unitPrice: 1000,
        taxRate: 8,
        quantity: 1,
        answers: null,
        questions: null,
      },
      expect.objectContaining({ unitPrice: 900, quantity: 2 }),
    ]);
    expect(plan.movements).toEqual([{ variationId: "a", change: -3, quantity: 2, level: 2 }]);
  });

  it("of two variations that share their stock in Smaregi takes from both what either takes", () => {
    const rows = [stock("a", 10, "8000001"), stock("b", 10, "8000001")];
    const plan = place({ lines: [line("a", 4), line("b", 6)] }, [sellable("a"), sellable("b")], rows);
    expect(plan.movements).toEqual([
      { variationId: "a", change: -10, quantity: 0, level: 0 },
      { variationId: "b", change: -10, quantity: 0, level: 0 },
    ]);
  });

  it("at another sum than the buyer was shown is refused", () => {
    const at = (expectedTotal: number) => () =>
      place({ lines: [line("a", 2)], expectedTotal }, [sellable("a")], [stock("a", 5)]);
    expect(at(2000)().lines).toHaveLength(1);
    expect(refusalOf(at(1999))).toEqual(["price_changed", []]);
  });

  it("of too much is refused by its line, with what is left; of what is unknown by its place", () => {
    const rows = [stock("a", 5), stock("b", 1)];
    const both = [sellable("a"), sellable("b")];
    expect(refusalOf(() => place({ lines: [line("a"), line("b"), line("b")] }, both, rows))).toEqual([
      "out_of_stock",
      ["lines[1].quantity"],
    ]);
    expect(refusalOf(() => place({ lines: [line("a"), line("x"), line("y")] }, both, rows))).toEqual([
      "invalid",
      ["lines[1].variationId", "lines[2].variationId"],
    ]);
    // It is read, but no longer locked: it was deleted.
    expect(refusalOf(() => place({}, both, [stock("b", 1)]))).toEqual(["invalid", ["lines[0].variationId"]]);
  });

  it.each([
    [1, 1000, false],
    [1, 1001, true],
    [99_999, 0, false],
    [100_000, 0, true],
  ])("%i pieces of 1,000 yen with a discount of %i: refused: %s", (quantity, discount, isRefused) => {
    const work = () =>
      place(
        { lines: [line("a", quantity)], money: { ...money, discount } },
        [sellable("a")],
        [stock("a", 999_999)],
      );
    if (isRefused) expect(refusalOf(work)).toEqual(["invalid", ["total"]]);
    else expect(work).not.toThrow();
  });
});

describe("U2: answers to a product's questions", () => {
  const plate = sellable("a", {
    questions: [
      { name: "書体", choices: ["明朝", "ゴシック"] },
      { name: "名前", freeText: true },
    ],
  });
  const placeWith = (answers: OrderInput["lines"][number]["answers"], of = plate) =>
    place({ lines: [line("a", 1, { answers })] }, [of], [stock("a", 9)]);

  it.each([
    [
      ["明朝", "山田"],
      ["明朝", "山田"],
    ],
    [{ 名前: "佐藤", 書体: "ゴシック" }, ["ゴシック", "佐藤"]],
    [["ゴシック"], ["ゴシック", ""]],
    [
      ["明朝", "𠮷".repeat(100)],
      ["明朝", "𠮷".repeat(100)],
    ],
  ])("%j are kept with the questions, in their order", (given, answers) => {
    expect(placeWith(given).lines[0]).toMatchObject({ answers, questions: ["書体", "名前"] });
  });

  it.each([
    [["隷書", "山田"], "lines[0].answers[0]"],
    [["明朝", "あ".repeat(101)], "lines[0].answers[1]"],
    [["明朝", "山田", "余分"], "lines[0].answers"],
    [{ 書体: "明朝", 色: "赤" }, "lines[0].answers.色"],
    [{ 名前: "山田" }, "lines[0].answers.書体"],
    [undefined, "lines[0].answers[0]"],
  ])("%j are refused at %s", (given, path) => {
    expect(refusalOf(() => placeWith(given))).toEqual(["invalid", [path]]);
  });

  it("a product that asks nothing takes none", () => {
    expect(refusalOf(() => placeWith(["赤"], sellable("a")))).toEqual(["invalid", ["lines[0].answers"]]);
    expect(placeWith([], sellable("a")).lines[0]).toMatchObject({ answers: null, questions: null });
  });

  it("what was answered stays where the product asks otherwise now; a new line is asked as it is", () => {
    const before = [lineRow("a", { answers: ["明朝", "山田"], questions: ["書体", "名前"] })];
    const now = sellable("a", { questions: [{ name: "木", choices: ["桜", "檜"] }] });
    const edit = (lines: EditInput["lines"]) =>
      planEdit(orderRow(), before, { lines }, { sellables: [now], rows: [stock("a", 9)], isIn });
    expect(edit([line("a", 2), line("a", 1, { answers: ["檜"] })])?.lines).toMatchObject([
      { quantity: 2, answers: ["明朝", "山田"], questions: ["書体", "名前"] },
      { quantity: 1, answers: ["檜"], questions: ["木"] },
    ]);
    expect(edit([line("a", 1, { answers: ["明朝", "山田"] })])).toBeNull();
    expect(refusalOf(() => edit([line("a", 1, { answers: ["明朝", "佐藤"] })]))).toEqual([
      "invalid",
      ["lines[0].answers", "lines[0].answers[0]"],
    ]);
  });
});

describe("O3: an edit", () => {
  const before = [
    lineRow("a", { unitPrice: 1000 }),
    lineRow("a", { position: 2, unitPrice: 900, quantity: 2 }),
  ];
  const edit = (input: EditInput, had: LineRow[] = before, more = {}) =>
    planEdit(orderRow(more), had, input, {
      sellables: [sellable("a", { price: 1200 })],
      isIn,
      rows: [stock("a", 17)],
    });

  it("keeps which line is which, with its price; a further line has the shop's", () => {
    const plan = edit({ lines: [line("a", 3), line("a", 2), line("a", 1)] });
    expect(plan?.lines.map(({ unitPrice }) => unitPrice)).toEqual([1000, 900, 1200]);
    expect(plan?.movements).toEqual([{ variationId: "a", change: -3, quantity: 14, level: 14 }]);
    expect(plan?.sale?.lines.map(({ quantity }) => quantity)).toEqual([3, 2, 1]);
  });

  it.each<[string, EditInput]>([
    ["nothing at all", {}],
    ["the lines as they are", { lines: [line("a", 1), line("a", 2)] }],
    ["the money as it is", { money: { shippingFee: null, discount: 0 } }],
    ["the release date as it is", { releaseOn: null }],
  ])("%s changes nothing", (_, input) => {
    expect(edit(input)).toBeNull();
  });

  it("of the money lines alone moves no stock, and Smaregi is told", () => {
    const plan = edit({ money: { shippingFee: 880 } });
    expect(plan).toMatchObject({
      movements: [],
      sameLines: true,
      buyer: null,
      money: { ...money, shippingFee: 880 },
    });
    expect(plan?.sale?.money.shippingFee).toBe(880);
  });

  it("O5: of the buyer, the release date or the answers alone is none of the transaction", () => {
    expect(edit({ customer: { name: "山田" } })).toMatchObject({
      sale: null,
      movements: [],
      buyer: { customer: '{"name":"山田"}' },
    });
    const moved = edit({ releaseOn: "2027-01-15" }, before, { kind: "preorder", releaseOn: "2026-12-24" });
    expect(moved).toMatchObject({ sale: null, buyer: { releaseOn: "2027-01-15" } });
    const seal = [lineRow("a", { answers: ["山"], questions: ["文字"] })];
    const sellables = [sellable("a", { questions: [{ name: "文字", freeText: true as const }] })];
    const input = { lines: [line("a", 1, { answers: ["川"] })] };
    const answered = planEdit(orderRow(), seal, input, { sellables, rows: [stock("a", 9)], isIn });
    expect(answered).toMatchObject({
      sale: null,
      movements: [],
      sameLines: false,
      lines: [{ answers: ["川"] }],
    });
  });

  it("a release date on another kind of order is refused, too much is refused by its line", () => {
    expect(refusalOf(() => edit({ releaseOn: "2027-01-15" }))).toEqual(["invalid", ["releaseOn"]]);
    expect(refusalOf(() => edit({ lines: [line("a", 1), line("a", 20)] }))).toEqual([
      "out_of_stock",
      ["lines[0].quantity"],
    ]);
    expect(refusalOf(() => edit({ money: { discount: 2801 } }))).toEqual(["invalid", ["total"]]);
  });

  it("keeps a variation that was deleted since, and gives back what is no longer ordered", () => {
    const had = [
      lineRow("gone", { smaregiProductId: "8000009" }),
      lineRow("a", { position: 2, quantity: 2 }),
    ];
    const sellables = [sellable("gone"), sellable("a")];
    const input = { lines: [line("gone", 1)] };
    const plan = planEdit(orderRow(), had, input, { sellables, rows: [stock("a", 3)], isIn });
    expect(plan?.lines).toMatchObject([{ variationId: "gone", smaregiProductId: "8000009" }]);
    expect(plan?.movements).toEqual([{ variationId: "a", change: 2, quantity: 5, level: 5 }]);
  });
});

it("P2: an edit keeps or lowers what it has of a deleted variation, and takes no more of it", () => {
  const had = [lineRow("gone", { quantity: 2 }), lineRow("gone", { position: 2, quantity: 1 })];
  const edited = (...quantities: number[]) =>
    planEdit(
      orderRow(),
      had,
      { lines: quantities.map((quantity) => line("gone", quantity)) },
      { sellables: [sellable("gone")], rows: [], isIn: () => true },
    );
  expect(edited(3)?.lines).toMatchObject([{ quantity: 3 }]);
  expect(edited(1, 1)?.lines).toHaveLength(2);
  expect(refusalOf(() => edited(4))).toEqual(["invalid", ["lines[0].quantity"]]);
  expect(refusalOf(() => edited(2, 2))).toEqual(["invalid", ["lines[1].quantity"]]);
});

describe("O4: a cancellation", () => {
  it("gives back every piece, over all lines", () => {
    const lines = [
      lineRow("a", { quantity: 1 }),
      lineRow("a", { quantity: 2 }),
      lineRow("b", { quantity: 4 }),
    ];
    expect(planCancelling(lines, [stock("a", 0), stock("b", null)], isIn)).toEqual([
      { variationId: "a", change: 3, quantity: 3, level: 3 },
      { variationId: "b", change: 4, quantity: 4, level: 4 },
    ]);
  });
});

it("O3: an edit is about the variations that it gives and those that the order has, each once", () => {
  const before = [lineRow("a"), lineRow("b"), lineRow("a")];
  expect(touchedBy(before, [line("c"), line("b")]).variationIds).toEqual(["c", "b", "a"]);
  expect(touchedBy(before, undefined)).toEqual({ variationIds: ["a", "b"], products: [] });
});

it("O4: cancelled is final", () => {
  expect(refusalOf(() => refuseCancelled(orderRow({ status: "cancelled" })))).toEqual([
    "order_cancelled",
    [],
  ]);
  expect(() => refuseCancelled(orderRow({ status: "shipped" }))).not.toThrow();
});

describe("what is refused says why, in both languages", () => {
  const said = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (error instanceof AppError) return error.fields[0]?.message ?? error.detail;
    }
    return null;
  };
  const one = [sellable("a")];
  const many = [stock("a", 999_999)];
  it.each<[string, () => unknown, string, string]>([
    [
      "too large a sum",
      () => place({ lines: [line("a", 100_000)] }, one, many),
      "99,999,999円を超えて",
      "above 99,999,999",
    ],
    [
      "too much taken off",
      () => place({ money: { ...money, discount: 1001 } }, one, many),
      "注文金額を超えて",
      "more than the order",
    ],
    [
      "too little stock",
      () => place({ lines: [line("a", 3)] }, one, [stock("a", 2)]),
      "残り2",
      "Only 2 left",
    ],
    ["an unknown variation", () => place({}, [], []), "見つからない", "no such variation"],
    [
      "a release date",
      () => refuseOrder(order({ releaseOn: "2026-12-24" })),
      "予約注文だけ",
      "Only a pre-order",
    ],
    [
      "who entered it",
      () => refuseOrder(order({ enteredBy: "店長" })),
      "代理注文だけ",
      "on behalf of the buyer",
    ],
    ["cancelled", () => refuseCancelled(orderRow({ status: "cancelled" })), "キャンセル済み", "is cancelled"],
  ])("%s", (_, work, ja, en) => {
    const text = said(work);
    expect(text?.ja).toContain(ja);
    expect(text?.en).toContain(en);
  });

  it("the largest sum that a till holds, and nothing to pay, are taken", () => {
    const lines = [line("a", 1, { unitPrice: 99_999_999 })];
    expect(() => place({ lines }, one, many)).not.toThrow();
    expect(() => place({ money: { ...money, discount: 1000 } }, one, many)).not.toThrow();
  });
});
