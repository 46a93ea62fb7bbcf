import { describe, expect, it } from "vitest";
import type { Sale } from "../kit/tables.ts";
import { atOf, linkOf, newId, place, row, saleOf, sent, standing, t } from "./link.fixture.ts";
import { dispose, handle, registerAnew, see, send, type Seen } from "./press.ts";
import { hear } from "./told.ts";
import { decide, saleKey, type OrderLink, type TransactionRow } from "./rules.ts";

const at = { now: t(50), newId };
const sale = saleOf(2);
const inShort = ({ follows, why, rows }: OrderLink): string =>
  `${follows}${why === null ? "" : ` (${why})`}: ${rows.map(({ state, halt }) => (halt === null ? state : `${state} ${halt}`)).join(", ")}`;

describe("B4: 送り直す", () => {
  it.each<[string, OrderLink, Sale | null, string]>([
    [
      "given up: looked for first",
      linkOf([sent({ halt: "registerFailed" })], { counted: false }),
      sale,
      "on: unclear",
    ],
    [
      "its cancellation failed",
      linkOf([standing({ halt: "cancelFailed" })], { wantedKey: null }),
      null,
      "on: standing",
    ],
    [
      "taken while off",
      linkOf([], { follows: "off", why: "takenWhileOff", counted: false }),
      sale,
      "on: planned",
    ],
    [
      "asked about, and it stands no more",
      linkOf([standing({ state: "gone" })], { follows: "asked", why: "cancelledAtTill" }),
      sale,
      "on: gone, planned",
    ],
    [
      "asked about, and cancelled since",
      linkOf([standing()], { follows: "asked", why: "changedWhileOff", wantedKey: null }),
      null,
      "on: standing",
    ],
    ["never sent: it needs no look", linkOf([row()]), sale, "on: planned"],
  ])("%s", (_, link, now, expected) => {
    const course = send(link, now, at);
    expect(inShort(course.link)).toBe(expected);
    expect(course.read).toEqual([]);
    expect(course.countsAgain).toBe(!link.counted);
    // One more try is allowed in the standard mode, at once.
    for (const each of course.link.rows.filter(({ state, id }) => state !== "gone" && id !== "new"))
      expect(each).toMatchObject({ again: true, retryAt: null });
  });
});

it("B4: what is gone is not pressed", () => {
  const ended = standing({ state: "gone", disposes: true });
  expect(send(linkOf([ended, row({ id: "r2" })]), sale, at).link.rows[0]).toBe(ended);
});

it("B4, P4: what was refused goes out again after one look: no full wait, since nothing of it is on its way", () => {
  const refused = sent({ halt: "registerFailed" });
  const { link } = send(linkOf([refused]), sale, { now: t(3), newId });
  const none: string[] = [];
  const told = { call: "look", kind: "sales", standing: none, cancelled: none, lookedAt: t(3) } as const;
  const asked = { now: t(3), mode: "standard", boundMs: 12_000, backMs: 4_000, newId } as const;
  const seen = hear(link, { rowId: refused.id, fence: 1 }, told, asked);
  expect(decide(seen.link, atOf({ now: t(3) }))).toMatchObject({ do: "register", row: { id: refused.id } });
});

