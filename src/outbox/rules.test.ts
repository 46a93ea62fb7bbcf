import { expect, it } from "vitest";
import { eventOfLog, eventTypes } from "./rules.ts";

it.each([
  ["placed", "order.placed"],
  ["edited", "order.edited"],
  ["cancelled", "order.cancelled"],
  ["transactionRegistered", "order.registered"],
  ["registrationFailed", "order.failed"],
  ["cancellationFailed", "order.failed"],
  ["statusChanged", null],
  ["sendingAgain", null],
])("an order's %s is told as %s", (event, expected) => {
  expect(eventOfLog(event)).toBe(expected);
});

it("the types of events are those that others rely on", () => {
  expect(eventTypes.join(" ")).toBe(
    "order.placed order.edited order.cancelled order.registered order.failed stock.changed product.saved incident.opened incident.closed incident.updated",
  );
});
