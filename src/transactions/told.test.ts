import { describe, expect, it } from "vitest";
import type { Mode } from "../kit/tables.ts";
import { linkOf, newId, otherContract, place, row, saleOf, sent, standing, t } from "./link.fixture.ts";
import { saleKey, type OrderLink, type TransactionRow } from "./rules.ts";
import { cutShort, goingOut, halted, renew } from "./claimed.ts";
import { afterwards, hear, isStillOurs, type Told } from "./told.ts";

const sending = (more: Partial<TransactionRow> = {}) => sent({ state: "sending", ...more });
const unclear = (more: Partial<TransactionRow> = {}) => sent({ state: "unclear", ...more });
const cancelling = (more: Partial<TransactionRow> = {}) =>
  standing({ state: "cancelling", cancels: 1, ...more });
const cancelUnclear = (more: Partial<TransactionRow> = {}) => cancelling({ state: "cancelUnclear", ...more });

/** The full wait of a call that went out at 2 is over after 14. */
const asked = (mode: Mode, now: number) => {
  return { now: t(now), mode, boundMs: 12_000, backMs: 4_000, newId };
};

type Heard = { now?: number; mode?: Mode; fence?: number };

function hearOf(link: OrderLink, told: Told, { now = 20, mode = "standard", fence }: Heard = {}) {
  const [first] = link.rows;
  const own = first === undefined ? 0 : first.registers + first.cancels;
  return hear(link, { rowId: "r1", fence: fence ?? own }, told, asked(mode, now));
}

/** The rows in short: state, halt, and when they are tried again. */
const inShort = ({ rows }: OrderLink): string =>
  rows
    .map(({ state, halt, retryAt }) => [state, halt, retryAt === null ? null : retryAt.getTime() / 1_000])
    .map((parts) => parts.filter((part) => part !== null).join(" "))
    .join(", ");

const register = (kind: "refused" | "notSent"): Told => ({ call: "register", kind });
const booked: Told = { call: "register", kind: "done", transactionId: "T1" };
const noAnswer: Told = { call: "register", kind: "unclear", agoMs: 8_000 };
const cancel = (kind: "done" | "refused" | "notSent"): Told => ({ call: "cancel", kind });
const withdrawn = (call: "register" | "cancel"): Told => ({ call, kind: "withdrawn" });
const sales = (standing_: string[], cancelled: string[] = [], at = 20): Told => {
  return { call: "look", kind: "sales", standing: standing_, cancelled, lookedAt: t(at) };
};
const there = (...of: Parameters<typeof sales>): Told => ({ ...sales(...of), call: "register" }) as Told;
const seen = (stands: boolean, at = 20): Told => ({
  call: "look",
  kind: "transaction",
  stands,
  lookedAt: t(at),
});
const noLook: Told = { call: "look", kind: "failed" };
const shutOut: Told = { call: "look", kind: "failed", isLeft: true };
const pressed = { refused: true, sentAt: null, again: true };
const unwanted = { wantedKey: null };
const off = { follows: "off" as const, counted: false };
const assured = { mode: "assured" as const };