describe("B4: 対応済み", () => {
  it.each<[string, OrderLink, Sale | null, string]>([
    [
      "a registration that is given up takes the order off",
      linkOf([sent({ halt: "registerFailed" })]),
      sale,
      "off (handledByHand): gone",
    ],
    [
      "a row that stays unclear, too",
      linkOf([sent({ state: "unclear" })]),
      sale,
      "off (handledByHand): gone",
    ],
    [
      "a sale that was cancelled by hand lets the edit go on",
      linkOf([standing({ halt: "cancelRefused", sale: saleOf(3), saleKey: "3" }), row({ id: "r2" })]),
      sale,
      "on: gone, planned",
    ],
    [
      "... and the cancelled order is at rest",
      linkOf([standing({ halt: "cancelRefused" })], { wantedKey: null }),
      null,
      "on: gone",
    ],
    [
      "so does a cancellation that stays unclear",
      linkOf([standing({ state: "cancelUnclear" })], { wantedKey: null }),
      null,
      "on: gone",
    ],
    [
      "what was sent in vain, and is tried again, is given up, too",
      linkOf([sent()]),
      sale,
      "off (handledByHand): gone",
    ],
    [
      "one registration that is given up is enough, beside a sale that was cancelled by hand",
      linkOf([standing({ id: "r0", halt: "cancelRefused", saleKey: "3" }), sent({ halt: "registerFailed" })]),
      sale,
      "off (handledByHand): gone, gone",
    ],
    [
      "the wanted sale was cancelled by hand: it goes out anew",
      linkOf([standing({ halt: "cancelRefused" })]),
      sale,
      "on: gone, planned",
    ],
    [
      "what is asked about is left as it is",
      linkOf([standing()], { follows: "asked", why: "changedWhileOff" }),
      sale,
      "off (handledByHand): standing",
    ],
  ])("%s", (_, link, now, expected) => {
    const course = handle(link, now, { ...at, boundMs: 15_000 });
    expect(course === null ? null : inShort(course.link)).toBe(expected);
  });

  it.each(["sending", "cancelling"] as const)("not while a call is out: %s", (state) => {
    expect(handle(linkOf([standing({ state })]), sale, { ...at, boundMs: 15_000 })).toBeNull();
    const link = linkOf([standing({ id: "r0", state: "gone" }), standing({ state })]);
    expect(handle(link, sale, { ...at, boundMs: 15_000 })).toBeNull();
  });

  it("what was put right by hand is read again", () => {
    const link = linkOf([standing({ id: "r0" }), sent({ halt: "registerFailed" })]);
    expect(handle(link, sale, { ...at, boundMs: 15_000 })?.read).toEqual(["p"]);
  });
});

describe("B4, P4: nobody can have seen yet what came of a call that may still take effect", () => {
  it.each(["unclear", "cancelUnclear"] as const)("%s: handled only after the full wait", (state) => {
    const link = (more: object) => linkOf([standing({ state, sentAt: t(40), ...more })]);
    const handled = (more: object, boundMs: number) => handle(link(more), sale, { ...at, boundMs });
    expect(handled({}, 10_000)).toBeNull();
    expect(handled({}, 9_999)).not.toBeNull();
    expect(handled({ sentAt: t(50) }, 10_000)).toBeNull();
    expect(handled({ sentAt: null }, 10_000)).not.toBeNull();
    // Refused: a look only has to see what is booked.
    expect(handled({ refused: true }, 10_000)).not.toBeNull();
    // Sent in the future: the clock was set back since then, and no wait is longer than necessary.
    expect(handled({ sentAt: t(60) }, 10_000)).not.toBeNull();
  });
});

describe("P1: 打消する", () => {
  it("what was refused its cancellation goes on by 打消; 送り直す tries to cancel it once more", () => {
    const refused = linkOf([standing({ halt: "cancelRefused", saleKey: "3" }), row({ id: "r2" })]);
    const course = dispose(refused, at);
    expect(course === null ? null : inShort(course.link)).toBe("on: standing, planned");
    expect(course?.link.rows[0]).toMatchObject({ disposes: true, again: true });
    expect(course?.read).toEqual([]);
    expect(send(course?.link as OrderLink, sale, at).link.rows[0]).toMatchObject({ disposes: false });
  });

  it("nothing else is ever taken back by it", () => {
    for (const link of [linkOf([standing()]), linkOf([standing({ halt: "cancelFailed" })]), linkOf([])])
      expect(dispose(link, at)).toBeNull();
  });
});

