import { describe, expect, it } from "vitest";
import { linkOf, otherStore, place, row, saleOf, sent, standing } from "./link.fixture.ts";
import type { OrderLink } from "./rules.ts";
import { nextCalls, shownLink, type ShownLink } from "./shown.ts";

const none = { wantedKey: null };
const shown = (
  state: ShownLink["state"],
  why: ShownLink["why"] = null,
  transactionId: string | null = null,
) => {
  return { state, why, transactionId };
};
const other = { id: "old", sale: saleOf(3), saleKey: "3" };

describe("O5, F1: how an order stands, in one word", () => {
  it.each<[string, OrderLink, ShownLink]>([
    ["waiting", linkOf([row()]), shown("sending")],
    ["looked for", linkOf([sent({ state: "unclear" })]), shown("sending")],
    [
      "looked for, and people were told",
      linkOf([sent({ state: "unclear", reported: true })]),
      shown("failed"),
    ],
    [
      "... who pressed again",
      linkOf([sent({ state: "unclear", reported: true, again: true })]),
      shown("sending"),
    ],
    ["standing", linkOf([standing()]), shown("registered", null, "T1")],
    [
      "standing, and a second one is to be cancelled",
      linkOf([standing(), standing({ ...other, transactionId: "T2" })]),
      shown("sending", null, "T1"),
    ],
    ["cancelled before it was sent", linkOf([row({ state: "gone" })], none), shown("cancelled")],
    ["cancelled", linkOf([standing({ state: "gone" })], none), shown("cancelled", null, "T1")],
    ["given up", linkOf([sent({ halt: "registerFailed" })]), shown("failed", "registerFailed")],
    [
      "its former sale cannot be cancelled",
      linkOf([standing({ ...other, halt: "cancelRefused" }), row()]),
      shown("failed", "cancelRefused", "T1"),
    ],
    [
      "asked about",
      linkOf([standing()], { follows: "asked", why: "changedWhileOff" }),
      shown("failed", "changedWhileOff", "T1"),
    ],
    ["taken while off", linkOf([], { follows: "off", why: "takenWhileOff" }), shown("off", "takenWhileOff")],
    [
      "off, and it stands as it should",
      linkOf([standing()], { follows: "off", why: "handledByHand" }),
      shown("registered", null, "T1"),
    ],
  ])("%s", (_, link, expected) => {
    expect(shownLink(link)).toEqual(expected);
  });
});

describe("B11: the calls that are to come", () => {
  const register = { call: "transactionRegister" };
  const cancelOf = (transactionId: string | null) => ({ call: "transactionCancel", transactionId });
  it.each<[string, OrderLink, object[]]>([
    ["a new order", linkOf([row()]), [register]],
    ["an edit", linkOf([standing(other), row()]), [cancelOf("T1"), register]],
    ["a cancellation", linkOf([standing()], none), [cancelOf("T1")]],
    [
      "an edit while the first is unclear",
      linkOf([sent({ ...other, state: "unclear" }), row()]),
      [{ call: "look" }, cancelOf(null), register],
    ],
    [
      "an edit while the first is out",
      linkOf([sent({ ...other, state: "sending" }), row()]),
      [cancelOf(null), register],
    ],
    ["never sent, and edited: one call", linkOf([row(other), row({ id: "r2" })]), [register]],
    ["in another store, sent again", linkOf([sent({ place: otherStore, again: true })]), [register]],
    ["at rest", linkOf([standing()]), []],
    ["given up", linkOf([sent({ halt: "registerFailed" })]), []],
  ])("%s", (_, link, expected) => {
    expect(nextCalls(link, { ...place, mode: "standard" })).toEqual(expected);
  });

  it("what was left in this contract while the connection was elsewhere: cancelled and registered, in the assured mode", () => {
    const left = linkOf([standing({ ...other, halt: "otherContract" }), row()]);
    expect(nextCalls(left, { ...place, mode: "assured" })).toEqual([cancelOf("T1"), register]);
    expect(nextCalls(left, { ...place, mode: "standard" })).toEqual([]);
  });
});
