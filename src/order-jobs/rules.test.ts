import { expect, it } from "vitest";
import { actionKey, type OrderAction } from "./rules.ts";

it.each<[OrderAction, OrderAction, boolean]>([
  [{ kind: "work", payment: "paid" }, { payment: "paid", kind: "work" }, true],
  [{ kind: "work", payment: "paid", shipping: undefined }, { kind: "work", payment: "paid" }, true],
  [{ kind: "work", payment: "paid" }, { kind: "work", payment: "unpaid" }, false],
  [{ kind: "work", payment: "paid" }, { kind: "work", payment: "paid", shipping: "shipped" }, false],
  [{ kind: "send" }, { kind: "status", status: "paid" }, false],
])("W3: %j and %j are the same press: %s", (one, other, isSame) =>
  expect(actionKey(one) === actionKey(other)).toBe(isSame),
);
