import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  axesOf,
  newWork,
  planWork,
  statusOf,
  withDays,
  type Axes,
  type Work,
  type WorkPart,
} from "./rules.ts";

const today = "2026-11-26";
const axes: fc.Arbitrary<Axes> = fc.record({
  payment: fc.constantFrom("unpaid", "paid"),
  shipping: fc.constantFrom("unshipped", "preparing", "shipped"),
});
const order = (more: Partial<Work> = {}, isCancelled = false) => {
  const work = { ...newWork, ...more };
  return { ...work, status: statusOf(work, isCancelled) };
};
const plan = (was: ReturnType<typeof order>, change: WorkPart, seen: WorkPart = {}) =>
  planWork(was, { change, seen, today });

describe("W1: the one status of the API and the two axes say the same", () => {
  it.each<[Axes["payment"], Axes["shipping"], string]>([
    ["unpaid", "unshipped", "new"],
    ["paid", "unshipped", "paid"],
    ["unpaid", "preparing", "preparing"],
    ["paid", "preparing", "preparing"],
    ["unpaid", "shipped", "shipped"],
    ["paid", "shipped", "shipped"],
  ])("%s and %s is %s", (payment, shipping, status) => {
    expect(statusOf({ payment, shipping }, false)).toBe(status);
    expect(statusOf({ payment, shipping }, true)).toBe("cancelled");
  });

  it("whatever was before, a status that is written is the one that is read", () => {
    fc.assert(
      fc.property(
        axes,
        fc.constantFrom("new", "paid", "preparing", "shipped", "cancelled"),
        (was, status) => {
          expect(statusOf(axesOf(was, status), status === "cancelled")).toBe(status);
        },
      ),
    );
  });

  it("what is sent is paid only where somebody said so, and a cancellation moves neither axis", () => {
    expect(axesOf({ payment: "unpaid", shipping: "unshipped" }, "shipped").payment).toBe("unpaid");
    expect(axesOf({ payment: "paid", shipping: "preparing" }, "cancelled")).toEqual({
      payment: "paid",
      shipping: "preparing",
    });
  });
});

describe("W1: an axis has the day on which it came to its end", () => {
  it.each<[string, Partial<Work>, Axes, object]>([
    ["paid", {}, { payment: "paid", shipping: "unshipped" }, { paidOn: today, shippedOn: null }],
    ["shipped", {}, { payment: "unpaid", shipping: "shipped" }, { paidOn: null, shippedOn: today }],
    ["preparing", {}, { payment: "unpaid", shipping: "preparing" }, { paidOn: null, shippedOn: null }],
    [
      "again",
      { payment: "paid", paidOn: "2026-11-01", shipping: "shipped", shippedOn: "2026-11-02" },
      { payment: "paid", shipping: "shipped" },
      { paidOn: "2026-11-01", shippedOn: "2026-11-02" },
    ],
    [
      "taken back",
      { payment: "paid", paidOn: "2026-11-01", shipping: "shipped", shippedOn: "2026-11-02" },
      { payment: "unpaid", shipping: "preparing" },
      { paidOn: null, shippedOn: null },
    ],
  ])("%s", (_, before, after, days) => {
    expect(withDays({ ...newWork, ...before }, after, today)).toEqual({ ...after, ...days });
  });
});

describe("W1: a change of the working data", () => {
  it("changes what it names, with the status that follows, and says what was before", () => {
    expect(plan(order({ memo: "旧" }), { payment: "paid", memo: "新" })).toEqual({
      kind: "changed",
      work: { ...newWork, payment: "paid", paidOn: today, memo: "新" },
      status: "paid",
      changes: [
        { field: "payment", before: "unpaid", after: "paid" },
        { field: "paidOn", before: null, after: today },
        { field: "memo", before: "旧", after: "新" },
      ],
    });
  });

  it("takes the day that is given with it, and none without what it is the day of", () => {
    const changed = plan(order(), { payment: "paid", paidOn: "2026-11-20", shippedOn: "2026-11-20" });
    expect(changed).toMatchObject({ work: { paidOn: "2026-11-20", shippedOn: null } });
    expect(plan(order(), { paidOn: "2026-11-20" })).toEqual({ kind: "same" });
  });

  it("again does nothing", () => {
    expect(plan(order({ memo: "新" }), { memo: "新" })).toEqual({ kind: "same" });
    expect(plan(order(), {})).toEqual({ kind: "same" });
  });

  it.each<[string, Partial<Work>, WorkPart, WorkPart, string[]]>([
    ["the same field, changed by somebody else", { memo: "他" }, { memo: "新" }, { memo: "旧" }, ["memo"]],
    ["to what is wanted, too", { memo: "新" }, { memo: "新" }, { memo: "旧" }, []],
    ["another field", { carrier: "sagawa" }, { memo: "新" }, { memo: "", carrier: null }, []],
    ["unchanged", { memo: "旧" }, { memo: "新" }, { memo: "旧" }, []],
    ["not looked at", { memo: "他" }, { memo: "新" }, {}, []],
  ])("two people at once, %s", (_, was, change, seen, fields) => {
    const got = plan(order(was), change, seen);
    if (fields.length > 0) expect(got).toEqual({ kind: "differs", fields });
    else expect(got.kind).not.toBe("differs");
  });

  it("of a cancelled order changes notes, and neither axis", () => {
    expect(plan(order({}, true), { payment: "paid" })).toEqual({ kind: "cancelled" });
    expect(plan(order({}, true), { shipping: "shipped" })).toEqual({ kind: "cancelled" });
    expect(plan(order({}, true), { payment: "unpaid", memo: "返金済み" })).toMatchObject({
      kind: "changed",
      status: "cancelled",
      work: { memo: "返金済み" },
    });
  });
});
