import { expect, it } from "vitest";
import { openSmaregiClock } from "./clock.ts";

it("tells Smaregi's time from its answers, and goes on by the monotonic clock", () => {
  let now = 1_000;
  const clock = openSmaregiClock(() => now);
  expect(clock.time()).toBeNull();
  for (const odd of [null, "", "soon"]) clock.note(odd);
  expect(clock.time()).toBeNull();
  clock.note("Wed, 25 Nov 2026 00:00:00 GMT");
  now += 60_000;
  expect(clock.time()).toEqual(new Date("2026-11-25T00:01:00.500Z"));
});

it("believes no single answer of somebody in between, and follows a clock that was set", () => {
  const clock = openSmaregiClock(() => 0);
  const right = "Wed, 25 Nov 2026 00:00:00 GMT";
  const other = "Wed, 25 Nov 2026 00:10:00 GMT";
  for (const date of [right, right, other]) clock.note(date);
  expect(clock.time()).toEqual(new Date("2026-11-25T00:00:00.500Z"));
  for (let nth = 0; nth < 9; nth += 1) clock.note(other);
  expect(clock.time()).toEqual(new Date("2026-11-25T00:10:00.500Z"));
});
