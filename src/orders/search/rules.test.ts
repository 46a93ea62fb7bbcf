import { expect, it } from "vitest";
import { searchOf, spellingsOf } from "./rules.ts";

it.each<[string, string[]]>([
  ["03-1234-5678", ["03-1234-5678", "0312345678"]],
  ["１２３４−５６７８−９０１２", ["１２３４−５６７８−９０１２", "123456789012"]],
  ["090 1234 5678", ["090 1234 5678", "09012345678"]],
  ["00000012", ["00000012"]],
  ["TS-001", ["TS-001"]],
  ["1-2-3番地", ["1-2-3番地"]],
  ["田中", ["田中"]],
  ["", [""]],
])("W2: %j is looked for as %j", (typed, wanted) => expect(spellingsOf(typed)).toEqual(wanted));

it.each<[object, object]>([
  [{}, {}],
  [
    { q: "茶", status: "paid" },
    { q: "茶", status: "paid" },
  ],
  [
    { from: "2026-11-26", to: "2026-11-26" },
    { from: new Date("2026-11-25T15:00:00Z"), until: new Date("2026-11-26T15:00:00Z") },
  ],
  [
    { from: "2026-11-26T09:00:00+09:00", to: "2026-11-26T10:00:00Z" },
    { from: new Date("2026-11-26T00:00:00Z"), until: new Date("2026-11-26T10:00:00Z") },
  ],
])("W2: the search %j is %j, days being Japan's and both counting", (asked, meant) =>
  expect(searchOf(asked)).toEqual(meant),
);
