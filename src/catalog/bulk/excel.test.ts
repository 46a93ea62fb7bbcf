import { describe, expect, it } from "vitest";
import { damageOf, isMadeOf } from "./excel.ts";

describe("what Excel makes of a code is recognised in all its forms", () => {
  it.each([
    "2026/1/2",
    "2026/01/02",
    "1/2/2026",
    "01/02/26",
    "2026-01-02",
    "2026年1月2日",
    "26年1月2日",
    "2026年1月",
    "1月2日",
    "１月２日",
    "Jan-02",
    "2-Jan",
    "02-JAN-26",
    "2-Jan-2026",
    "Sep-26",
    "January 2, 2026",
    "Friday, January 2, 2026",
    "2 January 2026",
    "令和8年1月2日",
    "R8.1.2",
    "H元/5/1",
    "2026/1/2 0:00",
    "1/2/2026 12:00:00 AM",
    "1:02",
    "12:30:00",
    "1:02 AM",
  ])("a date or time: %s", (cell) => expect(damageOf(cell)).toBe("date"));

  it.each(["2.9E+12", "4.90123E+12", "8e+6", "４．９Ｅ＋１２", "1E-05", "4,9E+12", "1.00E+05", "-1E+10"])(
    "a number in short: %s",
    (cell) => expect(damageOf(cell)).toBe("short"),
  );

  it.each([
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#######",
    "＃Ｎ／Ａ",
    "#n/a",
  ])("an error: %s", (cell) => expect(damageOf(cell)).toBe("error"));

  it.each([
    "26-1-2",
    "1-2",
    "3月14日限定",
    "あ3月14日",
    "4.9E+12-B",
    "JAN-A",
    "MAY-B-1",
    "Mary-01",
    "2026-A",
    "A/1/2",
    "12-34-56",
    "1/2",
    "#1",
    "##",
    "R8",
    "M-1",
    "S2.5",
    "1:2",
    "2026-13-01",
    "2026-1",
    "E-5",
  ])("no damage: %s", (cell) => expect(damageOf(cell)).toBeNull());
});

describe("P10: what is there, as a spreadsheet makes it of a file that is only opened and saved", () => {
  it.each([
    ["00123", "123"],
    ["000", "0"],
    ["1.50", "1.5"],
    ["1,000", "1000"],
    ["０042", "42"],
    ["490123456789", "4.90123E+11"],
    ["2E3", "2.00E+03"],
    ["1-2", "1月2日"],
    ["1-2", "2-Jan"],
    ["3/4", "03/04/26"],
    ["26-1-2", "2026/1/2"],
    ["2026-01-02", "2026/1/2"],
    ["10:30", "10:30:00 AM"],
  ])("%s: %s", (there, cell) => expect(isMadeOf(cell, there)).toBe(true));

  it.each([
    ["00123", "00123"],
    ["00123", "124"],
    ["00123", "A123"],
    ["A-1", "1月1日"],
    ["2026/1/2", "2026/1/3"],
    ["1-2", "3月4日"],
    ["M", "1.00E+05"],
    ["S", "2"],
    ["1-2", "1-3"],
  ])("%s is changed to %s by a person", (there, cell) => expect(isMadeOf(cell, there)).toBe(false));
});
