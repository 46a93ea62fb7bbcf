import { describe, expect, it } from "vitest";
import { product, variation } from "../parts/product.fixture.ts";
import { change, choicesOf, newProduct, newQuestion, newVariation, registration, valuesOf } from "./form.ts";

describe("a product's form, as it is sent", () => {
  it("reads numbers as they are typed, and blanks as nothing", () => {
    const row = {
      ...newVariation(),
      janCode: "４９０１２３４ ５６７８９４",
      quantity: "１,０００",
      productCode: " ",
    };
    const values = {
      ...newProduct(),
      name: " 手ぬぐい ",
      price: "１,５００円",
      taxRate: "8",
      variations: [row],
    };
    expect(registration(values)).toEqual({
      name: "手ぬぐい",
      productCode: null,
      price: 1500,
      taxRate: 8,
      published: false,
      variationPattern: "none",
      questions: [],
      variations: [
        {
          name: "",
          productCode: null,
          janCode: "4901234567894",
          price: null,
          stockManaged: true,
          smaregiProductId: null,
          quantity: 1000,
        },
      ],
    });
  });

  it("U3: sends no quantity of what Smaregi or nobody counts", () => {
    const linked = { ...newVariation(), smaregiProductId: "８０００００１", quantity: "5" };
    const unlimited = { ...newVariation(), stockManaged: false, quantity: "5" };
    const { variations } = registration({ ...newProduct(), variations: [linked, unlimited] });
    expect(variations.map((each) => "quantity" in each)).toEqual([false, false]);
    expect(variations[0]?.smaregiProductId).toBe("8000001");
  });

  it("U2: sends names of variations with pattern 1 only, and questions with pattern 2 only", () => {
    const questions = [
      { ...newQuestion(), name: " 書体 ", choices: "明朝\n\n ゴシック \n" },
      { ...newQuestion(), name: "名前", isFreeText: true, choices: "left over" },
    ];
    const values = { ...newProduct(), questions, variations: [{ ...newVariation(), name: " 青海波 " }] };
    const sent = (variationPattern: "none" | "pattern1" | "pattern2") => {
      const { questions: asked, variations } = registration({ ...values, variationPattern });
      return { asked, name: variations[0]?.name };
    };
    expect(sent("none")).toEqual({ asked: [], name: "" });
    expect(sent("pattern1")).toEqual({ asked: [], name: "青海波" });
    expect(sent("pattern2")).toEqual({
      asked: [
        { name: "書体", choices: ["明朝", "ゴシック"] },
        { name: "名前", freeText: true },
      ],
      name: "",
    });
  });

  it("takes a question's choices line by line", () => {
    expect(choicesOf(" 紺\n\n朱 \n")).toEqual(["紺", "朱"]);
    expect(choicesOf("")).toEqual([]);
  });
});

describe("a change of a product", () => {
  const saved = product({
    variationPattern: "pattern1",
    questions: [{ name: "色", choices: ["紺", "朱"] }],
    variations: [variation({ name: "白" }), variation({ id: "v2", name: "藍", price: 1200, quantity: null })],
  });
  const initial = valuesOf(saved);
  const [white, blue] = initial.variations;
  if (white === undefined || blue === undefined) throw new Error("unreachable: both are there");

  it("shows a product as it is saved, and sends nothing of it while nothing is changed", () => {
    expect(initial).toMatchObject({ price: "1000", taxRate: "10", questions: [{ choices: "紺\n朱" }] });
    expect(initial.variations.map(({ price, quantity }) => [price, quantity])).toEqual([
      ["", "7"],
      ["1200", ""],
    ]);
    expect(change(initial, valuesOf(saved), saved)).toEqual({});
    expect(change(initial, { ...initial, price: "１,０００" }, saved)).toEqual({});
  });

  it("sends only what was changed, so that nobody else's change is undone", () => {
    expect(change(initial, { ...initial, name: "扇", published: false }, saved)).toEqual({
      name: "扇",
      published: false,
    });
  });

  it("of the variations only what was changed: a link or a variation that somebody else made meanwhile stays", () => {
    const variations = [
      { ...white, productCode: "W" },
      { ...blue, quantity: "3" },
    ];
    const now = { ...saved, variations: [...saved.variations, variation({ id: "v3", name: "朱" })] };
    expect(change(initial, { ...initial, variations }, now)).toEqual({
      variations: [{ id: "v1", productCode: "W" }, { id: "v2", quantity: 3 }, { id: "v3" }],
    });
  });

  it("of the questions only what was changed: one that somebody else changed or added meanwhile stays", () => {
    const asked = product({
      variationPattern: "pattern2",
      questions: [
        { name: "色", choices: ["紺", "朱"] },
        { name: "名入れ", freeText: true },
      ],
    });
    const opened = valuesOf(asked);
    const questions = opened.questions.map((each) =>
      each.name === "色" ? { ...each, choices: "紺\n朱\n白" } : each,
    );
    const now = {
      ...asked,
      questions: [
        { name: "色", choices: ["紺"] },
        { name: "名入れ", choices: ["あり", "なし"] },
        { name: "包装", freeText: true as const },
      ],
    };
    expect(change(opened, { ...opened, questions }, now)).toEqual({
      questions: [
        { name: "色", choices: ["紺", "朱", "白"] },
        { name: "名入れ", choices: ["あり", "なし"] },
        { name: "包装", freeText: true },
      ],
    });
    const without = { ...opened, questions: opened.questions.slice(0, 1) };
    expect(change(opened, without, now).questions?.map(({ name }) => name)).toEqual(["色", "包装"]);
  });

  it("sends a quantity only where it was touched: it may have been sold meanwhile", () => {
    const variations = [
      { ...white, productCode: "W" },
      { ...blue, quantity: "3" },
    ];
    const sent = change(initial, { ...initial, variations }, saved).variations ?? [];
    expect(
      sent.map(({ id, productCode, ...rest }) => [id, productCode, "quantity" in rest ? rest.quantity : "-"]),
    ).toEqual([
      ["v1", "W", "-"],
      ["v2", undefined, 3],
    ]);
  });

  it("sends the quantity of a new row, and leaves a row out that was taken away", () => {
    const variations = [white, { ...newVariation(), name: "朱", quantity: "2" }];
    const sent = change(initial, { ...initial, variations }, saved).variations;
    expect(sent).toMatchObject([{ id: "v1" }, { name: "朱", quantity: 2 }]);
    expect(sent?.[1]).not.toHaveProperty("id");
  });
});
