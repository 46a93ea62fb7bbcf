import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { addMerchant } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import { passwordHash } from "../kit/password-hash.ts";
import { makeOwnerLink } from "./links.ts";
import { listClosed } from "./attempts/note-attempt.ts";
import { signIn, signInByLink } from "./sign-in.ts";
import { insertAccount } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let ctx: Context;
beforeAll(async () => {
  house = await openTestContext();
  ({ ctx } = house);
});
afterAll(() => house.close());

const email = "owner@musubi.example";
const password = "the right one";

async function addOwner(): Promise<string> {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  const hash = await passwordHash(password, { cost: 10 });
  await insertAccount(ctx.db, {
    merchantId,
    id: newId(),
    email,
    name: "店主",
    role: "owner",
    passwordHash: hash,
  });
  return merchantId;
}

const tokenOf = (link: string) => link.split("#link=")[1] ?? "";

it("the link that was made last opens its account, and no earlier one does, though the clock was set back between them", async () => {
  const merchantId = await addOwner();
  const before = await makeOwnerLink(ctx, merchantId);
  // A month ahead: the clock showed this time when it was made.
  await house.database.pool.query(
    "update sign_in_links set created_at = created_at + interval '30 days', expires_at = expires_at + interval '30 days'",
  );
  const [second, last] = [await makeOwnerLink(ctx, merchantId), await makeOwnerLink(ctx, merchantId)];
  for (const link of [before, second])
    await expect(signInByLink(ctx, { token: tokenOf(link), device: undefined })).rejects.toMatchObject({
      code: "link_used",
    });
  await expect(signInByLink(ctx, { token: tokenOf(last), device: undefined })).resolves.toBeDefined();
});

it("wrong passwords of before the clock was set back shut nobody out until their time comes again", async () => {
  const from = { ip: "192.0.2.7", device: undefined };
  const wrong = async () =>
    await signIn(ctx, { ...from, email, password: "wrong" }).catch(({ code }: { code: string }) => code);
  let code: unknown = "";
  for (let attempt = 0; attempt < 30 && code !== "too_many_attempts"; attempt += 1) code = await wrong();
  expect(code).toBe("too_many_attempts");
  expect(await listClosed(ctx)).not.toEqual([]);
  await house.database.pool.query("update sign_in_attempts set at = at + interval '30 days'");
  expect(await listClosed(ctx)).toEqual([]);
  await expect(signIn(ctx, { ...from, email, password })).resolves.toBeDefined();
});