describe("P4, F3: every state and what is told of it", () => {
  it.each<[string, OrderLink, Told, string, Heard?]>([
    ["sending, booked", linkOf([sending()]), booked, "standing"],
    [
      "sending, refused at the first try",
      linkOf([sending()]),
      register("refused"),
      "planned registerFailed 24",
    ],
    [
      "... goes on by itself in the assured mode",
      linkOf([sending()]),
      register("refused"),
      "planned 24",
      assured,
    ],
    [
      "... and where it was edited meanwhile",
      linkOf([sending({ again: true })]),
      register("refused"),
      "planned 24",
    ],
    ["sending, withdrawn: no try, and no failure", linkOf([sending()]), withdrawn("register"), "planned"],
    [
      "... of what the order wants no more: nothing of it is left",
      linkOf([sending()], unwanted),
      withdrawn("register"),
      "gone",
    ],
    ["cancelling, withdrawn: it stands", linkOf([cancelling()], unwanted), withdrawn("cancel"), "standing"],
    [
      "sending, refused at a later try: perhaps for its keys",
      linkOf([sending({ registers: 2 })]),
      register("refused"),
      "unclear",
    ],
    [
      "sending, surely not sent",
      linkOf([sending({ registers: 2 })]),
      register("notSent"),
      "planned registerFailed 24",
    ],
    [
      "... and not wanted any more: nothing is left to do",
      linkOf([sending()], unwanted),
      register("refused"),
      "gone",
    ],
    ["sending, no answer", linkOf([sending()]), noAnswer, "unclear"],
    ["sending, looked for before its first byte: it stands", linkOf([sending()]), there(["T1"]), "standing"],
    [
      "... twice: the second is a row of its own",
      linkOf([sending()]),
      there(["T1", "T2"]),
      "standing, standing",
    ],
    ["... it was taken back there", linkOf([sending()]), there([], ["T1"]), "gone"],
    [
      "... and another process has taken the row over since: what stands is still a fact",
      linkOf([unclear()]),
      there(["T1"]),
      "standing",
    ],
    ["unclear, it stands", linkOf([unclear()]), sales(["T1"]), "standing"],
    [
      "unclear, it stands twice: the second is a row of its own",
      linkOf([unclear()]),
      sales(["T1", "T2"]),
      "standing, standing",
    ],
    [
      "unclear, it stands as another row's",
      linkOf([unclear(), standing({ id: "r2" })]),
      sales(["T1"]),
      "gone, standing",
    ],
    [
      "... which needs no wait",
      linkOf([unclear(), standing({ id: "r2" })]),
      sales(["T1"], [], 10),
      "gone, standing",
      { now: 10 },
    ],
    [
      "... with a transaction that was its own before",
      linkOf([unclear({ transactionId: "T1" })]),
      sales(["T1"]),
      "standing",
    ],
    [
      "... beside another row of another transaction",
      linkOf([unclear(), standing({ id: "r2", transactionId: "T2" })]),
      sales(["T1"]),
      "standing, standing",
    ],
    [
      "... under the same number as in another contract",
      linkOf([unclear(), standing({ id: "r2", place: otherContract })]),
      sales(["T1"]),
      "standing, standing",
    ],
    ["unclear, it stands cancelled", linkOf([unclear()]), sales([], ["T1"]), "gone"],
    [
      "... as another row's, which tells nothing of this one",
      linkOf([unclear(), standing({ id: "r2", state: "gone" })]),
      sales([], ["T1"]),
      "planned registerFailed, gone",
    ],
    [
      "unclear, nothing there, before the full wait is over",
      linkOf([unclear()]),
      sales([], [], 10),
      "unclear 14.001",
      { now: 10 },
    ],
    ["... and at its very end", linkOf([unclear()]), sales([], [], 14), "unclear 14.001", { now: 14 }],
    [
      "... which begins now where nobody knows when it was sent",
      linkOf([unclear({ sentAt: null })]),
      sales([]),
      "unclear 32.001",
    ],
    [
      "... and where the clock was set back since",
      linkOf([unclear({ sentAt: t(30) })]),
      sales([]),
      "unclear 32.001",
    ],
    ["unclear, nothing there after it", linkOf([unclear()]), sales([]), "planned registerFailed"],
    [
      "... looked for twice before it is sent again by itself",
      linkOf([unclear()]),
      sales([]),
      "unclear 24",
      assured,
    ],
    ["... the second time it is the answer", linkOf([unclear({ looks: 1 })]), sales([]), "planned", assured],
    ["... not wanted any more", linkOf([unclear()], unwanted), sales([]), "gone"],
    [
      "... a refused later try is not waited for",
      linkOf([unclear({ registers: 2, refused: true })]),
      sales([], [], 3),
      "planned registerFailed 7",
      { now: 3 },
    ],
    ["unclear, the look fails", linkOf([unclear()]), noLook, "unclear 24"],
    ["unclear, refused a look in a place that was left", linkOf([unclear()]), shutOut, "unclear 24"],
    [
      "... nor may it stand: its keys were refused",
      linkOf([unclear({ refused: true })]),
      shutOut,
      "unclear 24",
    ],
    ["... but it was surely not there before its press", linkOf([unclear(pressed)]), shutOut, "planned"],
    ["... and it is not wanted", linkOf([unclear(pressed)], unwanted), shutOut, "gone"],
    ["pressed, and the look fails", linkOf([unclear(pressed)]), noLook, "unclear 24"],
    ["cancelling, done", linkOf([cancelling()], unwanted), cancel("done"), "gone"],
    ["cancelling, refused: looked at", linkOf([cancelling()], unwanted), cancel("refused"), "cancelUnclear"],
    [
      "cancelling, surely not sent",
      linkOf([cancelling()], unwanted),
      cancel("notSent"),
      "standing cancelFailed 24",
    ],
    [
      "... goes on by itself in the assured mode",
      linkOf([cancelling()], unwanted),
      cancel("notSent"),
      "standing 24",
      assured,
    ],
    ["cancelUnclear, it is cancelled", linkOf([cancelUnclear()], unwanted), seen(false), "gone"],
    [
      "cancelUnclear, it stands before the full wait is over",
      linkOf([cancelUnclear()], unwanted),
      seen(true, 10),
      "cancelUnclear 14.001",
      { now: 10 },
    ],
    [
      "cancelUnclear, it stands after it",
      linkOf([cancelUnclear()], unwanted),
      seen(true),
      "standing cancelFailed 24",
    ],
    [
      "... is cancelled again in the assured mode",
      linkOf([cancelUnclear()], unwanted),
      seen(true),
      "standing",
      assured,
    ],
    [
      "cancelUnclear, refused, and it stands: final in both modes",
      linkOf([cancelUnclear({ refused: true })], unwanted),
      seen(true),
      "standing cancelRefused 24",
      assured,
    ],
    [
      "... but it is wanted again: no failure",
      linkOf([cancelUnclear({ refused: true })]),
      seen(true),
      "standing 24",
    ],
    ["cancelUnclear, the look fails", linkOf([cancelUnclear()], unwanted), noLook, "cancelUnclear 24"],
  ])("%s", (_, link, told, expected, given) => {
    expect(inShort(hearOf(link, told, given).link)).toBe(expected);
  });

  it("the full wait counts from when the call went out, not from its answer", () => {
    const [own] = hearOf(linkOf([sending()]), noAnswer).link.rows;
    expect(own?.sentAt).toEqual(t(12));
  });

  it.each<[string, TransactionRow, Told, Partial<TransactionRow>, Heard?]>([
    [
      "what stands has nothing left of its trouble",
      unclear({ again: true, refused: true, reported: true, looks: 1 }),
      sales(["T1"]),
      { again: false, refused: false, reported: false, looks: 0, settledAt: t(20) },
    ],
    [
      "what is surely not there is refused no more",
      unclear({ registers: 2, refused: true }),
      sales([]),
      { refused: false },
    ],
    [
      "a refusal leaves when it was sent",
      sending({ registers: 2 }),
      register("refused"),
      { refused: true, sentAt: t(2) },
    ],
    ["no answer is no refusal", sending({ refused: true }), noAnswer, { refused: false }],
    ["a refused cancellation is looked at", cancelling(), cancel("refused"), { refused: true, sentAt: t(2) }],
    [
      "a cancellation without an answer is not refused",
      cancelling({ refused: true }),
      { call: "cancel", kind: "unclear", agoMs: 8_000 },
      { refused: false, sentAt: t(12) },
    ],
    ["the first look that finds nothing is counted", unclear(), sales([]), { looks: 1 }, assured],
    [
      "no further try is left of a cancellation of what is wanted again",
      cancelUnclear({ refused: true, again: true }),
      seen(true),
      { halt: null, again: false },
    ],
  ])("%s", (_, own, told, expected, given) => {
    expect(hearOf(linkOf([own]), told, given).link.rows[0]).toMatchObject(expected);
  });

  it("the second look comes a third of the full wait later at the latest", () => {
    const slow = { ...asked("assured", 20), backMs: 6_000 };
    expect(inShort(hear(linkOf([unclear()]), { rowId: "r1", fence: 1 }, sales([]), slow).link)).toBe(
      "unclear 24",
    );
  });

  it("the wanted sale was cancelled at the till: the merchant is asked", () => {
    const { link } = hearOf(linkOf([unclear()]), sales([], ["T1"]));
    expect(link).toMatchObject({ follows: "asked", why: "cancelledAtTill", counted: false });
  });
});

