import { describe, expect, it } from "vitest";
import type { SmaregiProduct } from "../../../../src/http/api-types.ts";
import { doubtsOf } from "./doubts.ts";

const theirs: SmaregiProduct = {
  smaregiProductId: "8000001",
  productCode: "C-1",
  groupCode: null,
  name: "珈琲",
  size: null,
  color: null,
  price: 1296,
  taxRate: 8,
  stockManaged: true,
  notSellable: [],
  takesOtherStock: false,
  updatedAt: null,
  goneAt: null,
  linkedVariationIds: [],
};
const ours = { variationId: "v1", price: 1296, taxRate: 8 };

describe("what the ID field says of a product of Smaregi before it is saved (P4)", () => {
  it.each<[string, Partial<SmaregiProduct>, Partial<typeof ours> | { price: null }, object[]]>([
    ["nothing where both agree", {}, {}, []],
    ["nothing where it is linked with this very variation", { linkedVariationIds: ["v1"] }, {}, []],
    ["another variation has it", { linkedVariationIds: ["v1", "v2"] }, {}, [{ kind: "linkedHere" }]],
    [
      "no stock control: its stock would never come",
      { stockManaged: false },
      {},
      [{ kind: "noStockControl" }],
    ],
    ["deleted in Smaregi", { goneAt: "2026-11-01T00:00:00Z" }, {}, [{ kind: "gone" }]],
    ["takes the stock of others", { takesOtherStock: true }, {}, [{ kind: "takesOtherStock" }]],
    ["whether it takes others' stock is not known", { takesOtherStock: null }, {}, []],
    ["cannot be sold", { notSellable: ["ticket"] }, {}, [{ kind: "notSellable", why: "ticket" }]],
    ["another tax rate", { taxRate: 10 }, {}, [{ kind: "otherTax", ours: 8, theirs: 10 }]],
    ["a tax rate that nobody can tell is no other rate", { taxRate: null }, {}, []],
    ["another price", { price: 1300 }, {}, [{ kind: "otherPrice", ours: 1296, theirs: 1300 }]],
    ["an open price is no other price", { price: null }, {}, []],
    ["our price is not entered yet", {}, { price: null }, []],
    [
      "several, the gravest first",
      { stockManaged: false, taxRate: 10 },
      {},
      [{ kind: "noStockControl" }, { kind: "otherTax", ours: 8, theirs: 10 }],
    ],
  ])("%s", (_, product, own, doubts) => {
    expect(doubtsOf({ ...theirs, ...product }, { ...ours, ...own })).toEqual(doubts);
  });
});
