import { describe, expect, it } from "vitest";
import type { Sale } from "../kit/tables.ts";
import {
  answersTo,
  changeOf,
  isUnderWay,
  piecesOf,
  planOperations,
  stockOfSale,
  stockOfStep,
  subtotalOf,
  totalOf,
  type Operation,
} from "./rules.ts";

const money = {
  shippingFee: null,
  paymentFee: 330,
  coolFee: 220,
  wrappingFee: 110,
  discount: 100,
  couponDiscount: 50,
  pointsUsed: 10,
  adjustment: -5,
};
const sale = { orderNumber: "1", lines: [], money } as Sale;
const operation = (
  seq: number,
  kind: "register" | "cancel",
  state: Operation["state"],
  more: Partial<Operation> = {},
): Operation => ({
  id: `${kind}${seq}`,
  seq,
  kind,
  state,
  sale: kind === "register" ? sale : null,
  cancelsId: null,
  ...more,
});

describe("what an edit or a cancellation needs in Smaregi (O3, O4)", () => {
  const register = { kind: "register", sale, cancelsId: null };
  it.each([
    ["nothing was registered: an edit registers", [], sale, [], [register]],
    [
      "not sent yet: dropped and registered anew",
      [operation(1, "register", "waiting")],
      sale,
      ["register1"],
      [register],
    ],
    ["not sent yet, cancelled: only dropped", [operation(1, "register", "waiting")], null, ["register1"], []],
    [
      "failed: a cancellation does nothing, and leaves nothing to repair",
      [operation(1, "register", "failed")],
      null,
      ["register1"],
      [],
    ],
    ["failed: an edit registers", [operation(1, "register", "failed")], sale, [], [register]],
    [
      "registered: cancelled and registered anew",
      [operation(1, "register", "done")],
      sale,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }, register],
    ],
    [
      "unclear: may stand, so it is cancelled",
      [operation(1, "register", "unclear")],
      null,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }],
    ],
    [
      "an edit during an edit: the cancellation is under way already",
      [
        operation(1, "register", "done"),
        operation(2, "cancel", "sending", { cancelsId: "register1" }),
        operation(3, "register", "waiting"),
      ],
      sale,
      ["register3"],
      [register],
    ],
    [
      "the cancellation failed: it is tried anew",
      [
        operation(1, "register", "done"),
        operation(2, "cancel", "failed", { cancelsId: "register1" }),
        operation(3, "register", "failed"),
      ],
      sale,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }, register],
    ],
    [
      "being sent: it may stand, so it is cancelled",
      [operation(1, "register", "sending")],
      null,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }],
    ],
    [
      "the cancellation was dropped: it is asked for again",
      [operation(1, "register", "done"), operation(2, "cancel", "dropped", { cancelsId: "register1" })],
      null,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }],
    ],
    [
      "a cancellation that waits stays, and is none of what can be dropped",
      [operation(1, "register", "done"), operation(2, "cancel", "waiting", { cancelsId: "register1" })],
      null,
      [],
      [],
    ],
    ["dropped before: nothing stands", [operation(1, "register", "dropped")], null, [], []],
  ])("%s", (_, existing, next, drop, add) => {
    expect(planOperations(existing, next)).toEqual({ drop, add });
  });
});

describe("sums", () => {
  it("counts every money line once", () => {
    expect(totalOf([{ unitPrice: 1000, quantity: 2 }], money)).toBe(
      2000 + 330 + 220 + 110 - 100 - 50 - 10 - 5,
    );
  });

  it("takes linked lines only, the same product on several lines together", () => {
    const line = { name: "", unitPrice: 1, taxRate: 10 as const };
    const lines = [
      { ...line, smaregiProductId: "1", quantity: 2 },
      { ...line, smaregiProductId: null, quantity: 5 },
      { ...line, smaregiProductId: "1", quantity: 1 },
    ];
    expect([...stockOfSale({ ...sale, lines })]).toEqual([["1", -3]]);
  });

  it("gives back what is no longer ordered", () => {
    const change = changeOf(
      new Map([
        ["a", 2],
        ["b", 1],
      ]),
      new Map([
        ["a", 5],
        ["c", 1],
      ]),
    );
    expect(Object.fromEntries(change)).toEqual({ a: -3, b: 1, c: -1 });
  });
});

