import { describe, expect, it } from "vitest";
import type { Sale } from "../kit/tables.ts";
import { changeOf, planOperations, stockOfSale, totalOf, type Operation } from "./rules.ts";

const money = {
  shippingFee: null,
  paymentFee: 330,
  coolFee: 220,
  wrappingFee: 110,
  discount: 100,
  couponDiscount: 50,
  pointsUsed: 10,
  adjustment: -5,
};
const sale = { orderNumber: "1", lines: [], money } as Sale;
const operation = (
  seq: number,
  kind: "register" | "cancel",
  state: Operation["state"],
  more: Partial<Operation> = {},
): Operation => ({
  id: `${kind}${seq}`,
  seq,
  kind,
  state,
  sale: kind === "register" ? sale : null,
  cancelsId: null,
  ...more,
});

describe("what an edit or a cancellation needs in Smaregi (O3, O4)", () => {
  const register = { kind: "register", sale, cancelsId: null };
  it.each([
    ["nothing was registered: an edit registers", [], sale, [], [register]],
    [
      "not sent yet: dropped and registered anew",
      [operation(1, "register", "waiting")],
      sale,
      ["register1"],
      [register],
    ],
    ["not sent yet, cancelled: only dropped", [operation(1, "register", "waiting")], null, ["register1"], []],
    [
      "failed: a cancellation does nothing, and leaves nothing to repair",
      [operation(1, "register", "failed")],
      null,
      ["register1"],
      [],
    ],
    ["failed: an edit registers", [operation(1, "register", "failed")], sale, [], [register]],
    [
      "registered: cancelled and registered anew",
      [operation(1, "register", "done")],
      sale,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }, register],
    ],
    [
      "unclear: may stand, so it is cancelled",
      [operation(1, "register", "unclear")],
      null,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }],
    ],
    [
      "an edit during an edit: the cancellation is under way already",
      [
        operation(1, "register", "done"),
        operation(2, "cancel", "sending", { cancelsId: "register1" }),
        operation(3, "register", "waiting"),
      ],
      sale,
      ["register3"],
      [register],
    ],
    [
      "the cancellation failed: it is tried anew",
      [
        operation(1, "register", "done"),
        operation(2, "cancel", "failed", { cancelsId: "register1" }),
        operation(3, "register", "failed"),
      ],
      sale,
      [],
      [{ kind: "cancel", sale: null, cancelsId: "register1" }, register],
    ],
  ])("%s", (_, existing, next, drop, add) => {
    expect(planOperations(existing, next)).toEqual({ drop, add });
  });
});

describe("sums", () => {
  it("counts every money line once", () => {
    expect(totalOf([{ unitPrice: 1000, quantity: 2 }], money)).toBe(
      2000 + 330 + 220 + 110 - 100 - 50 - 10 - 5,
    );
  });

  it("takes linked lines only, the same product on several lines together", () => {
    const line = { name: "", unitPrice: 1, taxRate: 10 as const };
    const lines = [
      { ...line, smaregiProductId: "1", quantity: 2 },
      { ...line, smaregiProductId: null, quantity: 5 },
      { ...line, smaregiProductId: "1", quantity: 1 },
    ];
    expect([...stockOfSale({ ...sale, lines })]).toEqual([["1", -3]]);
  });

  it("gives back what is no longer ordered", () => {
    const change = changeOf(
      new Map([
        ["a", 2],
        ["b", 1],
      ]),
      new Map([
        ["a", 5],
        ["c", 1],
      ]),
    );
    expect(Object.fromEntries(change)).toEqual({ a: -3, b: 1, c: -1 });
  });
});
