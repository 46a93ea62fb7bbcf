import { expect, it } from "vitest";
import { permissions } from "../rules.ts";
import { keyScopes, permissionsOfScopes } from "./rules.ts";

const [edit, order, bulk, repair, settings] = permissions;

it.each([
  [["read"], []],
  [["products"], [edit, bulk]],
  [["orders"], [order]],
  [["connection"], [repair, settings]],
  [
    ["orders", "products", "read"],
    [edit, order, bulk],
  ],
  [["everything"], [edit, order, bulk, repair, settings]],
  [
    ["everything", "read"],
    [edit, order, bulk, repair, settings],
  ],
  [["accounts.edit", "odd"], []],
  [[], []],
])("a key for %s may do so much", (scopes, may) => {
  expect(permissionsOfScopes(scopes)).toEqual(may);
});

it("no scope lets a key hand out access", () => {
  expect(permissionsOfScopes([...keyScopes])).not.toContain("accounts.edit");
});