describe("what a step moves in Smaregi", () => {
  const line = { name: "", unitPrice: 1, taxRate: 10 as const };
  const sold = { ...sale, lines: [{ ...line, smaregiProductId: "1", quantity: 2 }] };
  const steps = [operation(1, "register", "done", { sale: sold }), operation(2, "register", "failed")];
  it("a registration takes, a cancellation gives back what its own registration took", () => {
    expect([...stockOfStep({ sale: sold, cancelsId: null }, steps)]).toEqual([["1", -2]]);
    expect([...stockOfStep({ sale: null, cancelsId: "register1" }, steps)]).toEqual([["1", 2]]);
    expect([...stockOfStep({ sale: null, cancelsId: "register2" }, steps)]).toEqual([]);
    expect([...stockOfStep({ sale: null, cancelsId: "gone" }, steps)]).toEqual([]);
  });

  it.each([
    ["waiting", true],
    ["sending", true],
    ["unclear", true],
    ["done", false],
    ["failed", false],
    ["dropped", false],
  ] as const)("%s is under way: %s", (state, expected) => {
    expect(isUnderWay({ state })).toBe(expected);
  });
});

describe("sums of lines", () => {
  it("the same variation on several lines counts together", () => {
    const lines = [
      { variationId: "a", quantity: 2, unitPrice: 100 },
      { variationId: "b", quantity: 1, unitPrice: 50 },
      { variationId: "a", quantity: 3, unitPrice: 90 },
    ];
    expect(Object.fromEntries(piecesOf(lines))).toEqual({ a: 5, b: 1 });
    expect(subtotalOf(lines)).toBe(520);
    expect(subtotalOf([])).toBe(0);
  });

  it("a shipping fee that is decided is paid; what does not change is no change", () => {
    expect(totalOf([], { ...money, shippingFee: 550 })).toBe(550 + 330 + 220 + 110 - 100 - 50 - 10 - 5);
    expect([...changeOf(new Map([["a", 2]]), new Map([["a", 2]]))]).toEqual([]);
  });
});

describe("U2: answers to a product's questions", () => {
  const questions = [
    { name: "書体", choices: ["明朝", "楷書"] },
    { name: "名前", freeText: true as const },
  ];
  const said = (
    given: Parameters<typeof answersTo>[1],
    asked = questions as Parameters<typeof answersTo>[0],
  ) => {
    const { answers, problems } = answersTo(asked, given);
    return { answers, problems: problems.map(({ path, message }) => `${path} ${message.en}`) };
  };
  it.each([
    [
      ["明朝", "山田"],
      ["明朝", "山田"],
    ],
    [["楷書"], ["楷書", ""]],
    [{ 名前: "山田", 書体: "明朝" }, ["明朝", "山田"]],
  ])("%j are %j", (given, answers) => {
    expect(said(given)).toEqual({ answers, problems: [] });
  });

  it.each<[Parameters<typeof answersTo>[1], string[]]>([
    [undefined, ['[0] "書体" needs one of its choices: 明朝、楷書']],
    [["丸"], ['[0] "書体" needs one of its choices: 明朝、楷書']],
    [{ 名前: "山田" }, ['.書体 "書体" needs one of its choices: 明朝、楷書']],
    [["明朝", "x".repeat(101)], ['[1] "名前" takes up to 100 letters.']],
    [["明朝", "山田", "more"], [" There are more answers than questions."]],
    [{ 書体: "明朝", 色: "赤" }, [".色 The product has no such question."]],
  ])("%j: %j", (given, problems) => {
    expect(said(given).problems).toEqual(problems);
  });

  it("a letter outside the basic plane counts once", () => {
    expect(said(["明朝", "😀".repeat(100)]).problems).toEqual([]);
  });

  it("where nothing is asked nothing may be answered", () => {
    const problem = " The product asks nothing: there is nothing to answer.";
    expect(said(["x"], [])).toEqual({ answers: [], problems: [problem] });
    expect(said({ a: "x" }, []).problems).toEqual([problem]);
    for (const given of [undefined, [], {}]) expect(said(given, [])).toEqual({ answers: [], problems: [] });
  });
});
