import { describe, expect, it } from "vitest";
import type { IncidentWhole } from "../../src/http/api-types.ts";
import { readIncidentSearch } from "./search.ts";
import { canSendAgain, isAnswering, placesOf, waitingForPress } from "./waits.ts";

type Incident = Parameters<typeof waitingForPress>[0];
const open = { orders: 40, products: 3 };
const night: Incident = { state: "open", cause: "smaregi_down", mode: "standard", open };

describe("the morning after a night of the standard mode", () => {
  it("P9: what waits for the press is told once Smaregi answers again", () => {
    expect(waitingForPress(night, true)).toEqual(open);
    expect(waitingForPress(night, false)).toBeNull();
  });

  it.each<Partial<Incident>>([
    { state: "closed" },
    { cause: "credentials" },
    { mode: "assured" },
    { open: { orders: 0, products: 0 } },
  ])("P9: nothing waits for it with %j", (other) => {
    expect(waitingForPress({ ...night, ...other }, true)).toBeNull();
  });

  it("Smaregi answers where the link is on and no maintenance is known", () => {
    const maintenance = { since: "", reason: "", fact: { kind: "silent" as const, data: {} } };
    expect(isAnswering({ connection: { state: "on" } })).toBe(true);
    expect(isAnswering({ connection: { state: "on", maintenance } })).toBe(false);
    expect(isAnswering({ connection: { state: "off" } })).toBe(false);
  });
});

describe("what can be done about an incident", () => {
  it.each([
    ["open", "order_refused", { orders: 1, products: 0 }, true],
    ["open", "stock_unread", { orders: 0, products: 1 }, true],
    ["open", "smaregi_down", { orders: 0, products: 0 }, false],
    ["open", "delivery_failed", { orders: 0, products: 0 }, true],
    ["closed", "delivery_failed", { orders: 1, products: 1 }, false],
  ] as const)("P9: %s %s with %j can be sent again: %s", (state, cause, some, expected) => {
    expect(canSendAgain({ state, cause, open: some })).toBe(expected);
  });

  it.each<[IncidentWhole["cause"], string[]]>([
    ["delivery_failed", ["notices", "webhooks"]],
    ["stock_mass_zero", ["top", "log"]],
    ["credentials", ["connection", "log"]],
    ["webhook_silent", ["connection"]],
    ["product_gone", ["log"]],
    ["smaregi_down", ["log", "orders"]],
    ["order_behind", ["log", "orders"]],
  ])("%s leads to %j", (cause, places) => {
    expect(placesOf(cause)).toEqual(places);
  });

  it("the list's address asks for open ones, closed ones or all", () => {
    expect([{ state: "closed" }, { state: "all" }, { state: "x" }, {}].map(readIncidentSearch)).toEqual([
      { state: "closed" },
      { state: "all" },
      {},
      {},
    ]);
  });
});
