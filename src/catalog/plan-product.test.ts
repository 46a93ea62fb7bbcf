import { describe, expect, it } from "vitest";
import { AppError } from "../kit/errors.ts";
import { planChange, planNewProduct, wordsOf, type ProductWrite } from "./plan-product.ts";
import { productState } from "./product.fixture.ts";
import type { ProductInput, VariationInput } from "./rules.ts";

const newProduct = (more: ProductInput = {}) =>
  planNewProduct({ ...more, name: "品", price: 100, taxRate: 10 }, 7);
const stockOf = ({ steps }: ProductWrite) => steps.map(({ stock }) => stock.quantity);
const namesOf = ({ steps }: ProductWrite) => steps.map(({ values }) => values.name);

function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("Nothing was refused");
}

describe("U1: a new product", () => {
  it("has one unnamed variation, managed and without a quantity, where nothing is said of it", () => {
    const write = newProduct();
    expect(write).toMatchObject({ serial: 7, isNew: true, lastSerial: 0, removedIds: [] });
    expect(write.columns).toEqual({
      productCode: null,
      name: "品",
      price: 100,
      taxRate: 10,
      published: false,
      variationPattern: "none",
      questions: [],
    });
    expect(write.steps).toMatchObject([
      { before: null, values: { name: "", stockManaged: true }, stock: { quantity: null } },
    ]);
  });

  it("of pattern 1 has those that are given, each with its own codes, price and tax rate", () => {
    const small = { name: "S", janCode: "4901234567894", productCode: "T-S", price: 90, taxRate: 8 } as const;
    const variations = [
      { ...small, quantity: 1 },
      { name: "M", stockManaged: false },
    ];
    const { steps } = newProduct({ variationPattern: "pattern1", variations });
    expect(steps).toMatchObject([
      { values: { ...small, position: 0 }, stock: { quantity: 1 } },
      {
        values: { name: "M", janCode: null, price: null, taxRate: null, position: 1 },
        stock: { quantity: null },
      },
    ]);
  });

  it.each<[string, ProductInput, string]>([
    ["pattern 1 without a variation", { variationPattern: "pattern1" }, "variations"],
    ["two variations without a pattern", { variations: [{}, {}] }, "variations"],
    ["pattern 2 without a question", { variationPattern: "pattern2" }, "questions"],
    ["a variation's ID", { variations: [{ id: "p1v1" }] }, "variations[0].id"],
  ])("with %s is refused by its place", (_, input, path) => {
    const refused = refusalOf(() => newProduct(input));
    expect([refused.code, refused.fields.map((field) => field.path)]).toEqual(["invalid", [path]]);
  });

  it("U4: a linked variation takes no quantity, U3: nor does one without the flag", () => {
    const linked = refusalOf(() => newProduct({ variations: [{ smaregiProductId: "1", quantity: 5 }] }));
    expect(linked).toMatchObject({ code: "stock_locked", fields: [{ path: "variations[0].quantity" }] });
    const unlimited = refusalOf(() => newProduct({ variations: [{ stockManaged: false, quantity: 5 }] }));
    expect(unlimited).toMatchObject({ code: "invalid", fields: [{ path: "variations[0].quantity" }] });
  });
});

