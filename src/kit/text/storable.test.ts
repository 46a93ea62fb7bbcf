import { expect, it } from "vitest";
import { isStorable, notStorable, storable, storableWithin } from "./storable.ts";

it.each(["", "珈琲 ①髙😀", "two\tcells\r\nand a line", " ~", "\u{80}"])("can be stored: %j", (text) => {
  expect(isStorable(text)).toBe(true);
});

it.each(["\0", "a\u{1}b", "\u{8}", "\u{b}", "\u{c}", "\u{e}", "\u{1f}", "\u{7f}", "\u{d83d}", "x\u{de00}"])(
  "can't be stored: %j",
  (text) => {
    expect(isStorable(text)).toBe(false);
  },
);

it("says why in both languages", () => {
  expect(Object.values(notStorable).every((text) => text.length > 10)).toBe(true);
});

it("makes somebody else's text one that can be stored, and leaves the rest of it", () => {
  expect(storable("茶\0碗 \u{d83d}\u{de00}\u{d83d}")).toBe("茶\u{fffd}碗 😀\u{fffd}");
});

it("the same within a JSON value; a backslash with letters behind it is a text like any other", () => {
  const path = String.raw`C:\udagawa\u0000`;
  const given = { "a\0": ["茶\u{d83d}", { path, count: 1, none: null, yes: true }] };
  expect(storableWithin(given)).toEqual({
    "a\u{fffd}": ["茶\u{fffd}", { path, count: 1, none: null, yes: true }],
  });
});
