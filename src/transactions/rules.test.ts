import { describe, expect, it } from "vitest";
import { linkColumns } from "./link-columns.ts";
import {
  counting,
  countsBySelf,
  decide,
  isRestless,
  isUnsure,
  keepOf,
  pendingOfOrder,
  piecesOfSale,
  saleKey,
  type At,
  type OrderLink,
} from "./rules.ts";
import {
  atOf,
  here,
  linkOf,
  otherContract,
  otherStore,
  otherTerminal,
  place,
  row,
  saleOf,
  sent,
  standing,
  t,
} from "./link.fixture.ts";

/** The decision in short: the deed, the row, and why or until when. */
function inShort(link: OrderLink, more: Partial<At> = {}): string {
  const next = decide(link, atOf(more));
  if (next.do === "nothing") return "nothing";
  if (next.do === "wait") return `wait until ${next.until.getTime() / 1_000}`;
  return next.do === "halt" ? `halt ${next.row.id}: ${next.halt}` : `${next.do} ${next.row.id}`;
}

/** A sale of three pieces, which the order does not want. */
const other = { id: "old", sale: saleOf(3) };
const assured = { mode: "assured" as const };
const waiting = { retryAt: t(200), retryFrom: t(90) };

describe("O3, C3, F3: decide, line by line", () => {
  it.each<[string, OrderLink, string, Partial<At>?]>([
    ["1: the link is not live", linkOf([row()]), "nothing", { live: false }],
    ["2: a registration is out", linkOf([sent({ state: "sending" }), row({ id: "r2" })]), "nothing"],
    ["2: a cancellation is out", linkOf([standing({ state: "cancelling" }), row({ id: "r2" })]), "nothing"],
    ["3: a row is unclear", linkOf([sent({ state: "unclear" })]), "look r1"],
    [
      "3: whoever is asked first, it is looked at",
      linkOf([sent({ state: "unclear" })], { follows: "asked" }),
      "look r1",
    ],
    [
      "3: a cancellation is unclear",
      linkOf([standing({ ...other, state: "cancelUnclear" }), row()]),
      "look old",
    ],
    ["3: at its time", linkOf([sent({ state: "unclear", ...waiting })]), "wait until 200"],
    [
      "3: a clock that was set back puts nothing off",
      linkOf([sent({ state: "unclear", retryAt: t(900), retryFrom: t(800) })]),
      "look r1",
    ],
    ["3: past its time", linkOf([sent({ state: "unclear", retryAt: t(90), retryFrom: t(80) })]), "look r1"],
    [
      "3: just at its time",
      linkOf([sent({ state: "unclear", retryAt: t(100), retryFrom: t(80) })]),
      "look r1",
    ],
    ["3: whenever it was put off", linkOf([sent({ state: "unclear", retryAt: t(200) })]), "wait until 200"],
    [
      "3: a second between two clocks is none set back",
      linkOf([sent({ state: "unclear", retryAt: t(200), retryFrom: t(101) })]),
      "wait until 200",
    ],
    ["4: the merchant is asked first", linkOf([row()], { follows: "asked" }), "nothing"],
    ["4: the order is off", linkOf([standing(other)], { follows: "off" }), "nothing"],
    ["5: what is not wanted was never sent", linkOf([row(other), row()]), "drop old"],
    [
      "6: its cancellation was refused: nothing is registered",
      linkOf([standing({ ...other, halt: "cancelRefused" }), row()]),
      "nothing",
    ],
    [
      "6: others are gone on with",
      linkOf([standing({ ...other, halt: "cancelRefused" }), standing({ id: "r3", sale: saleOf(4) }), row()]),
      "cancel r3",
    ],
    [
      "7: it stands in another contract",
      linkOf([standing({ ...other, place: otherContract }), row()]),
      "halt old: otherContract",
    ],
    [
      "7: nobody knows where it stands",
      linkOf([standing({ ...other, place: null }), row()]),
      "halt old: otherContract",
    ],
    [
      "7: in another store of the contract it is cancelled",
      linkOf([standing({ ...other, place: otherStore }), row()]),
      "cancel old",
    ],
    [
      "8: cancelled in vain, standard mode",
      linkOf([standing({ ...other, cancels: 1 }), row()]),
      "halt old: cancelFailed",
    ],
    [
      "8: once more where that was asked for",
      linkOf([standing({ ...other, cancels: 1, again: true }), row()]),
      "cancel old",
    ],
    [
      "8: again by itself in the assured mode",
      linkOf([standing({ ...other, cancels: 1 }), row()]),
      "cancel old",
      assured,
    ],
    ["9: it stands", linkOf([standing(other), row()]), "cancel old"],
    [
      "9: not before its time",
      linkOf([standing({ ...other, ...waiting }), row()]),
      "wait until 200",
      assured,
    ],
    ["9: the order is cancelled", linkOf([standing()], { wantedKey: null }), "cancel r1"],
    ["10: the wanted sale stands", linkOf([standing()]), "nothing"],
    ["10: nothing is wanted", linkOf([row({ state: "gone" })], { wantedKey: null }), "nothing"],
    ["10: the wanted sale is given up", linkOf([sent({ halt: "registerFailed" })]), "nothing"],
    ["11: sent in vain, standard mode", linkOf([sent()]), "halt r1: registerFailed"],
    ["11: once more where that was asked for", linkOf([sent({ again: true })]), "register r1"],
    ["11: again by itself in the assured mode", linkOf([sent()]), "register r1", assured],
    ["12: sent in vain in another store", linkOf([sent({ place: otherStore, again: true })]), "renew r1"],
    ["12: ... or at another terminal", linkOf([sent({ place: otherTerminal, again: true })]), "renew r1"],
    ["12: ... or in another contract", linkOf([sent({ place: otherContract, again: true })]), "renew r1"],
    ["13: it was never sent", linkOf([row()]), "register r1"],
    ["13: not before its time", linkOf([sent(waiting)]), "wait until 200", assured],
    [
      "a second sale of the wanted lines is one too many",
      linkOf([standing(), standing({ id: "r2", transactionId: "T2" })]),
      "cancel r2",
    ],
  ])("%s", (_, link, expected, more) => {
    expect(inShort(link, more)).toBe(expected);
    const ended =
      inShort(link, { ...more, live: true }) === "nothing" &&
      !link.rows.some(({ state }) => state === "sending" || state === "cancelling");
    // An order at rest in this mode is not looked at again; one that only a mode stops still needs a decision.
    expect(isRestless(link)).toBe(!ended);
  });
});

