import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockWaits } from "../../test/support/locks.ts";
import { openTestContext } from "../../test/support/context.ts";
import { openDevice } from "../../test/support/device.ts";
import { addMerchant } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import { newId } from "../kit/ids.ts";
import { passwordHash } from "../kit/password-hash.ts";
import { askPasskey } from "./passkeys/check-passkey.ts";
import { addPasskey, beginPasskey, removePasskey } from "./passkeys/own-passkeys.ts";
import { beginSecondStep, finishSecondStep } from "./second-step/second-step.ts";
import { changePassword, listSessions, readSession } from "./session.ts";
import { signIn, signInByPasskey } from "./sign-in.ts";
import { changeStaff, linkForStaff } from "./staff.ts";
import { insertAccount } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
beforeAll(async () => {
  house = await openTestContext();
});
afterAll(() => house.close());

const password = "a long enough word";
const address = "192.0.2.1";

/** A person with a password, signed in; `enter` signs in elsewhere with the original password. */
async function somebody() {
  const { ctx } = house;
  const merchantId = (await addMerchant(ctx, "結び商店")).id;
  const accountId = newId();
  const email = `${accountId}@musubi.example`;
  const row = { merchantId, id: accountId, email, name: "花子", role: "owner" as const };
  await insertAccount(ctx.db, { ...row, passwordHash: await passwordHash(password, { cost: 10 }) });
  const enter = () => signIn(ctx, { email, password, ip: address, device: undefined });
  const session = await readSession(ctx, (await enter()).session);
  return { merchantId, accountId, enter, session };
}

/** Runs the second while the first, which started earlier, is about to write the account: one waits for the other. */
async function inTurn<A, B>(accountId: string, first: () => Promise<A>, second: () => Promise<B>) {
  const { pool } = house.database;
  const waiting = async () => {
    const { rows } = await pool.query(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows[0].n as number;
  };
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select from accounts where id = $1 for no key update", [accountId]);
    const all = [first()];
    await until("the first waits", async () => (await waiting()) === 1);
    const both = Promise.allSettled([...all, second()] as [Promise<A>, Promise<B>]);
    await until("the second waits behind it", async () => (await waiting()) === 2);
    await client.query("commit");
    return await both;
  } finally {
    client.release();
  }
}

describe("who is being signed in while what opens the account changes is not signed in by what opened it before", () => {
  it("the password is changed", async () => {
    const { accountId, enter, session } = await somebody();
    const change = () =>
      changePassword(house.ctx, session, { current: password, password: "quite another word 7" });
    const [changed, entered] = await inTurn(accountId, change, enter);
    expect(changed.status).toBe("fulfilled");
    expect(entered).toMatchObject({ status: "rejected", reason: { code: "sign_in_failed" } });
    expect(await listSessions(house.ctx, session)).toMatchObject([{ isCurrent: true }]);
  });

  it("the account is disabled, and enabled again later", async () => {
    const { merchantId, accountId, enter } = await somebody();
    const other = newId();
    const row = { merchantId, id: other, email: `${other}@musubi.example`, name: "太郎" };
    await insertAccount(house.ctx.db, { ...row, role: "owner" });
    const disable = () => changeStaff(house.ctx, { merchantId, id: accountId, disabled: true });
    const [disabled, entered] = await inTurn(accountId, disable, enter);
    expect(disabled.status).toBe("fulfilled");
    expect(entered).toMatchObject({ status: "rejected", reason: { code: "sign_in_failed" } });
    await changeStaff(house.ctx, { merchantId, id: accountId, disabled: false });
    const sessions = await house.ctx.db
      .selectFrom("sessions")
      .select("id")
      .where("accountId", "=", accountId)
      .execute();
    expect(sessions).toEqual([]);
  });

  it("a second step is set up: it is asked for", async () => {
    const { accountId, enter, session } = await somebody();
    const { secret } = await beginSecondStep(house.ctx, session);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const finish = () => finishSecondStep(house.ctx, session, { code, address });
    const [finished, entered] = await inTurn(accountId, finish, enter);
    expect(finished.status).toBe("fulfilled");
    expect(entered).toMatchObject({ status: "rejected", reason: { code: "second_step_needed" } });
    expect(await listSessions(house.ctx, session)).toMatchObject([{ isCurrent: true }]);
  });

  it("the passkey is removed", async () => {
    const { ctx } = house;
    const { accountId, session } = await somebody();
    const party = { id: "musubi.example", origin: "https://musubi.example" };
    const device = openDevice({ rpId: party.id, origin: party.origin });
    const made = device.make(await beginPasskey(ctx, session, { party, address }));
    const { id } = await addPasskey(ctx, session, { name: "電話", answer: made, party, address });
    const asker = { browser: newId() };
    const asked = await askPasskey(ctx, { purpose: "signIn", asker, party, address });
    const passkey = { answer: device.sign(asked), party, asker, address };
    const enter = () => signInByPasskey(ctx, { passkey, ip: address, device: undefined });
    const remove = () => removePasskey(ctx, session, { id, address });
    // Its answer was checked before it waits for the account.
    const [removed, entered] = await inTurn(accountId, remove, enter);
    expect(removed.status).toBe("fulfilled");
    expect(entered).toMatchObject({ status: "rejected", reason: { code: "passkey_refused" } });
    expect(await listSessions(ctx, session)).toMatchObject([{ isCurrent: true }]);
  });

  it("the same password is hashed anew by two who sign in at once: both are in", async () => {
    const { accountId, enter, session } = await somebody();
    const both = await inTurn(accountId, enter, enter);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    expect(await listSessions(house.ctx, session)).toHaveLength(3);
  });
});

it("a link that is made while its account is being disabled opens nothing once it is enabled again", async () => {
  const { merchantId, accountId } = await somebody();
  const { ctx, database } = house;
  const client = await database.pool.connect();
  await client.query("begin");
  await client.query("select from accounts where id = $1 for no key update", [accountId]);
  let answer: string | undefined;
  const linking = linkForStaff(ctx, { merchantId, id: accountId }).then(
    () => (answer = "made"),
    (error: { code?: string }) => (answer = error.code),
  );
  await until(
    "the link waits, or is made",
    async () => answer !== undefined || (await lockWaits(database.pool)) > 0,
  );
  await client.query("update accounts set disabled_at = now() where id = $1", [accountId]);
  await client.query("commit");
  client.release();
  expect(await linking).toBe("account_disabled");
});
