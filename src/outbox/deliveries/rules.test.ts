import { expect, it } from "vitest";
import { afterTry, enoughRefusals, outcomeOf, type Outcome, isDigest } from "./rules.ts";

it.each([
  ["webhook", 200, "ok"],
  ["webhook", 204, "ok"],
  ["webhook", 302, "failed"],
  ["webhook", 400, "refused"],
  ["webhook", 404, "refused"],
  ["slack", 404, "gone"],
  ["webhook", 408, "failed"],
  ["webhook", 410, "gone"],
  ["webhook", 425, "failed"],
  ["webhook", 429, "busy"],
  ["webhook", 500, "failed"],
  ["webhook", 503, "failed"],
] as const)("B10: %s that answers %i: %s", (kind, status, expected) => {
  expect(outcomeOf(kind, status, null)).toMatchObject({ kind: expected, status });
});

it("B10: what a busy receiver asks for is waited for, an hour at the most", () => {
  const after = (retryAfter: string | null) =>
    afterTry(outcomeOf("webhook", 429, retryAfter), {
      tries: 1,
      waits: [5],
      receiver: { failures: 0, refusals: 0 },
    }).delivery.afterSeconds;
  expect([after("30"), after("2"), after(null), after("99999"), after("soon")]).toEqual([30, 5, 5, 3600, 5]);
});

const waits = [5, 300, 1800];
const failed: Outcome = { kind: "failed", error: "ECONNREFUSED" };
const refused: Outcome = { kind: "refused", status: 400, error: "HTTP 400" };

it("B10: each failure waits longer; after the last wait a receiver that was never well since goes off, with the event still there", () => {
  let receiver = { failures: 0, refusals: 0 };
  const seen = [1, 2, 3, 4].map((tries) => {
    const after = afterTry(failed, { tries, waits, receiver });
    receiver = after.receiver;
    return [after.delivery.state, after.delivery.afterSeconds, after.receiver.off];
  });
  expect(seen).toEqual([
    ["waiting", 5, undefined],
    ["waiting", 300, undefined],
    ["waiting", 1800, undefined],
    ["waiting", 0, "givenUp"],
  ]);
});

it("B10: an event that fails where others go through is given up alone", () => {
  const after = afterTry(failed, { tries: 4, waits, receiver: { failures: 0, refusals: 0 } });
  expect(after).toEqual({
    delivery: { state: "failed", afterSeconds: 0 },
    receiver: { failures: 1, refusals: 0 },
  });
});

it("B10: three refusals in a row, or gone for good: off at once, and nothing is lost", () => {
  expect(enoughRefusals).toBe(3);
  const second = afterTry(refused, { tries: 1, waits, receiver: { failures: 1, refusals: 1 } });
  expect(second.receiver).toEqual({ failures: 2, refusals: 2 });
  const third = afterTry(refused, { tries: 1, waits, receiver: second.receiver });
  expect(third).toEqual({
    delivery: { state: "waiting", afterSeconds: 0 },
    receiver: { failures: 3, refusals: 3, off: "refused" },
  });
  const gone = afterTry(outcomeOf("webhook", 410, null), { tries: 1, waits, receiver: second.receiver });
  expect(gone.receiver).toEqual({ failures: 3, refusals: 0, off: "gone" });
  // A failure in between does not count as a refusal.
  expect(afterTry(failed, { tries: 1, waits, receiver: second.receiver }).receiver.refusals).toBe(0);
});

it("B10: what goes through makes the receiver well", () => {
  const after = afterTry(
    { kind: "ok", status: 200 },
    { tries: 3, waits, receiver: { failures: 7, refusals: 2 } },
  );
  expect(after).toEqual({
    delivery: { state: "sent", afterSeconds: 0 },
    receiver: { failures: 0, refusals: 0 },
  });
});

it("B10: many incidents at once, or two that quiet hours held back, are one message", () => {
  expect([1, 4, 5].map((count) => isDigest(count, false))).toEqual([false, false, true]);
  expect([1, 2].map((count) => isDigest(count, true))).toEqual([false, true]);
});