describe("B2, P1, F3: what was left in a former contract that is the connection's again", () => {
  const left = (more: Parameters<typeof standing>[0] = {}) =>
    linkOf([standing({ ...other, halt: "otherContract", ...more }), row()]);
  it.each<[string, OrderLink, Partial<At>, string]>([
    ["goes on by itself in the assured mode", left(), assured, "resume old"],
    ["waits in the standard mode, which asked a person to cancel it there", left(), {}, "nothing"],
    ["waits where the connection is elsewhere", left(), { ...assured, contractId: "B" }, "nothing"],
    ["waits where nobody knows where it stands", left({ place: null }), assured, "nothing"],
    ["waits where Smaregi refused it", left({ halt: "cancelRefused" }), assured, "nothing"],
  ])("%s", (_, link, more, expected) => {
    expect(inShort(link, more)).toBe(expected);
    expect(linkColumns(link, atOf(more), t(100)).restless).toBe(expected !== "nothing");
  });
});

describe("O3: the row that is the order's transaction", () => {
  it.each([
    ["the one that stands, before newer ones", [standing(), row({ id: "r2" })], "r1"],
    ["else the newest that was sent", [sent({ state: "unclear" }), row({ id: "r2" })], "r1"],
    ["else the newest", [row(), row({ id: "r2" })], "r2"],
    ["none that is being cancelled", [standing({ state: "cancelling" })], undefined],
    ["none whose cancellation is unclear", [standing({ state: "cancelUnclear" })], undefined],
    ["none of another sale", [standing(other)], undefined],
    ["none that is gone", [standing({ state: "gone" })], undefined],
  ])("%s", (_, rows, id) => {
    expect(keepOf(linkOf(rows))?.id).toBe(id);
  });
});

describe("O3: saleKey", () => {
  it("is the same for the same sale, in whatever order its properties came from the database", () => {
    const { orderNumber, lines, money } = saleOf(2);
    const turned = lines.map((line) => Object.fromEntries(Object.entries(line).toReversed()));
    expect(saleKey({ money, lines: turned, orderNumber } as never)).toBe(saleKey(saleOf(2)));
  });

  it("is stored: its spelling stays, by the names of the properties", () => {
    const line = { smaregiProductId: "p", name: "米", unitPrice: 100, taxRate: 8 as const, quantity: 2 };
    expect(saleKey({ orderNumber: "1", lines: [line], money: {} } as never)).toBe(
      '[["lines",[[["name","米"],["quantity",2],["smaregiProductId","p"],["taxRate",8],["unitPrice",100]]]],["money",[]],["orderNumber","1"]]',
    );
  });

  it("differs with anything that Smaregi is told: pieces, prices, the sequence of the lines", () => {
    const [line] = saleOf(2).lines;
    if (line === undefined) throw new Error("no line");
    const lines = [line, { ...line, name: "麦" }];
    const keys = [
      saleOf(2),
      saleOf(3),
      { ...saleOf(2), lines },
      { ...saleOf(2), lines: lines.toReversed() },
      { ...saleOf(2), money: { ...saleOf(2).money, discount: 1 } },
    ].map(saleKey);
    expect(new Set(keys).size).toBe(5);
  });
});

