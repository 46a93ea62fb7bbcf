import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cause } from "../facts/incidents.ts";
import {
  causeOf,
  decide,
  isUrgent,
  remindAt,
  sameWithinMs,
  troublesOf,
  type Incident,
  type Trouble,
} from "./rules.ts";

describe("P9: failures that belong together have one cause", () => {
  it.each([
    ["transactionRegister", "smaregiSaid", 500, "smaregi_down"],
    ["transactionRegister", "maintenance", 503, "smaregi_down"],
    ["transactionRegister", "timedOut", null, "smaregi_down"],
    ["stockList", "unreachable", null, "smaregi_down"],
    ["stockList", "smaregiSaid", 429, "rate_limited"],
    ["stockList", "tokenTooMany", null, "rate_limited"],
    ["transactionRegister", "tokenRefused", null, "credentials"],
    ["transactionRegister", "smaregiSaid", 401, "credentials"],
    ["transactionRegister", "smaregiSaid", 403, "scope_missing"],
    ["transactionRegister", "smaregiSaid", 400, "order_refused"],
    ["transactionRegister", "foreignAnswer", 403, "smaregi_down"],
    ["stockList", "foreignAnswer", 404, "smaregi_down"],
    ["transactionCancel", "smaregiSaid", 404, "order_refused"],
    ["stockList", "smaregiSaid", 400, "stock_unread"],
    ["stockList", "productGone", null, "product_gone"],
    ["transactionRegister", "leftOut", null, "product_gone"],
    ["stockList", "heldGone", null, "stock_mass_zero"],
    ["stockList", "storeUnlisted", null, "store_gone"],
    ["transactionRegister", "changedWhileOff", null, "order_behind"],
    ["transactionRegister", "cancelledAtTill", null, "order_behind"],
    ["transactionRegister", "transactionGone", null, "order_behind"],
    ["transactionRegister", "otherContract", null, "order_behind"],
    ["transactionRegister", "modeChanged", null, "order_behind"],
    ["transactionRegister", "smaregiSaid", null, "order_refused"],
    ["transactionRegister", "maintenance", null, "smaregi_down"],
    ["transactionRegister", "silent", null, "smaregi_down"],
    ["transactionRegister", "dropped", null, "smaregi_down"],
    ["transactionRegister", "unreadable", null, "smaregi_down"],
    ["transactionRegister", "notRegistered", null, "smaregi_down"],
    ["transactionCancel", "notCancelled", null, "smaregi_down"],
    ["transactionRegister", "notLooked", null, "smaregi_down"],
    ["stockList", "endlessList", null, "smaregi_down"],
    ["stockList", "tokenUnreadable", null, "smaregi_down"],
    ["stockList", "noCredentials", null, "credentials"],
    ["stockList", "storeUnsure", null, "store_gone"],
    ["stockList", "ownStoreUnlisted", null, "store_gone"],
    ["stockList", "heldNoRows", null, "stock_mass_zero"],
    ["stockList", "heldStoreChanged", null, "stock_mass_zero"],
  ] as const)("%s, %s, %s: %s", (call, kind, status, expected) => {
    expect(causeOf({ call, kind, status })).toBe(expected);
  });

  it("10,000 orders that met one thing in three ways are one trouble, since the first of them", () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 1, minute));
    const open = [
      { kind: "timedOut", status: null, since: at(2), orders: 9000, variations: 0 },
      { kind: "maintenance", status: 503, since: at(1), orders: 999, variations: 0 },
      { kind: "unreachable", status: null, since: at(3), orders: 1, variations: 3 },
    ].map((each) => ({ ...each, call: "transactionRegister" as const }));
    expect(troublesOf(open)).toEqual([
      { cause: "smaregi_down", scope: "", since: at(1), orders: 10_000, variations: 3 },
    ]);
  });
});

const start = Date.UTC(2026, 10, 25, 1);
const at = (seconds: number) => new Date(start + seconds * 1_000);
const trouble = (over: Partial<Trouble> = {}): Trouble => ({
  cause: "smaregi_down",
  scope: "",
  since: at(0),
  orders: 1,
  variations: 0,
  ...over,
});
const incident = (over: Partial<Incident> = {}): Incident => ({
  ...trouble(),
  id: "i",
  state: "open",
  wellSince: null,
  closedAt: null,
  told: true,
  remindFrom: at(300),
  reminded: 0,
  ...over,
});
const decideAt = (
  seconds: number,
  troubles: Trouble[],
  known: Incident[],
  closeAfterSeconds = 600,
  openAfterSeconds?: number,
) => decide(troubles, known, { now: at(seconds), openAfterSeconds, closeAfterSeconds });
const kinds = (found: ReturnType<typeof decide>) => found.steps.map(({ kind, tell }) => [kind, tell]);

