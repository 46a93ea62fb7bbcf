import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockWaits } from "../../test/support/locks.ts";
import { openLinkedShop } from "../../test/support/linked-shop.ts";
import { until } from "../../test/support/wait.ts";
import { registerProduct } from "../catalog/save-product.ts";
import { readCatalog } from "../smaregi-catalog/read-catalog.ts";
import { refreshCatalog } from "../smaregi-catalog/refresh-catalog.ts";
import { applyRun } from "./apply-run.ts";
import { matchLinks } from "./match-run.ts";
import { openRun } from "./open-run.ts";
import { listItems, readRun } from "./read-run.ts";
import { undoRun } from "./undo-run.ts";

let shops: Awaited<ReturnType<typeof openLinkedShop>>;
beforeAll(async () => {
  shops = await openLinkedShop();
});
afterAll(() => shops.close());

/** A shop with two products whose codes Smaregi has as well, and a run that still has to be matched. */
async function openShop() {
  const shop = await shops.openShop();
  const { ctx } = shops;
  const { merchantId } = shop;
  const ids = ["8200000", "8200001"];
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 5 })));
  for (const [nth, productId] of ids.entries()) {
    const name = `${"藍紅"[nth]}のてぬぐい`;
    const productCode = `TEN-${nth}`;
    await shop.changeProduct(productId, { productCode, productName: name, price: 1000 });
    const product = { name, productCode, price: 1000, taxRate: 10 as const, variations: [{ quantity: 7 }] };
    await registerProduct(ctx, { merchantId, actor: "test", product });
  }
  const by = { merchantId, actor: "test" };
  const id = await openRun(ctx, { ...by, scope: "unlinked" });
  const match = () => matchLinks(ctx, { merchantId });
  const links = async () =>
    (await listItems(ctx, { merchantId, id, limit: 9 })).items.map(({ variationId }, nth) => {
      return { variationId, smaregiProductId: ids[nth] ?? "" };
    });
  return {
    ...shop,
    ids,
    match,
    links,
    state: async () => (await readRun(ctx, { merchantId, id })).state,
    apply: (pairs: Awaited<ReturnType<typeof links>>) =>
      applyRun(ctx, { ...by, id, what: { links: pairs }, takesZeros: true }),
    undo: () => undoRun(ctx, { ...by, id }),
    linked: async () =>
      (
        await shop.select(
          "select smaregi_product_id as link from variations where merchant_id = $1 and smaregi_product_id <> '8000001'",
        )
      ).map(({ link }) => link),
  };
}

describe("B7: what happens to a run while it is worked on", () => {
  it("matched while Smaregi's products are being read already, it waits for that instead of failing", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    await refreshCatalog(shops.ctx, { merchantId, acceptsGone: false });
    let matching: Promise<void> | undefined;
    shop.inCall("productPage", "before", async () => {
      matching = shop.match();
      await until("the run is matched", async () => (await shop.state()) !== "waiting");
    });
    await readCatalog(shops.ctx, { merchantId });
    await matching;
    expect(matching).toBeDefined();
    expect(await shop.state()).toBe("proposed");
  });

  it("a process that was overtaken, and does not know it, writes over no link that was made meanwhile", async () => {
    const shop = await openShop();
    shop.inCall("stockPage", "before", async () => {
      // Its connection breaks, and with it the lock: another process matches the run, and its links are made.
      await shops.ctx.pool.query(
        `select pg_terminate_backend(pid) from pg_locks l join pg_database d on d.oid = l.database
         where locktype = 'advisory' and granted and pid <> pg_backend_pid() and d.datname = current_database()`,
      );
      await shop.match();
      await shop.apply(await shop.links());
    });
    await shop.match().catch(() => undefined);
    expect(await shop.linked()).toHaveLength(2);
    expect(await shop.state()).toBe("applied");
    expect(await shop.undo()).toEqual({ applied: 2, skipped: [] });
    expect(await shop.linked()).toEqual([]);
  });

  it("nothing more of a run is applied once it is being taken back", async () => {
    const shop = await openShop();
    await shop.match();
    const [one, other] = await shop.links();
    if (one === undefined || other === undefined) throw new Error("two links were to be proposed");
    await shop.apply([one]);
    const held = await shops.ctx.pool.connect();
    await held.query("begin");
    await held.query("select from variations where id = $1 for update", [one.variationId]);
    const waiting = async (count: number) => (await lockWaits(shops.ctx.pool)) >= count;
    const undoing = shop.undo();
    await until("the undo waits", () => waiting(1));
    let answer: string | undefined;
    const applying = shop.apply([other]).then(
      () => (answer = "applied"),
      (error: { code?: string }) => (answer = error.code),
    );
    await until("the links wait, or are refused", async () => answer !== undefined || (await waiting(2)));
    await held.query("commit");
    held.release();
    expect(await undoing).toEqual({ applied: 1, skipped: [] });
    expect(await applying).toBe("run_over");
    expect(await shop.linked()).toEqual([]);
    expect(await shop.state()).toBe("undone");
  });
});