describe("B1: what an order still takes of a reading that began at 10", () => {
  const off = { counted: false, follows: "off" as const };
  it.each<[string, OrderLink, number]>([
    ["planned: all of it", linkOf([row()]), -2],
    ["being sent: all of it", linkOf([sent({ state: "sending" })]), -2],
    ["unclear: all of it", linkOf([sent({ state: "unclear" })]), -2],
    ["standing since before: nothing", linkOf([standing()]), 0],
    ["standing since it began: all of it, for the worst", linkOf([standing({ settledAt: t(10) })]), -2],
    ["standing, nobody knows since when: all of it", linkOf([standing({ settledAt: null })]), -2],
    [
      "edited from 2 to 5, the first stands: what is more",
      linkOf([standing(), row({ id: "r2", sale: saleOf(5) })], { wantedKey: saleKey(saleOf(5)) }),
      -3,
    ],
    [
      "edited from 5 to 2: nothing comes back before it is cancelled",
      linkOf([standing({ sale: saleOf(5) }), row({ id: "r2" })]),
      0,
    ],
    [
      "... and its cancellation is out: all of the new one",
      linkOf([standing({ sale: saleOf(5), state: "cancelling" }), row({ id: "r2" })]),
      -2,
    ],
    [
      "cancelled while unclear: its pieces are free, a late booking is cancelled",
      linkOf([sent({ state: "unclear" })], { wantedKey: null }),
      0,
    ],
    ["gone: nothing", linkOf([standing({ state: "gone" })], { wantedKey: null }), 0],
    ["off, and never sent: nothing", linkOf([], off), 0],
    ["off, and sent in vain: nothing", linkOf([sent()], off), 0],
    ["off, but it is being sent: all of it", linkOf([sent({ state: "sending" })], off), -2],
    ["off, but it may be booked: all of it", linkOf([sent({ state: "unclear" })], off), -2],
    ["off, and standing since before: nothing", linkOf([standing()], off), 0],
    ["off, and standing since it began: all of it", linkOf([standing({ settledAt: t(11) })], off), -2],
    ["standing in another store: nothing of this one's", linkOf([standing({ place: otherStore })]), 0],
    [
      "edited after a move: the old store's sale is no return here",
      linkOf([standing({ place: otherStore }), row({ id: "r2", sale: saleOf(3) })], {
        wantedKey: saleKey(saleOf(3)),
      }),
      -3,
    ],
  ])("%s", (_, link, expected) => {
    expect(pendingOfOrder(link, "p", t(10), here)).toBe(expected);
    expect(pendingOfOrder(link, "another", t(10), here)).toBe(0);
  });

  it.each([
    ["standing since it began", standing({ settledAt: t(10) }), true],
    ["gone since it began", standing({ state: "gone", settledAt: t(11) }), true],
    ["standing since before", standing(), false],
    ["not settled at all", sent({ state: "unclear" }), false],
    ["given up since it began", sent({ halt: "registerFailed", settledAt: t(11) }), false],
  ])("%s: whether it is to be read again", (_, own, expected) => {
    expect(isUnsure(linkOf([own]), "p", t(10))).toBe(expected);
    expect(isUnsure(linkOf([own]), "another", t(10))).toBe(false);
    expect(isUnsure(linkOf([standing(), own]), "p", t(10))).toBe(expected);
  });

  it("without a connection nothing stands: all of it", () => {
    expect(pendingOfOrder(linkOf([standing()]), "p", t(10), null)).toBe(-2);
  });

  it("lines of one product are one sum, and lines that are not linked move nothing", () => {
    const [line] = saleOf(2).lines;
    if (line === undefined) throw new Error("no line");
    const lines = [line, { ...line, smaregiProductId: null }, { ...line, quantity: 3 }];
    expect([...piecesOfSale({ lines })]).toEqual([["p", 5]]);
  });
});

describe("F4: whether readings count an order, and since when not", () => {
  it.each<[string, OrderLink, boolean, number]>([
    ["it goes on by itself", linkOf([row()]), true, 0],
    ["it was taken out", linkOf([], { counted: false, uncountedAt: t(7) }), false, 7],
    [
      "it stands in another store since after the move",
      linkOf([standing({ place: otherStore, settledAt: t(9) })]),
      false,
      9,
    ],
    ["it stands in another store since before the move", linkOf([standing({ place: otherStore })]), false, 5],
    [
      "it may stand in another store: that is looked for",
      linkOf([sent({ state: "unclear", place: otherStore })]),
      true,
      0,
    ],
  ])("%s", (_, link, counts, since) => {
    expect(counting(link, { ...place, since: t(5) })).toEqual({ counts, notSince: t(since) });
  });

  it("no place is another one where there is no connection, nor where nobody knows where it stands", () => {
    const counted = { counts: true, notSince: t(0) };
    expect(counting(linkOf([standing()]), null)).toEqual(counted);
    expect(counting(linkOf([standing({ place: null })]), here)).toEqual(counted);
  });

  it("one row that is halted is enough for an order not to go on by itself", () => {
    const halted = standing({ ...other, halt: "cancelRefused" });
    expect(countsBySelf(linkOf([halted, row()]))).toBe(false);
    expect(countsBySelf(linkOf([{ ...halted, state: "gone" }, row()]))).toBe(true);
  });
});
