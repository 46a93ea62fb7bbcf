import { expect, it } from "vitest";
import { dateSpelling } from "./dates.ts";

it.each([
  ["2026-01-05", "2026-01-05"],
  ["2026/1/5", "2026-01-05"],
  ["２０２６．１．５", "2026-01-05"],
  ["2026年1月5日", "2026-01-05"],
  ["令和8年1月5日", "2026-01-05"],
  ["R8.1.5", "2026-01-05"],
  ["令和元年5月1日", "2019-05-01"],
  ["5-Jan-2026", "2026-01-05"],
  ["January 5, 2026", "2026-01-05"],
  [" 2026/12/31 ", "2026-12-31"],
])("P10: %s is %s", (typed, day) => expect(dateSpelling(typed)).toBe(day));

it.each(["1/5/2026", "2026/2/30", "26/1/5", "1月5日", "tomorrow", "", "5-Foo-2026"])(
  "P10: %j may be another day, or is none: it stays, to be told",
  (typed) => expect(dateSpelling(typed)).toBe(typed),
);
