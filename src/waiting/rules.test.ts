import { expect, it } from "vitest";
import { linkOf, type LinkStep } from "./rules.ts";

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
])("O1: an order is %s in Smaregi (transaction %s) as its steps tell", (state, transactionId, steps) => {
  expect(linkOf(steps)).toEqual({ state, transactionId });
});
