import { expect, it } from "vitest";
import { isOtherPack, variantOf } from "./rules.ts";

it.each<[string[], string | null, string | null]>([
  [["白 / M"], "m", "白"],
  [["ホワイト", "Mサイズ"], "m", "白"],
  [["LL"], "xl", null],
  [["２ＸＬ・ネイビー"], "xxl", "紺"],
  [["FREE"], "free", null],
  [["23.5cm"], "23.5cm", null],
  [["23.50cm"], "23.5cm", null],
  [["30cm"], "30cm", null],
  [["約30cm"], null, null],
  [["30cm幅"], null, null],
  [["色白"], null, null],
  [["黒 白"], null, null],
  [["くろ"], null, "黒"],
  [["てぬぐい"], null, null],
  [["藍色"], null, "藍"],
])("of %j the size is %s and the colour %s", (texts, size, color) => {
  expect(variantOf(...texts)).toEqual({ size, color });
});

it("blank fields tell nothing", () => {
  expect(variantOf(null, "")).toEqual({ size: null, color: null });
});

it.each<[string, string, boolean]>([
  ["緑茶 500ml", "緑茶 500ml", false],
  ["緑茶 500ml", "緑茶 ５００ ｍｌ", false],
  ["緑茶 500ml", "緑茶 350ml", true],
  ["緑茶 500ml", "緑茶 350 ml", true],
  ["緑茶 500ml", "緑茶 500g", true],
  ["緑茶 6本 2袋", "緑茶 2袋 6本", false],
  ["緑茶 1本 500ml", "緑茶 500ml", false],
  ["緑茶", "緑茶 500ml", false],
  ["緑茶", "緑茶 6本", true],
  ["緑茶 1本", "緑茶", false],
  ["緑茶 1本", "緑茶 6本", true],
  ["緑茶 6本入り", "緑茶 6本", false],
  ["緑茶 500ml", "緑茶 500ml 24本", true],
  ["緑茶 500ml 6本", "緑茶 6本 500ml", false],
  ["緑茶 500ml 6本", "緑茶500ml6本", false],
  ["緑茶 500ml 6本", "緑茶 350ml 6本", true],
  ["緑茶 500ml PET", "緑茶 350ml PET", true],
  ["緑茶 500 ml PET", "緑茶 PET 500ml", false],
  ["緑茶 2L PET 6本", "緑茶 PET 6本", false],
  ["緑茶 500ml x 6本", "緑茶 500ml x 24本", true],
  ["緑茶", "緑茶 ケース販売", true],
  ["緑茶", "緑茶 ケース 販売", true],
  ["鉛筆", "鉛筆 2ダース", true],
  ["眼鏡", "眼鏡ケース", false],
  ["Tシャツ 2L", "Tシャツ", false],
  ["Tシャツ 2L", "Tシャツ 3L", false],
  ["水 12L", "水 20L", true],
  ["醤油 1.8L", "醤油 1L", true],
  ["茶 200g", "茶 200gr", false],
])("the packs of %s and %s differ: %s", (one, other, differ) => {
  expect(isOtherPack(one, other)).toBe(differ);
  expect(isOtherPack(other, one)).toBe(differ);
});
