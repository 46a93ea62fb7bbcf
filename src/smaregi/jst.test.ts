import { expect, it } from "vitest";
import { jst, readTime } from "./jst.ts";

it("writes times in Japan's time, with seconds", () => {
  expect(jst(new Date("2026-12-31T15:00:00.900Z"))).toBe("2027-01-01T00:00:00+09:00");
});

it("reads times with and without the colon, and takes one without a zone for Japan's", () => {
  const time = new Date("2022-11-01T01:02:43Z");
  expect(readTime("2022-11-01T10:02:43+0900")).toEqual(time);
  expect(readTime("2022-11-01T10:02:43+09:00")).toEqual(time);
  expect(readTime("2022-11-01T01:02:43Z")).toEqual(time);
  expect(readTime("2022-11-01 10:02:43")).toEqual(time);
  expect(readTime("2022-11-01T10:02:43.25+09:00")).toEqual(new Date("2022-11-01T01:02:43.250Z"));
  expect(readTime("2022-11-01T01:02:43-0000")).toEqual(time);
});

it.each([
  null,
  undefined,
  "",
  "yesterday",
  "1",
  "x2022-11-01T10:02:43",
  "2022-11-01T10:02:43 or so",
  "2022-11-01T10:02:43.+09:00",
  "2022-13-01T00:00:00+09:00",
  "0000-00-00 00:00:00",
  "0001-01-01T00:00:00",
])("knows no time in %s", (text) => {
  expect(readTime(text)).toBeNull();
});
