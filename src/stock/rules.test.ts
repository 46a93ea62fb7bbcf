import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clamp,
  maxQuantity,
  movedTo,
  orderMovements,
  stockOnSave,
  stockRule,
  type StockRow,
} from "./rules.ts";

const row = (more: Partial<StockRow> = {}): StockRow => ({
  id: "v1",
  stockManaged: true,
  smaregiProductId: null,
  quantity: 5,
  level: more.quantity === undefined ? 5 : more.quantity,
  syncedAt: new Date(0),
  ...more,
});

/** Applies an order: pieces by variation; negative ones are taken, others come back. */
function moving(rows: StockRow[], changes: Record<string, number>, isIn = (_: StockRow) => true) {
  const pieces = Object.entries(changes).map(([variationId, change]) => {
    const smaregiProductId = rows.find(({ id }) => id === variationId)?.smaregiProductId ?? null;
    return { variationId, smaregiProductId, change };
  });
  const lines = (sign: 1 | -1) =>
    pieces
      .filter(({ change }) => change * sign > 0)
      .map(({ change, ...line }) => ({ ...line, quantity: change * sign }));
  return orderMovements(rows, { back: lines(1), take: lines(-1), isIn });
}

it("rows as they are once the movements are made: the next order of a batch sees what the one before took", () => {
  const [taken, other] = [row({ id: "v1" }), row({ id: "v2", quantity: 8 })];
  const movement = { variationId: "v1", change: -6, quantity: 0, level: -1 };
  expect(movedTo([taken, other], [movement])).toEqual([{ ...taken, quantity: 0, level: -1 }, other]);
  expect(movedTo([taken, other], [])).toEqual([taken, other]);
});

describe("S4: the clamp", () => {
  it("keeps every number of Smaregi's within 0 and 999,999, and those within as they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_999_999_998, max: 1_999_999_998 }), (amount) => {
        const stored = clamp(amount);
        expect(stored).toBeGreaterThanOrEqual(0);
        expect(stored).toBeLessThanOrEqual(maxQuantity);
        if (amount >= 0 && amount <= maxQuantity) expect(stored).toBe(amount);
      }),
    );
  });
});

describe("U3: Smaregi product ID x stock flag", () => {
  it.each([
    [true, null, "direct"],
    [true, "8000001", "synced"],
    [false, null, "unlimited"],
    [false, "8000001", "unlimited"],
  ] as const)("flag %s, ID %s: %s", (stockManaged, smaregiProductId, rule) => {
    expect(stockRule({ stockManaged, smaregiProductId })).toBe(rule);
  });
});

describe("U3, U4, U6: every change of ID or flag, cell by cell", () => {
  const at = (stockManaged: boolean, smaregiProductId: string | null, quantity: number | null) => {
    return row({ stockManaged, smaregiProductId, quantity });
  };
  const befores = {
    new: null,
    direct: at(true, null, 5),
    blank: at(true, null, null),
    unlimited: at(false, null, null),
    unlimitedLinked: at(false, "1", null),
    synced: at(true, "1", 5),
    syncedBlank: at(true, "1", null),
  };
  const afters = {
    direct: { stockManaged: true, smaregiProductId: null },
    unlimited: { stockManaged: false, smaregiProductId: null },
    unlimitedLinked: { stockManaged: false, smaregiProductId: "1" },
    synced: { stockManaged: true, smaregiProductId: "1" },
    syncedElsewhere: { stockManaged: true, smaregiProductId: "2" },
  };
  /** The quantity after a write that does not name it; "wait": 0 until the first sync. */
  const table: Record<keyof typeof befores, Record<keyof typeof afters, number | null | "wait">> = {
    new: { direct: null, unlimited: null, unlimitedLinked: null, synced: "wait", syncedElsewhere: "wait" },
    direct: { direct: 5, unlimited: null, unlimitedLinked: null, synced: "wait", syncedElsewhere: "wait" },
    blank: { direct: null, unlimited: null, unlimitedLinked: null, synced: "wait", syncedElsewhere: "wait" },
    unlimited: {
      direct: null,
      unlimited: null,
      unlimitedLinked: null,
      synced: "wait",
      syncedElsewhere: "wait",
    },
    unlimitedLinked: {
      direct: null,
      unlimited: null,
      unlimitedLinked: null,
      synced: "wait",
      syncedElsewhere: "wait",
    },
    synced: { direct: 5, unlimited: null, unlimitedLinked: null, synced: 5, syncedElsewhere: "wait" },
    syncedBlank: {
      direct: null,
      unlimited: null,
      unlimitedLinked: null,
      synced: null,
      syncedElsewhere: "wait",
    },
  };
  const cells = (Object.keys(befores) as (keyof typeof befores)[]).flatMap((before) =>
    (Object.keys(afters) as (keyof typeof afters)[]).map(
      (after) => [before, after, table[before][after]] as const,
    ),
  );

  it.each(cells)("%s, then %s: %s", (before, after, expected) => {
    const saved = stockOnSave(befores[before], { ...afters[after], quantity: undefined });
    const waits = expected === "wait";
    const none = { locked: false, unlimitedGiven: false };
    expect(saved).toEqual({ quantity: waits ? 0 : expected, awaitsFirstSync: waits, ...none });
  });

  it.each(cells)(
    "%s, then %s, with a blank quantity: only what repeats it is no edit of a synced one",
    (before, after) => {
      const saved = stockOnSave(befores[before], { ...afters[after], quantity: null });
      const isBlank = (befores[before]?.quantity ?? null) === null;
      expect(saved.locked).toBe(stockRule(afters[after]) === "synced" && !isBlank);
      expect(saved.unlimitedGiven).toBe(false);
    },
  );

  it.each(cells)("%s, then %s, with a quantity of 7", (before, after) => {
    const saved = stockOnSave(befores[before], { ...afters[after], quantity: 7 });
    const rule = stockRule(afters[after]);
    expect(saved).toMatchObject({ locked: rule === "synced", unlimitedGiven: rule === "unlimited" });
    if (rule === "direct") expect(saved.quantity).toBe(7);
  });
});

