import pg from "pg";
import { expect, it } from "vitest";
import { violates } from "./constraints.ts";

const refusal = (message: string, constraint?: string) =>
  Object.assign(new pg.DatabaseError(message, message.length, "error"), { code: "23505", constraint });
const unique = (name: string) => `duplicate key value violates unique constraint "${name}"`;

it.each([
  ["its own name", refusal("", "products_code"), true],
  ["its name in the message", refusal(unique("products_code")), true],
  ["a shard's name in the message", refusal(unique("products_code_102009")), true],
  [
    "a shard's name in the field as well",
    refusal(unique("products_code_102009"), "products_code_102009"),
    true,
  ],
  ["another one that begins alike", refusal(unique("products_code_key_102009")), false],
  ["another one", refusal(unique("orders_number"), "orders_number"), false],
  ["a refusal of another kind", Object.assign(refusal(unique("products_code")), { code: "42501" }), false],
  ["an error of another kind", new Error(unique("products_code")), false],
])("B12: a constraint is told by %s", (_, error, expected) => {
  expect(violates(error, "products_code")).toBe(expected);
});
