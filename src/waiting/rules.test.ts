import { expect, it } from "vitest";
import { linkOf, mayCall, type LinkStep } from "./rules.ts";

const step = (
  kind: LinkStep["kind"],
  state: LinkStep["state"],
  reported = false,
  resend = false,
): LinkStep => {
  return {
    kind,
    state,
    reported,
    resend,
    transactionId: state === "done" && kind === "register" ? "501" : null,
  };
};

it.each<[string, string | null, LinkStep[]]>([
  ["off", null, []],
  ["sending", null, [step("register", "waiting")]],
  ["registered", "501", [step("register", "done")]],
  ["failed", null, [step("register", "failed")]],
  ["failed", null, [step("register", "unclear", true)]],
  ["sending", null, [step("register", "unclear")]],
  ["sending", null, [step("register", "unclear", true, true)]],
  ["cancelled", "501", [step("register", "done"), step("cancel", "done")]],
  ["cancelled", null, [step("register", "dropped")]],
  ["sending", null, [step("register", "sending")]],
  ["sending", "501", [step("register", "done"), step("cancel", "sending")]],
  ["sending", "501", [step("register", "done"), step("cancel", "unclear")]],
  ["sending", "501", [step("register", "done"), step("cancel", "waiting"), step("register", "waiting")]],
  ["failed", "501", [step("register", "done"), step("cancel", "unclear", true), step("register", "waiting")]],
  ["registered", "501", [step("register", "done"), step("cancel", "dropped")]],
  ["registered", "501", [step("register", "failed", true), step("register", "done", true)]],
])("O1: an order is %s in Smaregi (transaction %s) as its steps tell", (state, transactionId, steps) => {
  expect(linkOf(steps)).toEqual({ state, transactionId });
});

it("B2: calls are made of a live link, but not of one in the assured mode while its Smaregi is in maintenance", () => {
  const link = (mode: string, pausedSince: Date | null) => ({ mode, pausedSince }) as never;
  expect(mayCall(null)).toBe(false);
  expect(mayCall(link("standard", null))).toBe(true);
  expect(mayCall(link("standard", new Date(0)))).toBe(true);
  expect(mayCall(link("assured", null))).toBe(true);
  expect(mayCall(link("assured", new Date(0)))).toBe(false);
});
