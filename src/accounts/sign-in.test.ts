import { createHook } from "node:async_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { addMerchant } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import { passwordHash } from "../kit/password-hash.ts";
import { signIn } from "./sign-in.ts";
import { insertAccount } from "./store.ts";

let ctx: Context;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ ctx, close } = await openTestContext());
});
afterAll(() => close());

/** The number of passwords that Node hashes while `act` runs: each is a request of this kind. */
async function hashesOf(act: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const hook = createHook({
    init: (_, type) => {
      if (type === "SCRYPTREQUEST") count += 1;
    },
  }).enable();
  try {
    await act();
  } finally {
    hook.disable();
  }
  return count;
}

let caller = 0;
/** A wrong password, each time from another address, so that no limit is reached. */
const refusedAt = (email: string) => async () => {
  const ip = `192.0.2.${(caller += 1)}`;
  await expect(signIn(ctx, { email, password: "a wrong one", ip, device: undefined })).rejects.toMatchObject({
    code: "sign_in_failed",
  });
};

describe("a refused sign-in costs the same, whoever's address it is", () => {
  it("one password hash, also where there is no account, several, or none with a password", async () => {
    const [first, second] = [
      await addMerchant({ db: ctx.db }, "一"),
      await addMerchant({ db: ctx.db }, "二"),
    ];
    const hash = await passwordHash("the right one", { cost: 10 });
    const add = async (merchantId: string, email: string, more: object) =>
      await insertAccount(ctx.db, { merchantId, id: newId(), email, name: "人", role: "owner", ...more });
    await add(first.id, "one@musubi.example", { passwordHash: hash });
    await add(first.id, "two@musubi.example", { passwordHash: hash });
    await add(second.id, "two@musubi.example", { passwordHash: hash });
    await add(first.id, "off@musubi.example", { passwordHash: hash, disabledAt: new Date() });
    await add(first.id, "new@musubi.example", { passwordHash: null });
    const counted: Record<string, number> = {};
    for (const who of ["nobody", "one", "two", "off", "new"])
      counted[who] = await hashesOf(refusedAt(`${who}@musubi.example`));
    expect(counted).toEqual({ nobody: 1, one: 1, two: 1, off: 1, new: 1 });
  });
});

describe("guesses at somebody's password", () => {
  const right = "the right one";
  /** The address of a victim, whom a neighbour added to their own staff with a password that the neighbour chose. */
  async function addBoth(email: string) {
    const [theirs, own] = [await addMerchant({ db: ctx.db }, "客"), await addMerchant({ db: ctx.db }, "隣")];
    const add = async (merchantId: string, password: string) => {
      const passwordHashed = await passwordHash(password, { cost: 10 });
      const row = { merchantId, id: newId(), email, name: "人", role: "owner" as const };
      await insertAccount(ctx.db, { ...row, passwordHash: passwordHashed });
    };
    await add(theirs.id, right);
    await add(own.id, "the neighbour's");
  }
  const at = (email: string, password: string, ip: string, device?: string) =>
    signIn(ctx, { email, password, ip, device }).then(
      (tokens) => tokens.device,
      (error: unknown) => (error as { code: string }).code,
    );

  it("a neighbour who has an account of the same address begins anew there alone, in whatever browser", async () => {
    const email = "victim@musubi.example";
    await addBoth(email);
    const ip = "198.51.100.70";
    // Nine wrong ones, the neighbour's own, and so on: from the address, and from the browsers that become known by it.
    for (let round = 0; round < 4; round += 1) {
      const device = await at(email, "the neighbour's", ip);
      for (let nth = 0; nth < 3; nth += 1) {
        expect(await at(email, `guess ${round} ${nth}`, ip)).toBe("sign_in_failed");
        expect(await at(email, `guess ${round} ${nth}`, ip, device)).toBe("sign_in_failed");
      }
    }
    // The tenth was checked, and no one is told that the other account's passwords are no longer checked.
    expect(await at(email, right, ip)).toBe("sign_in_failed");
    expect(await at(email, right, ip, await at(email, "the neighbour's", ip))).toBe("sign_in_failed");
    expect(await at(email, "the neighbour's", ip)).toMatch(/^.{43}$/);
    // The owner signs in from elsewhere, and was informed.
    const home = await at(email, right, "203.0.113.8");
    expect(home).toMatch(/^.{43}$/);
    expect(await at(email, right, ip, home)).toBe(home);
    await until("the lock-out is noted", async () =>
      (await ctx.db.selectFrom("auditLog").select("event").execute()).some(
        ({ event }) => event === "lockedOut",
      ),
    );
  });

  it("who has accounts at two merchants uses up none by signing in to one of them", async () => {
    const email = "both@musubi.example";
    await addBoth(email);
    const ip = "198.51.100.71";
    for (let nth = 0; nth < 12; nth += 1) expect(await at(email, "the neighbour's", ip)).toMatch(/^.{43}$/);
    expect(await at(email, right, ip)).toMatch(/^.{43}$/);
  });
});
