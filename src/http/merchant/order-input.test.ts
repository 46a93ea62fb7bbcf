import { describe, expect, it } from "vitest";
import { refusedPlaces } from "../input.fixture.ts";
import { editInput, orderInput } from "./order-input.ts";

const variationId = "01a20a66-c2f5-74aa-9594-0cc1570362f3";
const order = (line: object, more: object = {}) => ({
  kind: "normal",
  lines: [{ variationId, quantity: 1, ...line }],
  ...more,
});

describe("an order as the API takes it", () => {
  it.each([0, -1, 1.5, 1e9, "2", null, true, Number.NaN])("%s pieces are refused", (quantity) => {
    expect(refusedPlaces(orderInput, order({ quantity }))).toEqual(["lines[0].quantity"]);
  });

  it.each(["x", "", 7, "'; drop table orders; --"])("no variation has the ID %s", (wrong) => {
    expect(refusedPlaces(orderInput, order({ variationId: wrong }))).toEqual(["lines[0].variationId"]);
  });

  it.each<[string, unknown, string[]]>([
    [
      "a whole one",
      order({ unitPrice: 0, answers: { 色: "赤" } }, { adjustment: -5, shippingFee: null }),
      [],
    ],
    ["no kind", { lines: [{ variationId, quantity: 1 }] }, ["kind"]],
    ["an unknown kind", order({}, { kind: "gift" }), ["kind"]],
    ["no line", { kind: "normal", lines: [] }, ["lines"]],
    ["a negative fee", order({}, { shippingFee: -1 }), ["shippingFee"]],
    ["half a yen", order({ unitPrice: 0.5 }), ["lines[0].unitPrice"]],
    ["no date", order({}, { kind: "preorder", releaseOn: "12/24" }), ["releaseOn"]],
    ["a year that no calendar has", order({}, { kind: "preorder", releaseOn: "0000-01-01" }), ["releaseOn"]],
    ["a buyer without a text for a name", order({}, { customer: { name: 7 } }), ["customer.name"]],
    ["a buyer with whatever a cart knows", order({}, { customer: { name: "山田", note: { any: 1 } } }), []],
    ["a buyer that no database can hold", order({}, { customer: { note: "\ud800" } }), ["customer"]],
    ["a field of a buyer that none can hold", order({}, { customer: { "a\0": 1 } }), ["customer"]],
    ["a path that only looks like that", order({}, { customer: { note: String.raw`C:\udagawa\u0000` } }), []],
    ["no buyer, as answers say it", order({}, { customer: null }), []],
    ["a list", [], [""]],
    ["nothing", null, [""]],
  ])("%s", (_, body, paths) => {
    expect(refusedPlaces(orderInput, body)).toEqual(paths);
  });

  it.each<[number, string[]]>([
    [20, []],
    [21, ["lines[0].answers"]],
  ])("of %s answers to a product that asks 20 questions at most", (count, paths) => {
    const list = Array.from({ length: count }, (_, nth) => `答え${nth}`);
    const named = Object.fromEntries(list.map((answer, nth) => [`質問${nth}`, answer]));
    expect(refusedPlaces(orderInput, order({ answers: list }))).toEqual(paths);
    expect(refusedPlaces(orderInput, order({ answers: named }))).toEqual(paths);
  });

  it("has up to 999 lines, as a transaction of Smaregi's", () => {
    const lines = (count: number) => Array.from({ length: count }, () => ({ variationId, quantity: 1 }));
    expect(refusedPlaces(orderInput, { kind: "normal", lines: lines(999) })).toEqual([]);
    expect(refusedPlaces(orderInput, { kind: "normal", lines: lines(1_000) })).toEqual(["lines"]);
  });

  it("an edit may leave out anything, and is held to the same", () => {
    expect(refusedPlaces(editInput, {})).toEqual([]);
    expect(refusedPlaces(editInput, { customer: null, releaseOn: null, shippingFee: null })).toEqual([]);
    expect(refusedPlaces(editInput, { lines: [], discount: -1, customer: { name: 7 } })).toEqual([
      "lines",
      "discount",
      "customer.name",
    ]);
  });
});

describe("P10: what people type is mended where there is no doubt", () => {
  const read = (more: object) => orderInput.parse(order({}, more));

  it.each([
    ["2026/12/24", "2026-12-24"],
    ["2026年12月24日", "2026-12-24"],
    ["令和8年12月24日", "2026-12-24"],
  ])("a day: %s", (typed, day) => {
    expect(read({ kind: "preorder", releaseOn: typed }).releaseOn).toBe(day);
  });

  it.each([
    ["postalCode", "〒１５０−０００１", "150-0001"],
    ["postalCode", "1500001", "1500001"],
    ["phone", "０３ー１２３４ー５６７８", "03-1234-5678"],
    ["phone", "０９０−１２３４−５６７８", "090-1234-5678"],
    ["email", "ｈａｎａｋｏ＠example.jp ", "hanako@example.jp"],
  ])("a buyer's %s: %s", (field, typed, mended) => {
    expect(read({ customer: { [field]: typed, name: "Ａ 山田" } }).customer).toEqual({
      [field]: mended,
      name: "Ａ 山田",
    });
  });
});
