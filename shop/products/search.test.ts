import { expect, it } from "vitest";
import { readShopSearch } from "./search.ts";

it.each([
  [{ q: "急須" }, { q: "急須" }],
  [{ q: 49 }, { q: "49" }],
  [{ q: "" }, {}],
  [{ q: { a: 1 } }, {}],
  [{}, {}],
])("the address %j asks for %j", (given, search) => {
  expect(readShopSearch(given)).toEqual(search);
});