describe("U4, U6: what a save does to the quantity", () => {
  const direct = row();
  const synced = row({ smaregiProductId: "8000001" });
  const unlimited = row({ stockManaged: false, quantity: null });
  it.each([
    [
      "new, direct, given",
      null,
      { stockManaged: true, smaregiProductId: null, quantity: 7 },
      7,
      false,
      false,
    ],
    [
      "new, direct, blank",
      null,
      { stockManaged: true, smaregiProductId: null, quantity: undefined },
      null,
      false,
      false,
    ],
    ["new, synced", null, { stockManaged: true, smaregiProductId: "1", quantity: undefined }, 0, true, false],
    [
      "new, synced, with a quantity",
      null,
      { stockManaged: true, smaregiProductId: "1", quantity: 3 },
      0,
      true,
      true,
    ],
    ["direct, edited", direct, { stockManaged: true, smaregiProductId: null, quantity: 9 }, 9, false, false],
    [
      "direct, kept",
      direct,
      { stockManaged: true, smaregiProductId: null, quantity: undefined },
      5,
      false,
      false,
    ],
    [
      "direct, cleared",
      direct,
      { stockManaged: true, smaregiProductId: null, quantity: null },
      null,
      false,
      false,
    ],
    [
      "direct to synced",
      direct,
      { stockManaged: true, smaregiProductId: "1", quantity: undefined },
      0,
      true,
      false,
    ],
    [
      "synced, kept",
      synced,
      { stockManaged: true, smaregiProductId: "8000001", quantity: undefined },
      5,
      false,
      false,
    ],
    [
      "synced, repeated",
      synced,
      { stockManaged: true, smaregiProductId: "8000001", quantity: 5 },
      5,
      false,
      false,
    ],
    [
      "synced, edited",
      synced,
      { stockManaged: true, smaregiProductId: "8000001", quantity: 6 },
      5,
      false,
      true,
    ],
    [
      "synced to another",
      synced,
      { stockManaged: true, smaregiProductId: "2", quantity: undefined },
      0,
      true,
      false,
    ],
    [
      "synced to direct",
      synced,
      { stockManaged: true, smaregiProductId: null, quantity: undefined },
      5,
      false,
      false,
    ],
    [
      "synced, flag off",
      synced,
      { stockManaged: false, smaregiProductId: "8000001", quantity: undefined },
      null,
      false,
      false,
    ],
    [
      "flag on again",
      unlimited,
      { stockManaged: true, smaregiProductId: "1", quantity: undefined },
      0,
      true,
      false,
    ],
    [
      "unlimited to direct",
      unlimited,
      { stockManaged: true, smaregiProductId: null, quantity: undefined },
      null,
      false,
      false,
    ],
  ])("%s", (_, before, after, quantity, awaitsFirstSync, locked) => {
    expect(stockOnSave(before, after)).toMatchObject({ quantity, awaitsFirstSync, locked });
  });
});

