import { describe, expect, it } from "vitest";
import { askEverySeconds, endOf, nextAskAt } from "./rules.ts";

it.each([
  ["end", "appEnded"],
  ["force-stop", "appForceStopped"],
  ["start", null],
  ["change-plan", null],
  ["change-options", null],
  ["cancel-force-stop", null],
  ["END", null],
  ["", null],
])("利用者通知 %s means %s", (action, end) => {
  expect(endOf(action)).toBe(end);
});

it("Smaregi is asked every ten minutes at most", () => {
  expect(askEverySeconds).toBe(600);
});

describe("the next question whether an app has ended", () => {
  const now = new Date("2026-11-26T12:00:00Z");
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
  it.each([
    ["at once, where none was asked", null, 0],
    ["at once, where the last is old enough", later(-askEverySeconds - 1), 0],
    ["once the last is old enough", later(-60), askEverySeconds - 60],
    ["no later than after a whole wait, by a clock that was set back", later(3_600), askEverySeconds],
  ])("comes %s", (_, askedAt, seconds) => {
    expect(nextAskAt(askedAt, now)).toEqual(later(seconds));
  });
});
