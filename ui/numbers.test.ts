import { describe, expect, it } from "vitest";
import { readCount, readDigits, readWhole } from "./numbers.ts";

describe("a number as people type it", () => {
  it.each([
    ["12", 12],
    ["１２", 12],
    ["1,234", 1234],
    ["１，２３４円", 1234],
    ["¥1,234", 1234],
    ["￥1234", 1234],
    ["\\1234", 1234],
    [" 1 2 ", 12],
    ["0012", 12],
    ["-5", -5],
    ["−5", -5],
    ["▲5", -5],
    ["△5", -5],
    ["ー５", -5],
    ["999999999999", 999_999_999_999],
    ["", null],
    ["　", null],
    ["円", null],
    ["1.5", undefined],
    ["1e3", undefined],
    ["abc", undefined],
    ["1-2", undefined],
    ["--1", undefined],
    ["1234567890123", undefined],
  ])("%j is %j", (text, value) => {
    expect(readWhole(text)).toBe(value);
    expect(readCount(text)).toBe(typeof value === "number" && value < 0 ? undefined : value);
  });

  it("digits that are a name keep their zeros", () => {
    expect(readDigits(" ００４９ 01")).toBe("004901");
  });
});