describe("B5: what a reconciliation sees", () => {
  it.each<[string, OrderLink, Omit<Seen, "of">, string]>([
    ["it stands", linkOf([standing()]), { own: "stands", standing: ["T1"] }, "on: standing"],
    [
      "the till cancelled it: the merchant is asked",
      linkOf([standing()]),
      { own: "cancelled", standing: [] },
      "asked (cancelledAtTill): gone",
    ],
    [
      "it is not there: the merchant is asked",
      linkOf([standing()]),
      { own: "notListed", standing: [] },
      "asked (transactionGone): gone",
    ],
    [
      "it was not wanted anyway",
      linkOf([standing()], { wantedKey: null }),
      { own: "cancelled", standing: [] },
      "on: gone",
    ],
    [
      "a second one: a row of its own",
      linkOf([standing()]),
      { own: "stands", standing: ["T1", "T2"] },
      "on: standing, standing",
    ],
    [
      "what was given up stands after all",
      linkOf([sent({ halt: "registerFailed" })]),
      { own: "notListed", standing: ["T1"] },
      "on: standing",
    ],
    [
      "what was gone stands after all",
      linkOf([sent({ state: "gone" })], { wantedKey: null }),
      { own: "notListed", standing: ["T1"] },
      "on: standing",
    ],
    [
      "what is being sent is left to its call",
      linkOf([sent({ state: "sending" })]),
      { own: "notListed", standing: ["T1"] },
      "on: sending",
    ],
  ])("%s", (_, link, seen, expected) => {
    expect(inShort(see(link, "r1", { ...seen, of: link.rows[0] as TransactionRow }, at).link)).toBe(expected);
  });

  it.each<[string, TransactionRow, TransactionRow, Omit<Seen, "of">]>([
    ["registered", sent({ state: "sending" }), standing(), { own: "notListed", standing: [] }],
    ["cancelled", standing(), standing({ state: "gone", cancels: 1 }), { own: "stands", standing: ["T1"] }],
    ["sent", row(), sent({ state: "sending" }), { own: "notListed", standing: [] }],
    ["sent once more, in vain,", sent(), sent({ registers: 2 }), { own: "notListed", standing: ["T1"] }],
    ["cancelled in vain", standing(), standing({ cancels: 1 }), { own: "notListed", standing: [] }],
  ])(
    "B5: a list that is older than its call tells nothing of a row that was %s meanwhile",
    (_, of, now, seen) => {
      const link = linkOf([now]);
      expect(see(link, "r1", { ...seen, of }, at).link).toBe(link);
    },
  );

  it.each<[string, Omit<Seen, "of">, string[]]>([
    ["nothing of what is as it should be", { own: "stands", standing: ["T1"] }, []],
    ["what stands no more", { own: "cancelled", standing: [] }, ["p"]],
    ["what stands twice", { own: "stands", standing: ["T1", "T2"] }, ["p"]],
  ])("%s is read again", (_, seen, read) => {
    expect(see(linkOf([standing()]), "r1", { ...seen, of: standing() }, at).read).toEqual(read);
  });

  it("what is as it should be is not written again", () => {
    const link = linkOf([standing()]);
    expect(see(link, "r1", { of: standing(), own: "stands", standing: ["T1"] }, at).link).toBe(link);
    expect(see(link, "unknown", { of: standing(), own: "cancelled", standing: [] }, at).link).toBe(link);
  });
});

describe("P7: 登録し直す", () => {
  it("cancels the transaction that holds another sale, then registers the order's own", () => {
    const course = registerAnew(linkOf([standing()]), "r1", sale, at);
    expect(course === null ? null : inShort(course.link)).toBe("on: standing, planned");
    const link = course?.link as OrderLink;
    const here = { live: true, ...place, mode: "standard" as const, now: t(60) };
    expect(decide(link, here)).toMatchObject({ do: "cancel", row: { id: "r1" } });
    expect(course?.read).toEqual([]);
    const [first, second] = link.rows;
    expect(first).toMatchObject({ saleKey: `other than ${saleKey(sale)}`, again: true });
    const after = { ...link, rows: [{ ...first, state: "gone" as const }, second] as OrderLink["rows"] };
    expect(decide(after, here)).toMatchObject({ do: "register", row: { id: second?.id } });
  });

  it("pressed twice, or of a row that stands no more, it does nothing", () => {
    const once = registerAnew(linkOf([standing()]), "r1", sale, at)?.link as OrderLink;
    expect(registerAnew(once, "r1", sale, at)).toBeNull();
    expect(registerAnew(linkOf([standing({ state: "gone" }), row({ id: "r2" })]), "r1", sale, at)).toBeNull();
    expect(registerAnew(linkOf([standing()]), "r2", sale, at)).toBeNull();
    expect(registerAnew(linkOf([row()]), "r1", sale, at)).toBeNull();
    expect(registerAnew(linkOf([]), "r1", sale, at)).toBeNull();
  });
});