describe("B10: the life of an incident", () => {
  it("what heals before its wait is over is none", () => {
    const begun = decideAt(10, [trouble()], []);
    expect(begun.steps).toEqual([
      {
        id: null,
        trouble: { cause: "smaregi_down", scope: "" },
        kind: "begin",
        since: at(0),
        orders: 1,
        variations: 0,
        isOpen: false,
        tell: null,
      },
    ]);
    expect([...begun.lookAt.values()]).toEqual([at(300)]);
    expect(kinds(decideAt(100, [], [incident({ state: "brewing" })]))).toEqual([["forget", null]]);
  });

  it("opens once its cause's wait is over, with the most that it touched", () => {
    const brewing = incident({ state: "brewing", orders: 7 });
    expect(kinds(decideAt(299, [trouble()], [brewing]))).toEqual([["goOn", null]]);
    expect(decideAt(300, [trouble({ variations: 2 })], [brewing]).steps).toMatchObject([
      { id: "i", kind: "open", tell: "opened", orders: 7, variations: 2 },
    ]);
  });

  it("what can't wait is opened at once, and so is what a setting says", () => {
    expect(kinds(decideAt(0, [trouble({ cause: "stock_mass_zero" })], []))).toEqual([["begin", "opened"]]);
    expect(kinds(decideAt(2, [trouble()], [], 600, 2))).toEqual([["begin", "opened"]]);
    expect(kinds(decideAt(1, [trouble()], [], 600, 2))).toEqual([["begin", null]]);
  });

  it("a clock that was set back does not keep it from opening", () => {
    const found = decideAt(0, [trouble({ since: at(9_000) })], []);
    expect([...found.lookAt.values()]).toEqual([at(300)]);
  });

  it("more of the same tells nobody again", () => {
    expect(decideAt(400, [trouble({ orders: 40 })], [incident()]).steps).toMatchObject([
      { kind: "goOn", orders: 40, tell: null },
    ]);
    expect(decideAt(400, [trouble()], [incident()]).steps).toEqual([]);
  });

  it("closes once it was well for the wait, and not where it comes back before", () => {
    const well = decideAt(500, [], [incident()]);
    expect(kinds(well)).toEqual([["well", null]]);
    expect([...well.lookAt.values()]).toEqual([at(1_100)]);
    const resting = incident({ wellSince: at(500) });
    expect(kinds(decideAt(1_099, [], [resting]))).toEqual([]);
    expect(kinds(decideAt(1_100, [], [resting]))).toEqual([["close", "closed"]]);
    expect(kinds(decideAt(600, [trouble()], [resting]))).toEqual([["goOn", null]]);
    expect(kinds(decideAt(500, [], [incident()], 0))).toEqual([["close", "closed"]]);
  });

  it("one that comes back within the hour is the same, and neither it nor its end is told of again", () => {
    const closed = incident({ state: "closed", closedAt: at(1_000) });
    expect(kinds(decideAt(1_500, [trouble()], [closed]))).toEqual([["reopen", null]]);
    expect(kinds(decideAt(1_500, [], [closed]))).toEqual([]);
    const again = incident({ told: false, wellSince: at(2_000) });
    expect(kinds(decideAt(2_600, [], [again]))).toEqual([["close", null]]);
    expect(kinds(decideAt(2_600, [], [incident({ told: false })], 0))).toEqual([["close", null]]);
    expect(sameWithinMs).toBe(3_600_000);
  });

  it("what lasts is told of again after 4 and 24 hours, and then not any more", () => {
    const hours = (count: number) => 300 + count * 3_600;
    expect(decideAt(hours(4) - 1, [trouble()], [incident()])).toEqual({
      steps: [],
      lookAt: new Map([["smaregi_down ", at(hours(4))]]),
    });
    const first = decideAt(hours(4), [trouble({ orders: 40 })], [incident()]);
    expect(first.steps).toMatchObject([{ kind: "remind", tell: "updated", orders: 40, reminded: 1 }]);
    expect([...first.lookAt.values()]).toEqual([at(hours(24))]);
    const second = decideAt(hours(24), [trouble()], [incident({ reminded: 1 })]);
    expect(second.steps).toMatchObject([{ kind: "remind", reminded: 2 }]);
    expect(second.lookAt).toEqual(new Map());
    expect(kinds(decideAt(hours(99), [trouble()], [incident({ reminded: 2 })]))).toEqual([]);
    // No one is told about what is well and was never opened.
    expect(kinds(decideAt(hours(5), [], [incident()]))).toEqual([["well", null]]);
    expect(remindAt({ remindFrom: null, reminded: 0 })).toBeNull();
  });

  it("nobody is reminded at night in Japan: it comes at eight in the morning", () => {
    const japan = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour - 9));
    expect(remindAt({ remindFrom: japan(25, 0), reminded: 0 })).toEqual(japan(25, 8));
    expect(remindAt({ remindFrom: japan(25, 18), reminded: 0 })).toEqual(japan(26, 8));
    expect(remindAt({ remindFrom: japan(25, 17), reminded: 0 })).toEqual(japan(25, 21));
    expect(remindAt({ remindFrom: japan(25, 23), reminded: 1 })).toEqual(japan(27, 8));
  });

  it("one that came back unsaid and stays is told of by the reminder, and then its end is", () => {
    const again = incident({ told: false, remindFrom: at(2_000) });
    expect(decideAt(2_000 + 4 * 3_600, [trouble()], [again]).steps).toMatchObject([
      { kind: "remind", tell: "updated" },
    ]);
  });

  it("causes live apart", () => {
    const other = trouble({ cause: "credentials" });
    expect(kinds(decideAt(400, [other], [incident({ wellSince: at(0) })]))).toEqual([["begin", "opened"]]);
    const scoped = trouble({ cause: "delivery_failed", scope: "a" });
    const same = incident({ cause: "delivery_failed", scope: "b", told: true });
    expect(kinds(decideAt(400, [scoped], [same]))).toEqual([
      ["well", null],
      ["begin", "opened"],
    ]);
  });

  it("what empties the shop or stops the link is urgent", () => {
    expect((["stock_mass_zero", "contract_ended", "smaregi_down"] as Cause[]).map(isUrgent)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

it("B10: whatever comes and goes, people are told of an opening and its end by turns, with reminders only in between", () => {
  const course = fc.array(
    fc.record({ ill: fc.boolean(), afterSeconds: fc.integer({ min: 1, max: 5_000 }) }),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(course, (looks) => {
      let now = 0;
      let known: Incident | null = null;
      let sinceIll: number | null = null;
      const told: string[] = [];
      for (const { ill, afterSeconds } of looks) {
        now += afterSeconds;
        sinceIll = ill ? (sinceIll ?? now) : null;
        const troubles = sinceIll === null ? [] : [trouble({ since: at(sinceIll) })];
        const isOver = known?.closedAt && now * 1_000 - (known.closedAt.getTime() - start) >= sameWithinMs;
        if (isOver === true) known = null;
        const { steps } = decideAt(now, troubles, known === null ? [] : [known]);
        expect(steps.length).toBeLessThanOrEqual(1);
        for (const step of steps) {
          if (step.tell !== null) told.push(step.tell);
          known = after(known, step, at(now));
        }
      }
      // If an incident came back without a message, a reminder reports it, as an opening does.
      const turns = told.filter(
        (word, nth) => word !== "updated" || (told[nth - 1] ?? "closed") === "closed",
      );
      expect(turns.every((word, nth) => (word === "closed") === (nth % 2 === 1))).toBe(true);
    }),
  );
});

function after(known: Incident | null, step: ReturnType<typeof decide>["steps"][number], now: Date) {
  const of = known ?? incident({ told: false });
  switch (step.kind) {
    case "begin":
      return incident({
        since: step.since,
        state: step.isOpen ? "open" : "brewing",
        told: step.isOpen,
        remindFrom: step.isOpen ? now : null,
      });
    case "forget":
      return null;
    case "open":
      return { ...of, state: "open" as const, told: true, remindFrom: now };
    case "reopen":
      return {
        ...of,
        state: "open" as const,
        closedAt: null,
        wellSince: null,
        told: false,
        remindFrom: now,
        reminded: 0,
      };
    case "goOn":
      return { ...of, wellSince: null };
    case "remind":
      return { ...of, wellSince: null, told: true, reminded: step.reminded };
    case "well":
      return { ...of, wellSince: now };
    case "close":
      return { ...of, state: "closed" as const, closedAt: now, wellSince: null };
  }
}
