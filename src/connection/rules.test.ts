import { describe, expect, it } from "vitest";
import { isGreen, judgeSave, turnsOn } from "./rules.ts";

const place = { contractId: "sb_1", storeId: "1", terminalId: "2" };
const updatedAt = new Date("2026-11-26T00:00:00Z");
const on = { ...place, enabled: true, updatedAt };
const off = { ...on, enabled: false };

describe("P11: which saves turn a connection on that was not on like this", () => {
  it.each([
    ["the first one", null, {}, false, true],
    ["the switch", off, {}, false, true],
    ["another contract", on, { contractId: "sb_2" }, false, true],
    ["another store", on, { storeId: "2" }, false, true],
    ["another terminal", on, { terminalId: "3" }, false, true],
    ["another app", on, {}, true, true],
    ["all as it was", on, {}, false, false],
    ["the first one, off", null, { enabled: false }, false, false],
    ["switched off with another store", on, { enabled: false, storeId: "2" }, true, false],
  ])("%s: %#", (_, before, over, isAppGiven, expected) => {
    expect(turnsOn(before, { ...place, enabled: true, ...over }, isAppGiven)).toBe(expected);
  });
});

describe("P11: a test counts where nothing failed, and nobody saved something else meanwhile", () => {
  it.each([
    ["nothing failed", { failedChecks: [], overSavedAt: updatedAt }, off, true],
    ["nothing failed, and nothing is saved", { failedChecks: [], overSavedAt: null }, null, true],
    ["one failed", { failedChecks: ["store"], overSavedAt: updatedAt }, off, false],
    ["not tested", { failedChecks: null, overSavedAt: updatedAt }, off, false],
    ["not looked at", null, off, false],
    ["saved meanwhile", { failedChecks: [], overSavedAt: new Date(0) }, off, false],
    ["saved for the first time meanwhile", { failedChecks: [], overSavedAt: null }, off, false],
    ["removed meanwhile", { failedChecks: [], overSavedAt: updatedAt }, null, false],
  ])("%s", (_, shown, before, expected) => {
    expect(isGreen(shown, before)).toBe(expected);
  });
});

it.each([
  [{ turnsOn: true, isGreen: true, byConsole: true, nevertheless: true }, "good"],
  [{ turnsOn: false, isGreen: true, byConsole: true, nevertheless: false }, "good"],
  [{ turnsOn: false, isGreen: false, byConsole: true, nevertheless: true }, "passed"],
  [{ turnsOn: true, isGreen: false, byConsole: false, nevertheless: true }, "passed"],
  [{ turnsOn: true, isGreen: false, byConsole: true, nevertheless: true }, "forced"],
  [{ turnsOn: true, isGreen: false, byConsole: true, nevertheless: false }, "refused"],
])(
  "P11: the console turns on only what was tested, or nevertheless; a key as before: %j: %s",
  (save, expected) => {
    expect(judgeSave(save)).toBe(expected);
  },
);