describe("P4: an answer under an old fence", () => {
  it.each<[string, OrderLink, Told, string]>([
    [
      "of a call that was sent again: a sale of its own",
      linkOf([sending({ registers: 2 })]),
      booked,
      "sending, standing",
    ],
    ["that it was booked, where that was unclear", linkOf([unclear({ registers: 2 })]), booked, "standing"],
    [
      "that it was booked, after all",
      linkOf([sent({ state: "gone", registers: 2 })], unwanted),
      booked,
      "standing",
    ],
    ["of what is known", linkOf([standing({ registers: 2 })]), booked, "standing"],
    [
      "of what is known in another contract only",
      linkOf([sending({ registers: 2 }), standing({ id: "r2", place: otherContract })]),
      booked,
      "sending, standing, standing",
    ],
    [
      "of a row that is not the order's first",
      linkOf([standing({ id: "r0", transactionId: "T0" }), sent({ state: "gone", registers: 2 })], unwanted),
      booked,
      "standing, standing",
    ],
    ["that it was refused, is no news", linkOf([unclear({ registers: 2 })]), register("refused"), "unclear"],
    [
      "that it was cancelled, is no news",
      linkOf([cancelUnclear({ cancels: 2 })], unwanted),
      cancel("done"),
      "cancelUnclear",
    ],
  ])("%s", (_, link, told, expected) => {
    expect(inShort(hearOf(link, told, { fence: 1 }).link)).toBe(expected);
  });

  it.each<[string, TransactionRow, Told, string[]]>([
    ["a further sale is read", sending({ registers: 2 }), booked, ["p"]],
    ["what stands is read, whatever the answer", standing({ registers: 2 }), booked, ["p"]],
    ["no news is not", unclear({ registers: 2 }), register("refused"), []],
  ])("%s", (_, own, told, read) => {
    expect(hearOf(linkOf([own]), told, { fence: 1 })).toMatchObject({ read, readIfRead: [] });
  });

  it("a further sale is a new row, with nothing of what was done about the first", () => {
    const first = sending({ registers: 2, cancels: 1, disposes: true, reported: true });
    expect(hearOf(linkOf([first]), booked, { fence: 1 }).link.rows[1]).toMatchObject({
      id: "new",
      cancels: 0,
      disposes: false,
      reported: false,
      createdAt: t(20),
    });
  });

  it("no news changes nothing", () => {
    const link = linkOf([standing({ registers: 2, again: true })]);
    expect(hearOf(link, register("refused"), { fence: 1 }).link).toBe(link);
  });

  it("what is told of a row that is not there changes nothing", () => {
    const link = linkOf([sending()]);
    const course = { link, countsAgain: false, read: [], readIfRead: [], madeAt: null };
    expect(hear(link, { rowId: "r9", fence: 1 }, booked, asked("standard", 20))).toEqual(course);
    expect(afterwards(link, "r9", t(20), ["q"], false)).toEqual({ ...course, read: ["q"] });
  });

  it.each([
    ["register", ["sending"]],
    ["cancel", ["cancelling"]],
    ["look", ["unclear", "cancelUnclear"]],
  ] as const)("the row of a call that is claimed (%s) is ours only while it is %j", (call, ours) => {
    const states = [
      "planned",
      "sending",
      "unclear",
      "standing",
      "cancelling",
      "cancelUnclear",
      "gone",
    ] as const;
    const isOurs = (fence: number) =>
      states.filter((state) => isStillOurs(sent({ state, cancels: 1 }), { rowId: "r1", fence }, call));
    expect(isOurs(2)).toEqual(ours);
    expect(isOurs(1)).toEqual([]);
  });
});

