import { describe, expect, it } from "vitest";
import { answersTo, subtotalOf, totalOf } from "./rules.ts";

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
describe("sums", () => {
  it("counts every money line once", () => {
    expect(totalOf([{ unitPrice: 1000, quantity: 2 }], money)).toBe(
      2000 + 330 + 220 + 110 - 100 - 50 - 10 - 5,
    );
  });
});

describe("sums of lines", () => {
  it("the lines add up", () => {
    const lines = [
      { variationId: "a", quantity: 2, unitPrice: 100 },
      { variationId: "b", quantity: 1, unitPrice: 50 },
      { variationId: "a", quantity: 3, unitPrice: 90 },
    ];
    expect(subtotalOf(lines)).toBe(520);
    expect(subtotalOf([])).toBe(0);
  });

  it("a shipping fee that is decided is paid", () => {
    expect(totalOf([], { ...money, shippingFee: 550 })).toBe(550 + 330 + 220 + 110 - 100 - 50 - 10 - 5);
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
    // P10: in other spellings; the spelling of the choice is stored.
    [["明\u{E0100}朝 "], ["明朝", ""]],
    [{ "名前　": "山田", 書体: "楷\u{200B}書" }, ["楷書", "山田"]],
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

  it.each(["constructor", "__proto__"])(
    "a question may be called %s, too, and go without an answer",
    (name) => {
      expect(said({}, [{ name, freeText: true }])).toEqual({ answers: [""], problems: [] });
      expect(said({ [name]: "a" }, [{ name, choices: ["a"] }])).toEqual({ answers: ["a"], problems: [] });
    },
  );

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
