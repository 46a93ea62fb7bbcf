import { expect, it } from "vitest";
import { bigramsOf, indexNames, mostAlike } from "./rules.ts";

const alike = (one: string, other: string) =>
  mostAlike(indexNames([{ id: "1", name: other }]), one, 0.01).map(({ likeness }) => likeness)[0] ?? 0;

it("names are alike by the pairs of letters that they share", () => {
  expect(alike("てぬぐい", "てぬぐい")).toBe(1);
  expect(alike("てぬぐい", "ふきん")).toBe(0);
  expect(alike("あいう", "あいえ")).toBe(0.5);
  expect(alike("あ", "あ")).toBe(0);
  expect(alike("", "あい")).toBe(0);
  expect(alike("ああああ", "ああ")).toBe(1);
  expect([...bigramsOf("𠮷野家")]).toEqual(["𠮷野", "野家"]);
});

it("the most alike come first, those that are less alike than asked for not at all, five at most", () => {
  const names = [
    "藍染ノテヌグイ",
    "藍染ノフキン",
    "テヌグイ",
    "白磁ノ皿",
    ...Array.from({ length: 9 }, () => "青磁ノ大皿"),
  ];
  const index = indexNames(names.map((name, nth) => ({ id: String(nth), name })));
  expect(mostAlike(index, "藍染ノテヌグイ", 0.5).map(({ id }) => id)).toEqual(["0", "2"]);
  expect(mostAlike(index, "青磁ノ大皿", 0.5).map(({ id }) => id)).toEqual(["10", "11", "12", "4", "5"]);
  expect(mostAlike(index, "何カ", 0.1)).toEqual([]);
});
