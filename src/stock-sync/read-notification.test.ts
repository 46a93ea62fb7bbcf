import { describe, expect, it } from "vitest";
import { readNotification } from "./read-notification.ts";

const stock = (ids: unknown, more: object = {}) =>
  readNotification({ contractId: "sb_a", event: "pos:stock", action: "edited", ids, ...more }, {});
const good = { id: "102", productId: "8000009", storeId: "1" };
const read = { productId: "8000009", storeId: "1" };

describe("P5: an entry that cannot be read spoils no other", () => {
  it.each([
    ["no product", { id: "101", productId: null, storeId: "1" }],
    ["no field at all", {}],
    ["a list for a product", { productId: ["8000001"], storeId: "1" }],
    ["a blank product", { productId: "  ", storeId: "1" }],
    ["a product that no database can hold", { productId: "80\0", storeId: "1" }],
    ["a product as a fraction", { productId: 8000001.5, storeId: "1" }],
    ["null", null],
    ["a text", "8000001"],
  ])("%s", (_, odd) => {
    expect(stock([odd, good])).toMatchObject({ entries: [read], odd: 1 });
    expect(stock([good, odd])).toMatchObject({ entries: [read], odd: 1 });
  });

  it.each([
    ["numbers", { productId: 8000009, storeId: 1 }],
    ["blanks around them", { productId: " 8000009 ", storeId: "1\n" }],
    ["full-width digits", { productId: "８０００００９", storeId: "１" }],
  ])("IDs as %s are understood", (_, entry) => {
    expect(stock([entry])).toMatchObject({ entries: [read], odd: 0 });
  });

  it.each([
    ["none", {}],
    ["null", { storeId: null }],
    ["Smaregi's own 0", { storeId: "0" }],
    ["an object", { storeId: { id: 1 } }],
  ])("a product of ours is read whatever stands for its store: %s", (_, store) => {
    expect(stock([{ productId: "8000009", ...store }])).toMatchObject({
      entries: [{ productId: "8000009", storeId: null }],
      odd: 0,
    });
  });

  it.each([
    ["one entry without its list", good, { entries: [read], odd: 0 }],
    ["an empty list", [], { entries: [], odd: 0 }],
    ["null", null, { entries: [], odd: 1 }],
    ["a text", "8000009", { entries: [], odd: 1 }],
  ])("%s", (_, ids, expected) => {
    expect(stock(ids)).toMatchObject(expected);
  });
});

describe("what an event of Smaregi's is", () => {
  it("names its contract and its event, in the body or beside it", () => {
    const headers = { contractId: "sb_a", event: "pos:stock" };
    expect(readNotification({ ids: [good] }, headers)).toMatchObject({
      ...headers,
      action: "",
      entries: [read],
    });
    expect(stock([good], { action: 7 })).toMatchObject({ action: "7", entries: [read] });
    expect(stock([good], { action: null })).toMatchObject({ action: "", entries: [read] });
  });

  it.each([
    [undefined],
    [null],
    ["pos:stock"],
    [[good]],
    [{}],
    [{ contractId: "sb_a" }],
    [{ event: "pos:stock" }],
  ])("is not %j", (body) => {
    expect(readNotification(body, {})).toBeNull();
  });

  it("of another kind has no entries", () => {
    const body = { contractId: "sb_a", event: "pos:transactions", transactionHeadIds: ["25"] };
    expect(readNotification(body, {})).toMatchObject({ event: "pos:transactions", entries: [], odd: 0 });
  });
});
