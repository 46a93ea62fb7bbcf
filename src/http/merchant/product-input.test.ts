import { describe, expect, it } from "vitest";
import { refusedPlaces } from "../input.fixture.ts";
import { changeInput, quickEditInput, registerInput } from "./product-input.ts";

const product = (more: object) => ({ name: "品", price: 100, taxRate: 10, ...more });
const variationId = "01a20a66-c2f5-74aa-9594-0cc1570362f3";

describe("a product as the API takes it", () => {
  it.each([
    {},
    { name: "🍙 𠮷野 ①髙㈱～" },
    { name: "改\n行\tも" },
    { name: "あ".repeat(255), price: 99_999_999, taxRate: 8 },
    { name: "𠮷".repeat(255) },
    {
      variations: [
        { quantity: 0 },
        { quantity: 999_999 },
        { quantity: null, smaregiProductId: "123456789012345" },
      ],
    },
  ])("%j is taken", (more) => {
    expect(refusedPlaces(registerInput, product(more))).toEqual([]);
  });

  it.each([
    [{ name: "" }, "name"],
    [{ name: " 　\u200b" }, "name"],
    [{ name: "a".repeat(256) }, "name"],
    [{ name: "𠮷".repeat(256) }, "name"],
    [{ productCode: " " }, "productCode"],
    [{ name: "\ud800" }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ name: "a\u0007b" }, "name"],
    [{ taxRate: 9 }, "taxRate"],
    [{ price: "100" }, "price"],
    [{ price: -1 }, "price"],
    [{ price: 100_000_000 }, "price"],
    [{ variationPattern: "pattern3" }, "variationPattern"],
    [{ variations: [{}, { smaregiProductId: "2.9E+12" }] }, "variations[1].smaregiProductId"],
    [{ variations: [{ janCode: "123" }] }, "variations[0].janCode"],
    [{ variations: Array.from({ length: 501 }, () => ({})) }, "variations"],
    [{ questions: [{ name: "色", choices: [] }] }, "questions[0].choices"],
    [{ questions: [{ name: "色", choices: ["赤", "　"] }] }, "questions[0].choices[1]"],
  ])("%j is refused at %s", (more, path) => {
    expect(refusedPlaces(registerInput, product(more))).toEqual([path]);
    expect(refusedPlaces(changeInput, more)).toEqual([path]);
  });

  it("a new one needs a name, a price and a tax rate; a change needs nothing", () => {
    expect(refusedPlaces(registerInput, {})).toEqual(["name", "price", "taxRate"]);
    expect(refusedPlaces(changeInput, {})).toEqual([]);
  });

  it.each([-1, 1_000_000, 1.5, "3", Number.NaN, true])("U7: a quantity of %s is refused", (quantity) => {
    expect(refusedPlaces(registerInput, product({ variations: [{ quantity }] }))).toEqual([
      "variations[0].quantity",
    ]);
    expect(refusedPlaces(quickEditInput, { items: [{ variationId, quantity }] })).toEqual([
      "items[0].quantity",
    ]);
  });
});

describe("U5: the rows of かんたん商品一括変更", () => {
  const rows = (count: number) => Array.from({ length: count }, () => ({ variationId }));
  it.each<[string, unknown, string[]]>([
    ["no rows", [], ["items"]],
    ["500 rows", rows(500), []],
    ["501 rows", rows(501), ["items"]],
    ["a Smaregi product ID", [{ variationId, smaregiProductId: "8000002" }], ["items[0].smaregiProductId"]],
    ["an empty Smaregi product ID", [{ variationId, smaregiProductId: null }], ["items[0].smaregiProductId"]],
    ["another field", [{ variationId, name: "名" }], ["items[0]"]],
    ["an ID that is none of ours", [{ variationId: "x", price: 1 }], ["items[0].variationId"]],
    [
      "a blank quantity, a price, a publication",
      [{ variationId, quantity: null, price: 0, published: true }],
      [],
    ],
  ])("%s", (_, items, paths) => {
    expect(refusedPlaces(quickEditInput, { items })).toEqual(paths);
  });
});

describe("P10: IDs and codes are mended where there is no doubt", () => {
  const variation = (more: object) => changeInput.parse({ variations: [more] }).variations?.[0];

  it.each([
    ["smaregiProductId", "08000010", "8000010"],
    ["smaregiProductId", " ８００００１０\u{200B}", "8000010"],
    ["smaregiProductId", "000", "0"],
    ["janCode", "４９０１２３４５６７８９４", "4901234567894"],
    ["janCode", "4901234-567894", "4901234567894"],
    ["janCode", "036000291452", "0036000291452"],
  ])("%s: %j is %s", (field, typed, mended) => {
    expect(variation({ [field]: typed })).toEqual({ [field]: mended });
  });
});
