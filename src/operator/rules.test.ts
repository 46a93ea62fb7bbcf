import { describe, expect, it } from "vitest";
import { causesOf, decide, isMailDue, isNearlyFull, type Known, type Seen } from "./rules.ts";

const gib = 1024 ** 3;
const seen = (over: Partial<Seen> = {}): Seen => ({
  upFor: 10_000,
  workerAge: 30,
  sweepAge: 30,
  lateChecks: 0,
  mailAge: null,
  disk: { free: 50 * gib, total: 100 * gib },
  ...over,
});

describe("B10: what is wrong with the operation itself", () => {
  it.each<[string, Partial<Seen>, string[]]>([
    ["nothing", {}, []],
    ["a worker's last sign of life was three minutes ago", { workerAge: 180 }, []],
    ["longer", { workerAge: 181 }, ["worker_gone"]],
    ["no worker ever was", { workerAge: null, sweepAge: null }, ["worker_gone"]],
    ["we have just started: what was long ago is not missed yet", { workerAge: 9_999, upFor: 180 }, []],
    ["a sweep that does not end, though a worker lives", { sweepAge: 601 }, ["sweep_missed"]],
    ["a sweep of ten minutes", { sweepAge: 600 }, []],
    ["no sweep because no worker is there: one thing", { workerAge: 601, sweepAge: 601 }, ["worker_gone"]],
    ["a merchant whose check is late", { lateChecks: 1 }, ["checks_missed"]],
    ["late, and we have just started: it is being made up for", { lateChecks: 1, upFor: 3_600 }, []],
    ["mail that waits for the server for ten minutes", { mailAge: 600 }, []],
    ["longer, too", { mailAge: 601 }, ["mail_failing"]],
    ["a full disk", { disk: { free: 0, total: gib } }, ["disk_nearly_full"]],
    ["a database elsewhere", { disk: null }, []],
  ])("%s", (_, over, expected) => {
    expect(causesOf(seen(over))).toEqual(expected);
  });

  it.each([
    [1, 10, false],
    [0.99, 10, true],
    [4.9, 100, true],
    [5, 100, false],
    [9.9, 4_000, true],
    [10, 4_000, false],
  ])("%d of %d GiB free: nearly full: %s", (free, total, isFull) => {
    expect(isNearlyFull({ free: free * gib, total: total * gib })).toBe(isFull);
  });
});

const now = new Date("2026-11-25T03:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const known = (over: Partial<Known> = {}): Known => ({
  cause: "worker_gone",
  since: ago(9_000),
  mailedAt: ago(9_000),
  wellSince: null,
  ...over,
});

describe("B10: operators are told once, and once when it is over", () => {
  it("begins, goes on, and ends once it was well for ten minutes", () => {
    expect(decide(["worker_gone"], [], now)).toEqual([{ kind: "begin", cause: "worker_gone" }]);
    expect(decide(["worker_gone"], [known()], now)).toEqual([]);
    expect(decide([], [known()], now)).toEqual([{ kind: "well", cause: "worker_gone" }]);
    expect(decide([], [known({ wellSince: ago(599) })], now)).toEqual([]);
    expect(decide([], [known({ wellSince: ago(600) })], now)).toEqual([
      { kind: "end", cause: "worker_gone" },
    ]);
    expect(decide(["worker_gone"], [known({ wellSince: ago(600) })], now)).toEqual([
      { kind: "goOn", cause: "worker_gone" },
    ]);
    expect(decide(["mail_failing"], [known()], now)).toEqual([
      { kind: "begin", cause: "mail_failing" },
      { kind: "well", cause: "worker_gone" },
    ]);
  });

  it("a mail is due at once, again after a day, and not while it is well", () => {
    expect(isMailDue(known({ mailedAt: null }), now)).toBe(true);
    expect(isMailDue(known({ mailedAt: ago(86_399) }), now)).toBe(false);
    expect(isMailDue(known({ mailedAt: ago(86_400) }), now)).toBe(true);
    expect(isMailDue(known({ mailedAt: null, wellSince: ago(1) }), now)).toBe(false);
  });
});
