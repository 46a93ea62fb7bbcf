import { expect, it } from "vitest";
import { readProductSearch } from "./search.ts";

it("the address of the list of products: words, a known state, published or not; nothing else", () => {
  expect(readProductSearch({ q: 8000001, state: "soldOut", published: false })).toEqual({
    q: "8000001",
    state: "soldOut",
    published: false,
  });
  expect(readProductSearch({ q: "", state: "lost", published: "yes" })).toEqual({});
});
