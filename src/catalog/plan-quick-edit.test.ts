import { describe, expect, it } from "vitest";
import { AppError } from "../kit/errors.ts";
import { planQuickEdit, type QuickEdit } from "./plan-quick-edit.ts";
import { productState } from "./product.fixture.ts";

/**
 * p3's only variation has no flag; p1 has one variation; p2 has S (edited directly), M (synced) and L (without the
 * flag).
 */
const states = [
  productState({ serial: 3, published: true }, [{ stockManaged: false, price: null }]),
  productState({ serial: 1 }, [{ quantity: 5 }]),
  productState({ serial: 2 }, [
    { name: "S", quantity: 1 },
    { name: "M", smaregiProductId: "8000001", quantity: 10 },
    { name: "L", stockManaged: false },
  ]),
];
const plan = (items: QuickEdit[]) => planQuickEdit(states, items);

describe("U5: かんたん商品一括変更", () => {
  it("changes quantity, price and publication; the price is the variation's own in pattern 1 only", () => {
    const [, plain, choice] = plan([
      { variationId: "p1v1", quantity: 7, price: 150, published: true },
      { variationId: "p2v1", quantity: null, price: 120 },
      { variationId: "p2v2", price: 130, published: true },
    ]);
    expect(plain).toMatchObject({
      columns: { price: 150, published: true },
      steps: [{ values: { price: null }, stock: { quantity: 7 } }],
      removedIds: [],
    });
    expect(choice).toMatchObject({
      columns: { price: 100, published: true },
      steps: [
        { values: { price: 120 }, stock: { quantity: null } },
        {
          values: { price: 130, smaregiProductId: "8000001" },
          stock: { quantity: 10, awaitsFirstSync: false },
        },
        { values: { price: null }, stock: { quantity: null } },
      ],
      removedIds: [],
    });
  });

  it("what a row does not say stays as it is", () => {
    const [, plain] = plan([{ variationId: "p1v1", quantity: 6 }]);
    expect(plain).toMatchObject({
      columns: { price: 100, published: false },
      steps: [{ values: { price: null }, stock: { quantity: 6 } }],
    });
    const [unlimited] = plan([{ variationId: "p3v1", price: 300 }]);
    expect(unlimited).toMatchObject({
      columns: { price: 300, published: true },
      steps: [{ stock: { quantity: null } }],
    });
    const [, , choice] = plan([{ variationId: "p2v1", quantity: 4 }]);
    expect(choice).toMatchObject({
      columns: { price: 100 },
      steps: [{ values: { price: null }, stock: { quantity: 4 } }, {}, {}],
    });
  });

  it.each<[string, QuickEdit[], string, string[]]>([
    [
      "U4: a synced quantity, though a row of another product is wrong in another way, before it",
      [
        { variationId: "p3v1", quantity: 2 },
        { variationId: "p2v2", quantity: 2 },
      ],
      "stock_locked",
      ["items[1].quantity"],
    ],
    [
      "U3: quantities of two products without the flag",
      [
        { variationId: "p2v3", quantity: 2 },
        { variationId: "p3v1", quantity: 2 },
      ],
      "invalid",
      ["items[1].quantity", "items[0].quantity"],
    ],
    [
      "U4: a synced quantity, though another row is wrong in another way",
      [
        { variationId: "p1v1", quantity: 2 },
        { variationId: "p2v2", quantity: 2 },
        { variationId: "p2v3", quantity: 2 },
      ],
      "stock_locked",
      ["items[1].quantity"],
    ],
    [
      "U3: the quantity of one without the flag",
      [
        { variationId: "p2v1", quantity: 2 },
        { variationId: "p2v3", quantity: 2 },
      ],
      "invalid",
      ["items[1].quantity"],
    ],
    [
      "a variation twice",
      [
        { variationId: "p2v1", price: 1 },
        { variationId: "p2v1", price: 2 },
      ],
      "invalid",
      ["items[1].variationId"],
    ],
    [
      "two words on one product's publication",
      [
        { variationId: "p2v1", published: true },
        { variationId: "p2v3", published: false },
      ],
      "invalid",
      ["items[0].published", "items[1].published"],
    ],
    [
      "unknown variations",
      [
        { variationId: "p2v1", price: 1 },
        { variationId: "p9v1", price: 1 },
        { variationId: "p9v2", price: 1 },
      ],
      "invalid",
      ["items[1].variationId", "items[2].variationId"],
    ],
  ])("%s refuses all of it, by the rows' places", (_, items, code, paths) => {
    let refused: unknown;
    try {
      plan(items);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code });
    expect((refused as AppError).fields.map((field) => field.path)).toEqual(paths);
  });
});
