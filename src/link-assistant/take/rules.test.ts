import { describe, expect, it } from "vitest";
import { planTake, type Taken } from "./rules.ts";

const taken = (smaregiProductId: string, more: Partial<Taken> = {}): Taken => ({
  smaregiProductId,
  name: "手ぬぐい",
  code: null,
  groupCode: null,
  size: null,
  color: null,
  price: 1000,
  taxRate: 10,
  stockManaged: true,
  isTicket: false,
  isLinked: false,
  ...more,
});

describe("B7, the other way round: products of Smaregi's become products here", () => {
  it.each([
    ["4912345678904", null, "4912345678904"],
    ["036000291452", null, "0036000291452"],
    ["49123456", null, "49123456"],
    ["14912345678901", "14912345678901", null],
    ["TEN-1", "TEN-1", null],
    ["\tTEN-1 ", "TEN-1", null],
    ["", null, null],
    ["x".repeat(50), "x".repeat(50), null],
    ["x".repeat(51), null, null],
  ])("one without a group: the code %j is the shop's %s, and the JAN %s", (code, productCode, janCode) => {
    expect(planTake([taken("7", { code })]).products).toEqual([
      {
        name: "手ぬぐい",
        productCode,
        price: 1000,
        taxRate: 10,
        variationPattern: "none",
        variations: [
          {
            smaregiProductId: "7",
            name: "",
            productCode: null,
            janCode,
            price: null,
            taxRate: null,
            stockManaged: true,
          },
        ],
      },
    ]);
  });

  it("those of a group become one, with variations by colour and size; what differs is the variation's", () => {
    const group = [
      taken("1", { name: "結びTシャツ 白 S", groupCode: "TEE", color: "白", size: "S", code: "TEE-S" }),
      taken("2", { name: "結びTシャツ 白 M", groupCode: "ＴＥＥ", color: "白", size: "M", price: 1200 }),
      taken("3", {
        name: "結びTシャツ 黒 M",
        groupCode: "TEE",
        color: "黒",
        size: "M",
        taxRate: 8,
        stockManaged: false,
      }),
      taken("4", { groupCode: "" }),
    ];
    const { products } = planTake(group);
    expect(
      products.map(({ name, productCode, variationPattern }) => [name, productCode, variationPattern]),
    ).toEqual([
      ["結びTシャツ", "TEE", "pattern1"],
      ["手ぬぐい", null, "none"],
    ]);
    expect(products[0]?.variations).toMatchObject([
      { name: "白 / S", productCode: "TEE-S", price: null, taxRate: null },
      { name: "白 / M", price: 1200 },
      { name: "黒 / M", price: null, taxRate: 8, stockManaged: false },
    ]);
  });

  it("names of variations: the rest of the name where there is no size or colour, each once", () => {
    const group = ["結び茶 煎茶", "結び茶(玄米)", "結び茶 煎茶", "結び茶"].map((name, nth) =>
      taken(String(nth), { name, groupCode: "G" }),
    );
    const [other] = planTake(group).products;
    expect(other?.name).toBe("結び茶");
    expect(other?.variations.map(({ name }) => name)).toEqual(["煎茶", "玄米", "煎茶 2", "3"]);
  });

  it.each<[string[], string, string[]]>([
    [["緑茶 大", "緑茶 小"], "緑茶", ["大", "小"]],
    [["茶 大", "茶 小"], "茶 大", ["0", "茶 小"]],
    [["煎茶", "玄米"], "煎茶", ["0", "玄米"]],
    [["結び 茶 - 煎茶", "結び 茶 - 玄米"], "結び 茶", ["煎茶", "玄米"]],
    [[" 結び茶 煎茶", "結び茶 玄米 "], "結び茶", ["煎茶", "玄米"]],
    [["結び茶 煎茶(大)", "結び茶 (大)玄米", "結び茶( )"], "結び茶", ["煎茶(大)", "(大)玄米", "2"]],
  ])("of the names %j the product's is %j, and the variations' are %j", (whole, common, own) => {
    const [product] = planTake(
      whole.map((name, nth) => taken(String(nth), { name, groupCode: "G" })),
    ).products;
    expect([product?.name, product?.variations.map(({ name }) => name)]).toEqual([common, own]);
  });

  it.each<[Partial<Taken>, string]>([
    [{ color: "", size: "M" }, "M"],
    [{ color: " ", size: "M" }, "M"],
    [{ color: " 白 ", size: "M" }, "白 / M"],
    [{ size: "M".repeat(100) }, "M".repeat(84)],
  ])("with %j a variation's name is %s", (more, expected) => {
    const group = [taken("1", { groupCode: "G", ...more }), taken("2", { groupCode: "G", size: "S" })];
    expect(planTake(group).products[0]?.variations[0]?.name).toBe(expected);
  });

  it.each([
    [` ${"茶".repeat(255)}`, "茶".repeat(255)],
    ["茶".repeat(256), "茶".repeat(255)],
    [`${"茶".repeat(254)} 大`, "茶".repeat(254)],
  ])("a name is cut to 255 letters, without blanks at its ends: %s", (name, expected) => {
    expect(planTake([taken("7", { name })]).products[0]?.name).toBe(expected);
  });

  it.each([
    ["\tTEE ", "TEE"],
    ["x".repeat(50), "x".repeat(50)],
    ["x".repeat(51), null],
  ])("of the group %j the product's code is %s", (groupCode, productCode) => {
    const { products } = planTake([taken("1", { groupCode }), taken("2", { groupCode })]);
    expect(products.map((each) => each.productCode)).toEqual([productCode]);
  });

  it("those without a group, and those of two groups, stay apart", () => {
    const groups = [null, null, "", "-", "A", "B"];
    const { products } = planTake(groups.map((groupCode, nth) => taken(String(nth), { groupCode })));
    expect(products.map(({ variations }) => variations.map((each) => each.smaregiProductId))).toEqual([
      ["0"],
      ["1"],
      ["2"],
      ["3"],
      ["4"],
      ["5"],
    ]);
  });

  it("a price of 0 and the highest price are prices", () => {
    const { products } = planTake([taken("1", { price: 0 }), taken("2", { price: 99_999_999 })]);
    expect(products.map(({ price }) => price)).toEqual([0, 99_999_999]);
  });

  it.each<[Partial<Taken>, string]>([
    [{ isLinked: true, taxRate: null }, "linkedAlready"],
    [{ isTicket: true }, "ticket"],
    [{ name: " " }, "noName"],
    [{ taxRate: null }, "taxUnknown"],
    [{ taxRate: 0 }, "notTaxed"],
    [{ price: null }, "noPrice"],
    [{ price: -1 }, "noPrice"],
    [{ price: 100_000_000 }, "noPrice"],
  ])("%j is left out, and told: %s", (more, reason) => {
    expect(planTake([taken("7", more)])).toEqual({
      products: [],
      skipped: [{ smaregiProductId: "7", reason }],
    });
  });

  it("501 of a group are two products", () => {
    const many = Array.from({ length: 501 }, (_, nth) =>
      taken(String(nth), { groupCode: "G", size: String(nth) }),
    );
    expect(
      planTake(many)
        .products.map(({ variations }) => variations.length)
        .sort(),
    ).toEqual([1, 500]);
  });
});