describe("B1: what is read after it", () => {
  it.each<[string, OrderLink, Told, string[], string[]]>([
    [
      "a plain registration, only where a reading was stored meanwhile",
      linkOf([sending()]),
      booked,
      [],
      ["p"],
    ],
    ["a sale that a look found", linkOf([unclear()]), sales(["T1"]), ["p"], []],
    ["... before its first byte", linkOf([sending()]), there(["T1"]), ["p"], []],
    ["a registration that is given up", linkOf([unclear()]), sales([]), ["p"], []],
    ["a cancelled sale", linkOf([cancelling()], unwanted), cancel("done"), ["p"], []],
    ["nothing while it is unclear", linkOf([sending()]), noAnswer, [], []],
    ["... nor where the order is not counted", linkOf([sending()], off), noAnswer, [], []],
    ["a sale that was cancelled at the till", linkOf([unclear()]), sales([], ["T1"]), ["p"], []],
    [
      "nothing of a refusal after which it goes on by itself",
      linkOf([sending({ again: true })]),
      register("refused"),
      [],
      [],
    ],
    [
      "... but where the order is not counted, only where a reading was stored meanwhile",
      linkOf([sending({ again: true })], off),
      register("refused"),
      [],
      ["p"],
    ],
  ])("%s", (_, link, told, read, readIfRead) => {
    expect(hearOf(link, told)).toMatchObject({ read, readIfRead });
  });
});

