import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  confirmedSeconds,
  leavesNoOwner,
  linkSeconds,
  permissions,
  permissionsOf,
  permissionsOfKey,
  secondsToWait,
  sessionSeconds,
} from "./rules.ts";

describe("roles and permissions", () => {
  it("cell by cell", () => {
    const table = {
      owner: [true, true, true, true, true, true],
      manager: [true, true, true, true, false, false],
      staff: [true, true, false, false, false, false],
    };
    for (const role of ["owner", "manager", "staff"] as const) {
      expect(permissions.map((each) => permissionsOf(role).includes(each))).toEqual(table[role]);
    }
    expect(permissions.filter((each) => !permissionsOfKey.includes(each))).toEqual(["accounts.edit"]);
  });
});

describe("the last owner", () => {
  const account = fc.record({ role: fc.constantFrom("owner", "manager", "staff"), disabled: fc.boolean() });
  it("whatever is changed, a shop that had an owner who can sign in keeps one", () => {
    fc.assert(
      fc.property(account, fc.option(account), fc.array(account, { maxLength: 4 }), (one, after, others) => {
        const owners = (all: (typeof one | null)[]) =>
          all.filter((each) => each?.role === "owner" && !each.disabled).length;
        const refused = leavesNoOwner(one, after, others);
        expect(refused).toBe(owners([one, ...others]) > 0 && owners([after, ...others]) === 0);
      }),
    );
  });
});

describe("attempts to sign in", () => {
  it("ten of a caller at an account and sixty of a caller in fifteen minutes; then until the oldest that counts is over", () => {
    const ages = (count: number, age = 1000) => Array.from({ length: count }, () => age);
    expect(secondsToWait(ages(9), ages(59))).toBe(0);
    expect(secondsToWait(ages(10), [])).toBe(899);
    expect(secondsToWait([], ages(60))).toBe(899);
    expect(secondsToWait([...ages(9), 600_000], [])).toBe(300);
    expect(secondsToWait([...ages(10), 899_000], [])).toBe(899);
  });
});

it("a session lives two weeks unused and sixty days at the longest, a sign-in link a week; a password given is good for 15 minutes", () => {
  const days = (seconds: number) => seconds / 86_400;
  expect([days(sessionSeconds.unused), days(sessionSeconds.longest), days(linkSeconds)]).toEqual([14, 60, 7]);
  expect(confirmedSeconds).toBe(15 * 60);
});
