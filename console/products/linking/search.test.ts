import { expect, it } from "vitest";
import { itemQuery, readItemSearch } from "./search.ts";

it("B7: the address says what of a run is shown; what is not understood is left out", () => {
  expect(readItemSearch({ show: "likely", other: 1 })).toEqual({ show: "likely" });
  expect(readItemSearch({ show: "everything" })).toEqual({});
  expect(itemQuery("conflict")).toEqual({ class: "conflict", state: "proposed" });
  expect(itemQuery("applied")).toEqual({ state: "applied" });
});
