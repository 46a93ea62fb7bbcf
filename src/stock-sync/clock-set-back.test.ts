import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { newId } from "../kit/ids.ts";
import { merchantsToReconcile } from "../reconcile/store.ts";
import { merchantsToCatchUp, merchantsWithUnread } from "../status/store.ts";
import { takeProbe } from "../maintenance/store.ts";
import { catchUp } from "./catch-up.ts";
import { hasDueSignals } from "./store.ts";
import { readUnread } from "./unread/read-unread.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

/** What rows look like once the database's clock has been set back by an hour. */
const setBack = async (shop: { select: (sql: string) => Promise<unknown[]> }) => {
  const later = (column: string) => `${column} = ${column} + interval '1 hour'`;
  await shop.select(
    `update variations set ${later("reading_began_at")}, ${later("synced_at")} where merchant_id = $1`,
  );
  await shop.select(`update signals set ${later("asked_at")}, ${later("retry_at")} where merchant_id = $1`);
  await shop.select(`update connections set ${later("caught_up_at")} where merchant_id = $1`);
  await shop.select(
    `update smaregi_pauses set ${later("probe_at")} where contract_id = 'sb_' || $1::uuid::text`,
  );
};

describe("no wait is longer than its purpose, also where the database's clock is set back by an hour", () => {
  it("a product that was read before is read again, and its number counts", async () => {
    const shop = await linked.openShop();
    await shop.setStock(["8000001"], 4);
    await shop.ask(["8000001"]);
    await setBack(shop);
    await shop.sync();
    expect(await shop.quantity()).toBe(4);
  });

  it("a read that failed is tried again after what its attempts ask for", async () => {
    const shop = await linked.openShop();
    await shop.ask(["8000001"]);
    const putOff = (seconds: number, attempts: number) =>
      shop.select(`update signals set attempts = ${attempts},
        retry_at = clock_timestamp() + interval '${seconds} seconds' where merchant_id = $1`);
    await putOff(3, 2);
    expect(await hasDueSignals(linked.ctx.db, shop.merchantId)).toBe(false);
    await putOff(3_600, 2);
    expect(await hasDueSignals(linked.ctx.db, shop.merchantId)).toBe(true);
    await putOff(3_600, 12);
    expect(await hasDueSignals(linked.ctx.db, shop.merchantId)).toBe(false);
    await putOff(7_200, 12);
    expect(await hasDueSignals(linked.ctx.db, shop.merchantId)).toBe(true);
  });

  it("what changed is looked for, and found", async () => {
    const shop = await linked.openShop();
    await catchUp(linked.ctx, shop);
    expect(await merchantsToCatchUp(linked.ctx.db, 300_000)).not.toContain(shop.merchantId);
    await setBack(shop);
    expect(await merchantsToCatchUp(linked.ctx.db, 300_000)).toContain(shop.merchantId);
    await shop.setStock(["8000001"], 3);
    await catchUp(linked.ctx, shop);
    await shop.sync();
    expect(await shop.quantity()).toBe(3);
  });

  it("the rolling check looks, and reads what it has met at a time that is to come", async () => {
    const shop = await linked.openShop();
    const { db } = linked.ctx;
    await readUnread(linked.ctx, shop);
    expect(await merchantsWithUnread(db)).not.toContain(shop.merchantId);
    await shop.select(
      "update connections set check_at = clock_timestamp() + interval '21 hours' where merchant_id = $1",
    );
    expect(await merchantsWithUnread(db)).toContain(shop.merchantId);
    await setBack(shop);
    await readUnread(linked.ctx, shop);
    expect(await shop.select("select cause from signals where merchant_id = $1")).toEqual([
      { cause: "longUnread" },
    ]);
  });

  it("the night's 差異チェック is not put off by one of a night to come", async () => {
    const { merchantId } = await linked.openShop();
    const { db } = linked.ctx;
    const night = new Date("2026-11-25T19:59:00Z");
    const ran = (at: string) =>
      db
        .insertInto("reconciliations")
        .values({ merchantId, id: newId(), state: "done", askedBy: "夜間", createdAt: new Date(at) })
        .execute();
    await ran("2026-11-25T20:59:00Z");
    expect(await merchantsToReconcile(db, night)).toContain(merchantId);
    await ran("2026-11-25T18:59:00Z");
    expect(await merchantsToReconcile(db, night)).not.toContain(merchantId);
  });

  it("a contract that is spared is asked again", async () => {
    const shop = await linked.openShop();
    const contractId = `sb_${shop.merchantId}`;
    await shop.select(`insert into smaregi_pauses (contract_id, reason, probe_at)
      values ('sb_' || $1::uuid::text, '{"kind":"silent","data":{}}', clock_timestamp() + interval '30 seconds')`);
    expect(await takeProbe(linked.ctx.db, contractId, () => 1_000)).toBe(false);
    await setBack(shop);
    expect(await takeProbe(linked.ctx.db, contractId, () => 1_000)).toBe(true);
  });
});
