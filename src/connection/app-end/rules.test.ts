import { expect, it } from "vitest";
import { askEverySeconds, endOf } from "./rules.ts";

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
