import { describe, expect, it } from "vitest";
import { product, variation } from "../parts/product.fixture.ts";
import { keyOf, lockOf, pasted, read, savedText, Sheet, type SheetRow } from "./sheet.ts";

const single: SheetRow = { product: product(), variation: variation() };
const pattern1 = product({ id: "p2", variationPattern: "pattern1" });
const white: SheetRow = { product: pattern1, variation: variation({ id: "w", price: 1100 }) };
const blue: SheetRow = { product: pattern1, variation: variation({ id: "b", quantity: null }) };

describe("a cell of かんたん商品一括変更", () => {
  it("is the variation's, or the product's on whichever row it stands", () => {
    expect(keyOf(single, "price")).toBe("p1 price");
    expect(keyOf(white, "price")).toBe("w price");
    expect(keyOf(single, "quantity")).toBe("v1 quantity");
    expect(keyOf(white, "published")).toBe(keyOf(blue, "published"));
  });

  it("holds what is saved: a price of its own or the product's, a quantity or nothing", () => {
    expect([white, blue].map((row) => savedText(row, "price"))).toEqual(["1100", "1000"]);
    expect([white, blue].map((row) => savedText(row, "quantity"))).toEqual(["7", ""]);
    expect(savedText(single, "published")).toBe("1");
    expect(savedText({ ...single, product: product({ published: false }) }, "published")).toBe("0");
  });

  it("U4, U5: a quantity is locked where Smaregi counts it or nobody does; nothing else is", () => {
    const synced = { ...single, variation: variation({ smaregiProductId: "8000001" }) };
    const unlimited = { ...single, variation: variation({ stockManaged: false }) };
    expect([single, synced, unlimited].map((row) => lockOf(row, "quantity"))).toEqual([
      null,
      "synced",
      "unlimited",
    ]);
    expect(lockOf(synced, "price")).toBeNull();
    expect(lockOf(synced, "published")).toBeNull();
  });

  it.each([
    ["price", "１,２００円", { value: 1200 }],
    ["price", "", { problem: "needed" }],
    ["price", "1x", { problem: "badNumber" }],
    ["price", "99999999", { value: 99_999_999 }],
    ["price", "100000000", { problem: "tooLargePrice" }],
    ["quantity", "", { value: null }],
    ["quantity", "-1", { problem: "badNumber" }],
    ["quantity", "999,999", { value: 999_999 }],
    ["quantity", "1000000", { problem: "tooLargeQuantity" }],
    ["published", "1", { value: true }],
    ["published", "0", { value: false }],
  ] as const)("%s %j means %j", (field, text, meant) => {
    expect(read(field, text)).toEqual(meant);
  });

  it("takes pasted words for published, and numbers in both widths", () => {
    expect(
      ["公開", "TRUE", " 1 ", "○", "非公開", "false", ""].map((text) => pasted("published", text)),
    ).toEqual(["1", "1", "1", "1", "0", "0", "0"]);
    expect(pasted("quantity", " ３１ ")).toBe("31");
  });
});

describe("what was entered into the grid", () => {
  it("counts cells that differ from what is saved, and tells its listeners", () => {
    const sheet = new Sheet();
    let told = 0;
    const stop = sheet.subscribe(() => (told += 1));
    sheet.set(single, "price", "1200");
    sheet.set(white, "published", "0");
    expect(sheet.edited(blue, "published")).toBe("0");
    expect(sheet.count()).toBe(2);
    sheet.set(single, "price", "1000");
    expect(sheet.count()).toBe(1);
    sheet.undo(white, "published");
    expect(sheet.count()).toBe(0);
    expect(told).toBe(4);
    stop();
    sheet.clear();
    expect(told).toBe(4);
  });

  it("stays where it was entered while the others were being saved", () => {
    const sheet = new Sheet();
    sheet.set(single, "price", "1200");
    sheet.set(white, "quantity", "4");
    const sent = sheet.texts();
    sheet.set(white, "quantity", "45");
    sheet.set(single, "quantity", "9");
    sheet.saved(sent);
    expect([...sheet.texts().values()]).toEqual(["45", "9"]);
    expect(sheet.edited(single, "price")).toBeUndefined();
  });

  it("is sent a variation once, and knows each cell by the server's word for it", () => {
    const sheet = new Sheet();
    sheet.set(single, "price", "1,200");
    sheet.set(white, "quantity", "");
    sheet.set(single, "quantity", "9");
    expect(sheet.collect()).toEqual({
      items: [
        { variationId: "v1", price: 1200, quantity: 9 },
        { variationId: "w", quantity: null },
      ],
      keys: new Map([
        ["items[0].price", "p1 price"],
        ["items[1].quantity", "w quantity"],
        ["items[0].quantity", "v1 quantity"],
      ]),
    });
  });

  it("is not sent at all while a cell is wrong", () => {
    const sheet = new Sheet();
    sheet.set(single, "price", "1200");
    sheet.set(white, "quantity", "1x");
    expect(sheet.collect()).toEqual({ wrong: new Map([["w quantity", "badNumber"]]) });
  });

  it("keeps a refusal with its cell until that is changed", () => {
    const sheet = new Sheet();
    sheet.set(single, "price", "1200");
    sheet.refuse(new Map([["p1 price", "too dear"]]));
    expect(sheet.refused(single, "price")).toBe("too dear");
    expect(sheet.refused(white, "price")).toBeUndefined();
    sheet.set(single, "price", "1100");
    expect(sheet.refused(single, "price")).toBeUndefined();
  });

  it("loses what is gone with its row, and names refused cells of products that are not in the table", () => {
    const sheet = new Sheet();
    sheet.set(single, "price", "1200");
    sheet.set(white, "quantity", "4");
    sheet.refuse(new Map([["p1 price", "too dear"]]));
    const ofSingle = [single.product.name, single.variation.name].join(" ").trim();
    expect(sheet.refusedElsewhere(new Set(["p2"]))).toEqual([ofSingle]);
    expect(sheet.refusedElsewhere(new Set(["p1"]))).toEqual([]);
    expect(sheet.drop(({ variation: { id } }) => id === "v1")).toEqual([ofSingle]);
    expect([...sheet.texts()]).toEqual([["w quantity", "4"]]);
    expect(sheet.refusedElsewhere(new Set(["p2"]))).toEqual([]);
  });
});
