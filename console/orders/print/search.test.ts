import { expect, it } from "vitest";
import { chosenOf, readPrintSearch } from "./search.ts";

it.each<[Record<string, unknown>, object]>([
  [{ numbers: "00000012,00000013" }, { numbers: ["00000012", "00000013"] }],
  [{ numbers: 12345678 }, { numbers: ["12345678"] }],
  [{ numbers: "x;y", payment: "unpaid" }, { search: { payment: "unpaid" } }],
  [{ shipping: "unshipped", paper: "picking", unpaid: true }, { search: { shipping: "unshipped" } }],
  [{}, { search: {} }],
])("W4: the address %j prints %j", (given, chosen) =>
  expect(chosenOf(readPrintSearch(given))).toEqual(chosen),
);
