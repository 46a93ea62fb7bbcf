import { expect, it } from "vitest";
import { ownFailure } from "./own-failure.ts";

const log = ["placed", "registrationFailed", "transactionRegistered", "cancellationFailed", "edited"].map(
  (event, nth) => ({ event, nth }),
);

it("P6: an order that was changed while the link was off is not told with an older failure's words", () => {
  expect(ownFailure(log, { why: "cancelRefused" })?.nth).toBe(3);
  expect(ownFailure(log, {})?.nth).toBe(3);
  expect(ownFailure(log, { why: "changedWhileOff" })).toBeUndefined();
  expect(ownFailure([{ event: "placed" }], { why: "registerFailed" })).toBeUndefined();
});
