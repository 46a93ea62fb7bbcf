import { expect, it } from "vitest";
import { refusedPlaces } from "../input.fixture.ts";
import { chosenOrders } from "./chosen-input.ts";

const id = "01a20a66-c2f5-74aa-9594-0cc1570362f3";

it.each<[string, object, string[]]>([
  ["IDs", { orderIds: [id] }, []],
  ["no list", { orderIds: [] }, ["orderIds"]],
])("orders are chosen by %s", (_, chosen, places) => {
  expect(refusedPlaces(chosenOrders, chosen)).toEqual(places);
});

it("P10: a number in any spelling is the same one, and a letter that no database can hold is no part of it", () => {
  const numbers = ["01-00001-J000000012", "０１-00001-J000000012", "01-00001-J000000012\0"];
  const one = "01-00001-J000000012";
  expect(chosenOrders.parse({ numbers })).toEqual({ numbers: [one, one, one] });
  expect(chosenOrders.parse({ search: { number: "\ud800" } })).toEqual({ search: { number: "\u{FFFD}" } });
});

it("P10: one ID in capitals is the same one", () => {
  expect(chosenOrders.parse({ orderIds: [id, id.toUpperCase()] })).toEqual({ orderIds: [id, id] });
});
