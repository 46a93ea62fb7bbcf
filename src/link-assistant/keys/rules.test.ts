import { describe, expect, it } from "vitest";
import { codeForm, isWeakCode, janKey, looseForm, nameForm, printOf, withoutZeros } from "./rules.ts";

it.each([
  ["\tTEE-01 ", "TEE-01"],
  ["\u{FEFF}ＴＥＥ－０１", "TEE-01"],
  ["TEE—01", "TEE-01"],
  ["TEE−01", "TEE-01"],
  ["TEEｰ01", "TEE-01"],
  ["ティーポット", "ティーポット"],
  ["ab\u{200B}C\u{A0}d", "abCd"],
])("P10: the code %j is compared as %j: case stays", (code, form) => {
  expect(codeForm(code)).toBe(form);
});

it.each([
  ["TEE-01_a.b/c", "tee01abc"],
  ["０４９０", "0490"],
])("the code %j is misread as %j", (code, loose) => {
  expect(looseForm(code)).toBe(loose);
});

it("zeros in front are told apart from what is behind them", () => {
  expect(["0490", "490", "000", ""].map(withoutZeros)).toEqual(["490", null, null, null]);
});

it.each([
  ["結び Ｔｼｬﾂ(Ｍ)", "結ビtシャツm"],
  ["髙﨑の・だるま!", "高崎ノダルマ"],
  ["德濵濱邉邊齋齊", "徳浜浜辺辺斎斉"],
  ["てぃーばっぐ　12包", "ティーバッグ12包"],
])("the name %j is compared as %j", (name, form) => {
  expect(nameForm(name)).toBe(form);
});

describe("a code as a JAN", () => {
  it.each<[string, object | null]>([
    ["4912345678904", { kind: "jan", jan: "4912345678904" }],
    ["４９１２３４５６７８９０４", { kind: "jan", jan: "4912345678904" }],
    ["4912345678905", null],
    ["49123456", { kind: "jan", jan: "49123456" }],
    ["036000291452", { kind: "jan", jan: "0036000291452" }],
    ["04912345678904", { kind: "jan", jan: "4912345678904" }],
    ["14912345678901", { kind: "jan", jan: "14912345678901" }],
    ["36000291452", { kind: "lostZero", jan: "0036000291452" }],
    ["4.90E+12", { kind: "excel" }],
    ["4.90123e12", { kind: "excel" }],
    ["5E+12", { kind: "excel" }],
    ["TEE-1e5", null],
    ["4.9E+12-S", null],
    ["004912345678904", null],
    ["TEE-01", null],
    ["1234", null],
    ["", null],
  ])("%s", (code, key) => {
    expect(janKey(code)).toEqual(key);
  });

  it("one of 8 digits that lost its zero is found again by its check digit", () => {
    expect(janKey("01234565")).toEqual({ kind: "jan", jan: "01234565" });
    expect(janKey("1234565")).toEqual({ kind: "lostZero", jan: "01234565" });
    expect(janKey("1234566")).toBeNull();
  });
});

it("a code is too weak to link by: short, or a bare number below 1,000", () => {
  expect(["T-1", "0123", "999", "00000001"].map(isWeakCode)).toEqual([true, true, true, true]);
  expect(["T-12", "1000", "TEE-01"].map(isWeakCode)).toEqual([false, false, false]);
});

it("a print is the same for the same, and another for another", () => {
  const values = Array.from({ length: 2_000 }, (_, nth) => printOf(["茶", nth, null]));
  expect(new Set(values).size).toBe(2_000);
  expect(printOf(["茶", 7, null])).toBe(values[7]);
});

it("a print stays what it was: it is kept, and compared with later ones", () => {
  expect([["茶", 7, null], "TEE-01", null].map(printOf)).toEqual([
    "pllkli0aav",
    "1mmnyg9702z",
    "1omwfhr5hyy",
  ]);
});
