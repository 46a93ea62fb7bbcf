import { expect, it } from "vitest";
import { auditEvents } from "../../../src/audit/rules.ts";
import { eventGroups } from "./events.ts";
import { readAuditSearch } from "./search.ts";

it("every event of 監査ログ can be chosen, once", () => {
  expect(Object.values<readonly string[]>(eventGroups).flat().toSorted()).toEqual(
    [...auditEvents].toSorted(),
  );
});

it("the address says who, what and which days; what is not understood is left out", () => {
  const whole = { q: "花子", event: "keyCreated", from: "2026-11-01", to: "2026-11-30" };
  expect(readAuditSearch(whole)).toEqual(whole);
  expect(readAuditSearch({ q: 192, event: "odd", from: "2026-13-01", to: 5 })).toEqual({ q: "192" });
  expect(readAuditSearch({ q: "" })).toEqual({});
});
