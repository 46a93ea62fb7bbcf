import { expect, it } from "vitest";
import { identityOf, isSameBuyer, isUnderWay } from "./rules.ts";

it.each([
  [null, { email: null, phone: null }],
  [{}, { email: null, phone: null }],
  [{ name: "山田 花子" }, { email: null, phone: null }],
  [
    { email: "Ｈanako@Example.JP ", phone: "０９０－１２３４－５６７８" },
    { email: "hanako@example.jp", phone: "09012345678" },
  ],
  [
    { email: "none", phone: "なし" },
    { email: null, phone: null },
  ],
  [
    { email: 5, phone: ["1"] },
    { email: null, phone: null },
  ],
])("a buyer is known again by mail address and phone, whatever the spelling: %j", (customer, identity) => {
  expect(identityOf(customer)).toEqual(identity);
});

it.each([
  ["the same address", ["a@b.jp", null], ["a@b.jp", "0312345678"], true],
  [
    "another address at the same phone: a family, an office",
    ["a@b.jp", "0312345678"],
    ["c@b.jp", "0312345678"],
    false,
  ],
  ["the same phone, and one gave no address", [null, "0312345678"], ["c@b.jp", "0312345678"], true],
  ["neither has any", [null, null], [null, null], false],
  ["nothing in common", ["a@b.jp", null], [null, "0312345678"], false],
] as const)("%s", (_, one, other, same) => {
  const identity = ([email, phone]: readonly [string | null, string | null]) => ({ email, phone });
  expect(isSameBuyer(identity(one), identity(other))).toBe(same);
  expect(isSameBuyer(identity(other), identity(one))).toBe(same);
});

it("until it is shipped or cancelled an order needs its buyer", () => {
  const statuses = ["new", "paid", "preparing", "shipped", "cancelled"];
  const open = (kind: string) => statuses.filter((status) => isUnderWay({ kind, status }));
  expect(open("normal")).toEqual(["new", "paid", "preparing"]);
  expect(open("membershipFee")).toEqual(["new", "preparing"]);
});
