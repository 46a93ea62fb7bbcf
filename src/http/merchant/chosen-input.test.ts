import { expect, it } from "vitest";
import { refusedPlaces } from "../input.fixture.ts";
import { chosenOrders } from "./chosen-input.ts";

const id = "01a20a66-c2f5-74aa-9594-0cc1570362f3";

it.each<[string, object, string[]]>([
  ["IDs", { orderIds: [id] }, []],
  ["a number that no database can hold", { numbers: ["1\0"] }, ["numbers[0]"]],
  ["a search for one", { search: { number: "\ud800" } }, ["search.number"]],
  ["no list", { orderIds: [] }, ["orderIds"]],
])("orders are chosen by %s", (_, chosen, places) => {
  expect(refusedPlaces(chosenOrders, chosen)).toEqual(places);
});

it("P10: one ID in capitals is the same one", () => {
  expect(chosenOrders.parse({ orderIds: [id, id.toUpperCase()] })).toEqual({ orderIds: [id, id] });
});
