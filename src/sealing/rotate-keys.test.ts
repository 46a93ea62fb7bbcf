import { createCipheriv, randomBytes } from "node:crypto";
import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { addMerchant } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import { keyIdOf, sealWith, sealedColumns, sealingKeysOf, unseal, type Place } from "../kit/sealed.ts";
import { readAccounts } from "../accounts/store.ts";
import { openReceiver } from "../outbox/receivers/open-receiver.ts";
import { readReceivers } from "../outbox/receivers/store.ts";
import { checkKeys } from "./check-keys.ts";
import { readSealing, rotateKeys } from "./rotate-keys.ts";
import { seal } from "./seal.ts";
import { chooseSealingKey, sealedOtherwise } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
beforeAll(async () => {
  house = await openTestContext();
});
afterAll(() => house.close());

const newKey = () => randomBytes(32);
const withKeys = (...keys: Buffer[]): Context => ({ ...house.ctx, sealingKeys: sealingKeysOf(keys) });

function sealFormer(key: Buffer, secret: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Adds a merchant with a secret in each sealed column, made by `make`; the text of every secret is its place. */
async function addSecrets(make: (place: Place, secret: string) => Buffer) {
  const { pool } = house.database;
  const { id: merchantId } = await addMerchant(house.ctx, "結び商店");
  const [owner] = await readAccounts(house.ctx.db, merchantId);
  const accountId = owner?.id ?? "";
  const contractId = `sb_${merchantId}`;
  const [receiver, mail, attempt] = [newId(), newId(), newId()];
  const at = (column: Place["column"], id?: string) => {
    const place: Place = { column, merchantId, ...(id === undefined ? {} : { id }) };
    return make(place, `${column} ${id ?? ""}`);
  };
  await pool.query("update accounts set second_step_sealed = $2 where merchant_id = $1", [
    merchantId,
    at("accounts.second_step_sealed", accountId),
  ]);
  await pool.query(
    `insert into connections (merchant_id, contract_id, store_id, terminal_id, enabled, mode, client_id, client_secret_sealed)
     values ($1, $2, '1', '2', false, 'standard', 'app', $3)`,
    [merchantId, contractId, at("connections.client_secret_sealed")],
  );
  await pool.query(
    `insert into contract_proofs (merchant_id, contract_id, way, proven_by, client_id, client_secret_sealed)
     values ($1, $2, 'ownApp', 'test', 'app', $3)`,
    [merchantId, contractId, at("contract_proofs.client_secret_sealed", contractId)],
  );
  await pool.query(
    "insert into proof_attempts (merchant_id, id, way, verifier_sealed) values ($1, $2, 'ownApp', $3)",
    [merchantId, attempt, at("proof_attempts.verifier_sealed", attempt)],
  );
  await pool.query(
    `insert into receivers (merchant_id, id, purpose, kind, target_sealed, target_shown, secret_sealed, events, fanned_seq)
     values ($1, $2, 'endpoint', 'webhook', $3, 'shown', $4, '{}', 0)`,
    [merchantId, receiver, at("receivers.target_sealed", receiver), at("receivers.secret_sealed", receiver)],
  );
  await pool.query(
    "insert into account_mails (merchant_id, id, account_id, kind, link_sealed) values ($1, $2, $3, 'link', $4)",
    [merchantId, mail, accountId, at("account_mails.link_sealed", mail)],
  );
  return merchantId;
}

/** The text of each of the merchant's secrets, opened with these keys, from every sealed column. */
async function secretsOf(merchantId: string, ...keys: Buffer[]): Promise<string[]> {
  const said: string[] = [];
  for (const column of Object.keys(sealedColumns) as Place["column"][]) {
    // No key has this ID: every secret is sealed with another one.
    const rows = await sealedOtherwise(house.ctx.db, column, { keyId: "00000000", after: null, limit: 1000 });
    for (const { place, bytes } of rows) {
      if (place.merchantId !== merchantId) continue;
      const secret = unseal(sealingKeysOf(keys), place, bytes);
      expect(secret).toBe(`${column} ${place.id ?? ""}`);
      said.push(secret);
    }
  }
  return said;
}

it("every column of the database that is named as sealed is sealed anew", async () => {
  const { rows } = await house.database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and column_name like '%sealed%'`,
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(sealedColumns).toSorted());
});

it("secrets of both forms are sealed anew with the newest key, and the one of before is retired when nothing needs it", async () => {
  const [old, fresh] = [newKey(), newKey()];
  const former = await addSecrets((_, secret) => sealFormer(old, secret));
  const present = await addSecrets((place, secret) => sealWith(old, place, secret));
  await chooseSealingKey(house.ctx.db, keyIdOf(old));
  expect((await readSealing(withKeys(old, fresh))).keys).toMatchObject([
    { key: keyIdOf(old), secrets: 7, state: "seals" },
    { key: keyIdOf(fresh), secrets: 0, state: "opens" },
  ]);
  const done = await rotateKeys(withKeys(old, fresh));
  expect(done).toMatchObject({ sealsWith: keyIdOf(fresh), sealedAnew: 14, former: 0, unreadable: [] });
  expect(done.keys).toMatchObject([
    { key: keyIdOf(old), secrets: 0, state: "retired" },
    { key: keyIdOf(fresh), secrets: 14, state: "seals" },
  ]);
  for (const merchantId of [former, present]) expect(await secretsOf(merchantId, fresh)).toHaveLength(7);
  // A key that is added after them will seal next: it must not be removed.
  const next = newKey();
  const { keys } = await readSealing(withKeys(old, fresh, next));
  expect(keys.map(({ state }) => state)).toEqual(["retired", "seals", "opens"]);
  // A second time there is nothing to do, and the newest key stays the one that seals.
  expect(await rotateKeys(withKeys(old, fresh))).toMatchObject({ sealsWith: keyIdOf(fresh), sealedAnew: 0 });
  await house.database.pool.query("delete from proof_attempts");
});

it("killed at any statement nothing is unreadable, and the next run goes on", async () => {
  const [old, fresh] = [newKey(), newKey()];
  const merchantId = await addSecrets((place, secret) => sealWith(old, place, secret));
  // The secrets of the other tests no longer matter.
  const others = await rotateKeys(withKeys(old));
  expect(others.sealsWith).toBe(keyIdOf(old));
  let left = 0;
  const dying: KyselyPlugin = {
    transformQuery: ({ node }) => {
      left -= 1;
      if (left < 0) throw new Error("killed");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const ctx = { ...withKeys(old, fresh), db: house.ctx.db.withPlugin(dying) };
  for (let statements = 0; statements < 100; statements += 3) {
    left = statements;
    const run = await rotateKeys(ctx).catch((error: Error) => {
      if (error.message !== "killed") throw error;
      return null;
    });
    expect(await secretsOf(merchantId, old, fresh)).toHaveLength(7);
    if (run === null) continue;
    expect(run.keys.find(({ key }) => key === keyIdOf(old))?.state).toBe("retired");
    break;
  }
  expect(await secretsOf(merchantId, fresh)).toHaveLength(7);
});

it("what is being sealed with the old key is waited for: nothing is sealed with it afterwards", async () => {
  const [old, fresh] = [newKey(), newKey()];
  const { pool } = house.database;
  const { id: merchantId } = await addMerchant(house.ctx, "結び商店");
  const [owner] = await readAccounts(house.ctx.db, merchantId);
  const place: Place = { column: "accounts.second_step_sealed", merchantId, id: owner?.id ?? "" };
  await chooseSealingKey(house.ctx.db, keyIdOf(old));
  const ctx = withKeys(old, fresh);
  const rotation = await house.ctx.db.transaction().execute(async (tx) => {
    const sealed = await seal(tx, ctx, place, "in between");
    await tx
      .updateTable("accounts")
      .set({ secondStepSealed: sealed })
      .where("id", "=", place.id ?? "")
      .execute();
    const running = rotateKeys(ctx);
    await until("the change of the key waits", async () => {
      const { rowCount } = await pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return (rowCount ?? 0) > 0;
    });
    return { running };
  });
  const done = await rotation.running;
  expect(done.keys.find(({ key }) => key === keyIdOf(old))?.secrets).toBe(0);
  const { rows } = await pool.query("select second_step_sealed as bytes from accounts where id = $1", [
    place.id,
  ]);
  expect(unseal(sealingKeysOf([fresh]), place, rows[0].bytes)).toBe("in between");
});

it("a secret that was moved to another row does not open", async () => {
  const key = newKey();
  const one = await addSecrets((place, secret) => sealWith(key, place, secret));
  const other = await addSecrets((place, secret) => sealWith(key, place, secret));
  await house.database.pool.query(
    `update receivers r set target_sealed = o.target_sealed, secret_sealed = o.secret_sealed
     from receivers o where r.merchant_id = $1 and o.merchant_id = $2`,
    [one, other],
  );
  const [moved] = await readReceivers(house.ctx.db, one, "endpoint");
  const [stayed] = await readReceivers(house.ctx.db, other, "endpoint");
  if (moved === undefined || stayed === undefined) throw new Error("a receiver is missing");
  expect(openReceiver(withKeys(key), stayed).to).toContain("receivers.target_sealed");
  expect(() => openReceiver(withKeys(key), moved)).toThrow(/authenticate/);
});

it("with a key that is lost for good nothing starts before another one seals, and what it sealed is named and left alone", async () => {
  const [lost, fresh] = [newKey(), newKey()];
  const merchantId = await addSecrets((place, secret) => sealWith(lost, place, secret));
  await chooseSealingKey(house.ctx.db, keyIdOf(lost));
  await expect(checkKeys(withKeys(fresh))).rejects.toThrow(`lacks the key ${keyIdOf(lost)}`);
  await expect(
    seal(house.ctx.db, withKeys(fresh), { column: "accounts.second_step_sealed", merchantId, id: "x" }, "s"),
  ).rejects.toThrow(`lacks the key ${keyIdOf(lost)}`);
  const done = await rotateKeys(withKeys(fresh));
  expect(done.unreadable.filter((each) => each.includes(merchantId))).toHaveLength(7);
  expect(done.unreadable[0]).toContain("lacks the key");
  expect(done.keys.find(({ key }) => key === keyIdOf(lost))).toMatchObject({ secrets: 7, state: "missing" });
  await checkKeys(withKeys(fresh));
  // Once the key is found again, everything opens.
  expect(await secretsOf(merchantId, lost, fresh)).toHaveLength(7);
  expect(
    (await rotateKeys(withKeys(lost, fresh))).keys.find(({ key }) => key === keyIdOf(lost)),
  ).toMatchObject({
    secrets: 0,
    state: "retired",
  });
});
