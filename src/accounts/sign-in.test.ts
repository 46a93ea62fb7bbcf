import { createHook } from "node:async_hooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { addMerchant } from "../../test/support/rows.ts";
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

/** How many passwords Node hashes while `act` runs: each is a request of this kind. */
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
/** A wrong password; each time from another address, so that no limit is met. */
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