describe("O2 to O4: what an order does to quantities", () => {
  it("takes all or nothing, and names each shortage", () => {
    const rows = [row({ id: "a", quantity: 5 }), row({ id: "b", quantity: 1 })];
    expect(moving(rows, { a: -2, b: -2 })).toEqual({
      movements: [],
      shortages: [{ variationId: "b", wanted: 2, available: 1 }],
    });
  });

  it("sells without limit where there is no flag, and nothing where the quantity is blank", () => {
    expect(moving([row({ stockManaged: false, quantity: null })], { v1: -500 })).toEqual({
      movements: [],
      shortages: [],
    });
    expect(moving([row({ quantity: null })], { v1: -1 }).shortages).toHaveLength(1);
  });

  const synced = (id: string, quantity: number | null, smaregiProductId = "8000001") =>
    row({ id, smaregiProductId, quantity });

  it("two variations of one Smaregi product share its stock: together they can't take more than there is", () => {
    const rows = [synced("a", 10), synced("b", 10), synced("c", 10, "8000002")];
    const taking = (a: number, b: number) => moving(rows, { a: -a, b: -b, c: -10 });
    expect(taking(6, 6)).toEqual({
      movements: [],
      shortages: [
        { variationId: "a", wanted: 6, available: 10 },
        { variationId: "b", wanted: 6, available: 10 },
      ],
    });
    expect(taking(6, 4)).toEqual({
      movements: [
        { variationId: "a", change: -10, quantity: 0, level: 0 },
        { variationId: "b", change: -10, quantity: 0, level: 0 },
        { variationId: "c", change: -10, quantity: 0, level: 0 },
      ],
      shortages: [],
    });
  });

  it("what is taken from one is gone for all that share its stock, and a sibling that lags behind is no shortage", () => {
    const rows = [synced("a", 10), synced("b", 1), synced("blank", null), row({ id: "other" })];
    expect(moving(rows, { a: -3 })).toEqual({
      movements: [
        { variationId: "a", change: -3, quantity: 7, level: 7 },
        { variationId: "b", change: -1, quantity: 0, level: -2 },
        { variationId: "blank", change: 0, quantity: 0, level: -3 },
      ],
      shortages: [],
    });
  });

  it("P3: of what is stopped nothing is sold, whatever its quantity; what comes back is taken", () => {
    const stopped = { ...synced("a", 10), saleStopped: true };
    expect(moving([stopped], { a: -1 })).toEqual({
      movements: [],
      shortages: [{ variationId: "a", wanted: 1, available: 0 }],
    });
    expect(moving([{ ...stopped, saleStopped: false }], { a: -1 }).shortages).toEqual([]);
    expect(moving([stopped], { a: 2 }).movements).toEqual([
      { variationId: "a", change: 2, quantity: 12, level: 12 },
    ]);
  });

  it("an edit that gives back as much of the shared stock as it takes is no shortage, and moves nothing", () => {
    const rows = [synced("a", 0), synced("b", 0)];
    expect(moving(rows, { a: 2, b: -2 })).toEqual({ movements: [], shortages: [] });
  });

  it("gives back what an order had, but never above 999,999", () => {
    const rows = [row({ quantity: null }), row({ id: "full", quantity: maxQuantity - 1 })];
    expect(moving(rows, { v1: 4, full: 4 }).movements).toEqual([
      { variationId: "v1", change: 4, quantity: 4, level: 4 },
      { variationId: "full", change: 1, quantity: maxQuantity, level: maxQuantity },
    ]);
  });

  it("never goes below 0 or above 999,999, and the ledger's changes add up", () => {
    const quantity = fc.option(fc.integer({ min: 0, max: maxQuantity }));
    const link = fc.constantFrom(null, "1", "2");
    const rows = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom("a", "b", "c", "d"),
        stockManaged: fc.boolean(),
        smaregiProductId: link,
        quantity,
      }),
      { selector: ({ id }) => id, minLength: 1 },
    );
    const changes = fc.dictionary(
      fc.constantFrom("a", "b", "c", "d"),
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
    );
    fc.assert(
      fc.property(rows, changes, (given, wanted) => {
        const { movements, shortages } = moving(
          given.map((each) => ({ ...row(), ...each, level: each.quantity })),
          wanted,
        );
        if (shortages.length > 0) expect(movements).toEqual([]);
        for (const movement of movements) {
          const before = given.find(({ id }) => id === movement.variationId)?.quantity ?? 0;
          expect(movement.quantity).toBe(before + movement.change);
          expect(movement.quantity).toBe(clamp(movement.quantity ?? 0));
        }
      }),
    );
  });

  it("P2: pieces that come back to Smaregi's -3 are not for sale", () => {
    const below = row({ id: "a", smaregiProductId: "8000001", quantity: 0, level: -3 });
    expect(moving([below], { a: 2 }).movements).toEqual([
      { variationId: "a", change: 0, quantity: 0, level: -1 },
    ]);
    expect(moving([below], { a: -1 }).shortages).toHaveLength(1);
  });

  it("P2: what the number never had off does not come back on top of it", () => {
    const back = { variationId: "a", quantity: 5 };
    const cancelling = (given: StockRow, smaregiProductId: string | null, isIn = true) =>
      orderMovements([given], { back: [{ ...back, smaregiProductId }], take: [], isIn: () => isIn })
        .movements;
    const now = synced("a", 10);
    expect(cancelling(now, "8000001")).toMatchObject([{ change: 5 }]);
    // Forgotten by a reading; ordered before the link; ordered as another product; still waiting for its first sync.
    expect(cancelling(now, "8000001", false)).toEqual([]);
    expect(cancelling(now, null)).toEqual([]);
    expect(cancelling(now, "8000002")).toEqual([]);
    expect(cancelling({ ...now, syncedAt: null, quantity: 0, level: 0 }, "8000001")).toEqual([]);
    // Not linked any more: its own again (O4).
    expect(cancelling(row({ id: "a" }), "8000001")).toMatchObject([{ change: 5 }]);
  });
});
