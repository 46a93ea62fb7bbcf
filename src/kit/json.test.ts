import { expect, it } from "vitest";
import { isTooDeep } from "./json.ts";

it.each([
  ["64 lists", "[".repeat(64) + "]".repeat(64), false],
  ["65 lists", "[".repeat(65) + "]".repeat(65), true],
  ["a million that nobody closes", "[".repeat(1_000_000), true],
  ["objects and lists in turn", '{"a":['.repeat(33), true],
  ["many beside each other", `[${"[],{},".repeat(1000)}[]]`, false],
  ["brackets in a text", JSON.stringify({ name: "[{".repeat(100) }), false],
  ["brackets behind a quotation mark in a text", JSON.stringify(`"${"[".repeat(100)}`), false],
  ["brackets behind a backslash that ends a text", `["\\\\",${"[".repeat(64)}`, true],
  ["no JSON at all", '"\\', false],
])("a body nests up to 64 deep: %s", (_, text, isDeep) => {
  expect(isTooDeep(text)).toBe(isDeep);
});