describe("U1: a change of a product", () => {
  const shirt = productState({ productCode: "T", serial: 3 }, [
    { name: "S", price: 90, quantity: 2 },
    { name: "M", smaregiProductId: "8000001", quantity: 10 },
    { name: "L", stockManaged: false },
  ]);
  const change = (input: ProductInput) => planChange(shirt, input);

  it("of something else leaves the variations as they are", () => {
    const write = change({ name: "新しい名", productCode: null });
    expect(write).toMatchObject({ id: "p3", isNew: false, serial: 3, lastSerial: 3, removedIds: [] });
    expect(write.columns).toMatchObject({ name: "新しい名", productCode: null, price: 100 });
    expect([namesOf(write), stockOf(write)]).toEqual([
      ["S", "M", "L"],
      [2, 10, null],
    ]);
  });

  it("adds, changes, orders and removes variations by what it lists", () => {
    const write = change({
      variations: [
        { name: "XL", quantity: 4 },
        { id: "p3v2", name: "M2" },
        { id: "p3v1", price: null },
      ],
    });
    expect(namesOf(write)).toEqual(["XL", "M2", "S"]);
    expect(stockOf(write)).toEqual([4, 10, 2]);
    expect(write.steps.map(({ values }) => values.position)).toEqual([0, 1, 2]);
    expect(write.steps[2]?.values.price).toBeNull();
    expect(write.removedIds).toEqual(["p3v3"]);
    expect(["p3v1", "p3v2", "p3v3"]).not.toContain(write.steps[0]?.id);
  });

  it.each<[string, VariationInput, object]>([
    [
      "not linked any more: it keeps what it had",
      { smaregiProductId: null },
      { quantity: 10, awaitsFirstSync: false },
    ],
    [
      "U6: linked elsewhere: 0 until its first sync",
      { smaregiProductId: "8000002" },
      { quantity: 0, awaitsFirstSync: true },
    ],
    ["U3: flag off: no quantity", { stockManaged: false }, { quantity: null, awaitsFirstSync: false }],
    ["the synced quantity repeated: no change", { quantity: 10 }, { quantity: 10, awaitsFirstSync: false }],
  ])("%s", (_, given, stock) => {
    const variations = [{ id: "p3v1" }, { id: "p3v2", ...given }, { id: "p3v3" }];
    expect(change({ variations }).steps[1]?.stock).toMatchObject(stock);
  });

  it("U4: a synced quantity refuses the whole of it, with the variation's name, or its number where it has none", () => {
    const variations = [
      { id: "p3v1", quantity: 3 },
      { id: "p3v2", quantity: 99 },
      { id: "p3v3", quantity: 1 },
    ];
    const refused = refusalOf(() => change({ name: "変わらない", variations }));
    expect(refused).toMatchObject({ code: "stock_locked", fields: [{ path: "variations[1].quantity" }] });
    expect(refused.detail.ja).toBe(
      "在庫同期対象のため、在庫数は直接変更できません。スマレジの在庫が反映されます (M)",
    );
    const plain = productState({ serial: 4 }, [{ smaregiProductId: "8000001", quantity: 10 }]);
    const unnamed = refusalOf(() => planChange(plain, { variations: [{ id: "p4v1", quantity: 1 }] }));
    expect(unnamed.detail.ja).toContain("(01-00001-T000000004-001)");
  });
});

describe("what a product is found by", () => {
  const linked = productState({ productCode: "A-1", name: "品" }, [
    { name: "白", productCode: "A-1-W", janCode: "4901234567894" },
    { name: "黒", smaregiProductId: "8000001" },
  ]);
  const both = [{ id: "p1v1" }, { id: "p1v2" }];

  it("is its name, and the codes and links of all its variations, each once", () => {
    expect(wordsOf(planChange(linked, { name: "A-1" }))).toEqual([
      "A-1",
      "A-1-W",
      "4901234567894",
      "8000001",
    ]);
    expect(newProduct().hasNewWords).toBe(true);
  });

  it.each<[string, ProductInput, boolean]>([
    ["a price", { price: 7, published: true }, false],
    ["the same name", { name: "品" }, false],
    ["another name", { name: "物" }, true],
    ["another code", { productCode: "A-2" }, true],
    [
      "a variation's quantity and name",
      { variations: [{ id: "p1v1", quantity: 3, name: "灰" }, both[1] ?? {}] },
      false,
    ],
    ["another JAN code", { variations: [{ id: "p1v1", janCode: null }, both[1] ?? {}] }, true],
    ["another link", { variations: [both[0] ?? {}, { id: "p1v2", smaregiProductId: "8000002" }] }, true],
    ["a variation more", { variations: [...both, { name: "赤" }] }, true],
    ["a variation less", { variations: [{ id: "p1v1" }] }, true],
  ])("%s makes other words or not", (_, given, expected) => {
    expect(planChange(linked, given).hasNewWords).toBe(expected);
  });
});