it("B1: what is read is the told row's, since that row was made", () => {
  const link = linkOf([standing({ id: "r0", transactionId: "T0" }), sending({ createdAt: t(5) })]);
  expect(hearOf(link, noAnswer, { fence: 1 })).toMatchObject({ read: [], readIfRead: [], madeAt: t(5) });
});

describe("B3: a process dies, and calls go out", () => {
  it("what was out is unclear, sent a time limit ago at the earliest", () => {
    const link = linkOf([sending(), cancelling({ id: "r2" }), standing({ id: "r3" })]);
    const { rows } = cutShort(link, t(20), 8_000);
    expect(rows.map(({ state }) => state)).toEqual(["unclear", "cancelUnclear", "standing"]);
    expect(rows[0]?.sentAt).toEqual(t(12));
  });

  it("each going out raises the fence and uses up the one more try; the place of the first stays", () => {
    const elsewhere = { ...place, storeId: "2" };
    const out = { again: false, sentAt: t(9), registers: 2, place };
    expect(goingOut(sent({ again: true }), "register", elsewhere, t(9))).toMatchObject({
      state: "sending",
      ...out,
    });
    expect(goingOut(standing(), "cancel", elsewhere, t(9))).toMatchObject({
      state: "cancelling",
      cancels: 1,
      place,
    });
    expect(goingOut(row(), "register", elsewhere, t(9)).place).toEqual(elsewhere);
  });

  it("the same sale goes to another store as a new row: keys and place stay together", () => {
    const { rows } = renew(linkOf([sent()]), sent(), { now: t(9), newId });
    expect(rows.map(({ id, state, place: at }) => [id, state, at?.storeId])).toEqual([
      ["r1", "gone", "1"],
      ["new", "planned", undefined],
    ]);
  });

  it("F4: an order that is given up counts no more, and counts again where it comes through after all", () => {
    const given = halted(linkOf([sent()]), sent(), "registerFailed", t(9));
    expect(given.link).toMatchObject({ counted: false, uncountedAt: t(9) });
    const wanted = saleKey(saleOf(2));
    const back = hearOf({ ...given.link, wantedKey: wanted }, booked, { fence: 0 });
    expect(back).toMatchObject({ countsAgain: true, link: { counted: true, uncountedAt: t(9) } });
  });
});
