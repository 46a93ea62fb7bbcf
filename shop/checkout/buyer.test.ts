import { describe, expect, it } from "vitest";
import { customerOf, nobody, prefectures, problemsOf, tidy, type Buyer } from "./buyer.ts";

const right: Buyer = {
  name: "結城 花",
  kana: "ユウキ ハナ",
  postalCode: "600-8001",
  prefecture: "京都府",
  address: "京都市下京区四条通1-2-3",
  building: "",
  phone: "075-000-0000",
  email: "hana@example.jp",
  payment: "bankTransfer",
};

describe("a buyer's form", () => {
  it.each<[keyof Buyer, string, string]>([
    ["name", "　結城　　花 ", "結城 花"],
    ["kana", "ゆうき　はな", "ユウキ ハナ"],
    ["kana", "ﾕｳｷ ﾊﾅ", "ユウキ ハナ"],
    ["kana", "ｶﾞ-", "ガ-"],
    ["postalCode", "６００８００１", "600-8001"],
    ["postalCode", "〒600-8001", "600-8001"],
    ["postalCode", "600−8001", "600-8001"],
    ["phone", "０９０ー１２３４ー５６７８", "090-1234-5678"],
    ["phone", "090 1234 5678", "09012345678"],
    ["email", " ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ", "hana@example.jp"],
    ["address", "四条通１−２−３　", "四条通１−２−３"],
  ])("takes %s %s as %s", (name, typed, taken) => {
    const buyer = tidy({ ...right, [name]: typed });
    expect(buyer[name]).toBe(taken);
    expect(problemsOf(buyer)).toEqual({});
  });

  it.each<[keyof Buyer, string]>([
    ["kana", "結城花"],
    ["postalCode", "60080"],
    ["phone", "12345"],
    ["phone", "075-000-000a"],
    ["email", "hana@example"],
    ["email", "hana example.jp"],
  ])("refuses %s %s", (name, typed) => {
    expect(problemsOf(tidy({ ...right, [name]: typed }))).toEqual({ [name]: name });
  });

  it("names everything that is missing, but the building", () => {
    const { building: _, ...others } = nobody;
    expect(Object.keys(problemsOf(nobody)).sort()).toEqual(Object.keys(others).sort());
  });

  it("is kept with the order, and how they pay in the words of the shop's staff", () => {
    const { payment: _, ...rest } = right;
    expect(customerOf(right)).toEqual({ ...rest, paymentMethod: "銀行振込" });
    expect(customerOf({ ...right, payment: "cashOnDelivery" }).paymentMethod).toBe("代金引換");
  });

  it("offers each of the 47 prefectures once", () => {
    expect(new Set(prefectures).size).toBe(47);
  });
});
