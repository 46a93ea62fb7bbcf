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
    ["TEN-1", "TEN-1", null],
    ["\tTEN-1 ", "TEN-1", null],
    ["", null, null],
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
