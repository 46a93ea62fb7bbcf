import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop } from "../../test/support/linked-shop.ts";
import { noMoney } from "../../test/support/money.ts";
import { changeProduct, registerProduct } from "../catalog/save-product.ts";
import { placeOrder } from "../orders/place-order.ts";
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

/** A shop with products whose codes are Smaregi's; `stock`: the till's quantity of each, null: no row. */
async function openShop(stock: (number | null)[]) {
  const shop = await shops.openShop();
  const { merchantId } = shop;
  const { ctx } = shops;
  const at = `/contracts/sb_${merchantId}`;
  const name = (nth: number) => `${"藍紅白黒緑"[nth % 5]}のてぬぐい${nth}柄`;
  const ids = stock.map((_, nth) => String(8_200_000 + nth));
  const products = ids.map((productId, nth) => {
    return { productId, productCode: `TEN-${nth}`, productName: name(nth), price: 1000 };
  });
  await shops.control("POST", `${at}/products`, products);
  const changes = ids.flatMap((productId, nth) => {
    const stockAmount = stock[nth] ?? null;
    return stockAmount === null ? [] : [{ productId, storeId: "1", stockAmount }];
  });
  await shops.control("POST", `${at}/stock`, { changes, notify: false });
  const variations: string[] = [];
  for (const nth of stock.keys()) {
    const product = {
      name: name(nth),
      productCode: `TEN-${nth}`,
      price: 1000,
      taxRate: 10 as const,
      variations: [{ quantity: 7 }],
    };
    const productId = await registerProduct(ctx, { merchantId, actor: "test", product });
    const [row] = await shop.select(
      "select id from variations where merchant_id = $1 and product_id = $2",
      productId,
    );
    variations.push(row.id);
  }
  const by = { merchantId, actor: "key:test" };
  return {
    ...shop,
    ids,
    variations,
    productOf: async (nth: number): Promise<string> =>
      (
        await shop.select(
          "select product_id from variations where merchant_id = $1 and id = $2",
          variations[nth],
        )
      )[0].product_id,
    propose: async () => {
      const id = await openRun(ctx, { ...by, scope: "unlinked" });
      await matchLinks(ctx, { merchantId });
      return id;
    },
    items: (id: string) => listItems(ctx, { merchantId, id, limit: 200 }),
    run: (id: string) => readRun(ctx, { merchantId, id }),
    apply: (
      id: string,
      what: Parameters<typeof applyRun>[1]["what"] = { class: "certain" },
      takesZeros = false,
    ) => applyRun(ctx, { ...by, id, what, takesZeros }),
    undo: (id: string) => undoRun(ctx, { ...by, id }),
    /** Link and quantity of each, in order. */
    state: async () => {
      const rows = await shop.select(
        "select id, smaregi_product_id as link, quantity from variations where merchant_id = $1",
      );
      return variations.map((id) => {
        const row = rows.find((each) => each.id === id);
        return [row.link, row.quantity];
      });
    },
    counts: async (): Promise<Record<string, number>> =>
      (await shops.control("GET", `/calls?contractId=sb_${merchantId}`)).counts,
  };
}

describe("B7: a run of the link assistant", () => {
  it("proposes with both numbers, changes nothing, and reads the stock once", async () => {
    const shop = await openShop([3, null, 9]);
    const before = await shop.counts();
    const id = await shop.propose();
    const { items } = await shop.items(id);
    expect(items).toMatchObject([
      {
        class: "certain",
        quantityNow: 7,
        quantityThen: 3,
        candidates: [{ smaregiProductId: shop.ids[0], reasons: ["code"], warnings: [], quantity: 3 }],
      },
      { quantityThen: 0, candidates: [{ warnings: ["noStockRow"], quantity: null }] },
      { quantityThen: 9 },
    ]);
    expect(await shop.run(id)).toMatchObject({
      state: "proposed",
      counts: { certain: 3, likely: 0, conflict: 0, none: 0 },
      effect: { links: 3, changed: 3, toZero: 1, toZeroWithoutRow: 1, rises: 1 },
    });
    expect(await shop.state()).toEqual([
      [null, 7],
      [null, 7],
      [null, 7],
    ]);
    const after = await shop.counts();
    // A page and the empty one after it.
    expect((after["GET /stock"] ?? 0) - (before["GET /stock"] ?? 0)).toBe(2);
  });

  it("U6, S1: applies as a save does: 0 until the first sync, one line of history each, then Smaregi's number; a second press does nothing", async () => {
    const shop = await openShop([3, 4]);
    const id = await shop.propose();
    expect(await shop.apply(id)).toEqual({ applied: 2, skipped: [] });
    expect(await shop.state()).toEqual([
      [shop.ids[0], 0],
      [shop.ids[1], 0],
    ]);
    await shop.sync();
    expect(await shop.state()).toEqual([
      [shop.ids[0], 3],
      [shop.ids[1], 4],
    ]);
    const causes = await shop.select(
      "select cause, actor, quantity from movements where merchant_id = $1 and variation_id = $2 order by id",
      shop.variations[0],
    );
    expect(causes).toMatchObject([
      { cause: "registered" },
      { cause: "linked", actor: "key:test", quantity: 0 },
      { cause: "synced", quantity: 3 },
    ]);
    expect(await shop.apply(id)).toEqual({ applied: 0, skipped: [] });
    expect(await shop.run(id)).toMatchObject({ state: "applied", applied: 2 });
  });

  it("leaves behind what changed on either side since it was proposed, and what was linked meanwhile", async () => {
    const shop = await openShop([1, 2, 3, 4, 5]);
    const { merchantId } = shop;
    const id = await shop.propose();
    const change = (product: object, productId: string) =>
      changeProduct(shops.ctx, { merchantId, actor: "test", id: productId, product });
    await change({ name: "別の名前" }, await shop.productOf(0));
    await shop.select(
      "update smaregi_products set product_code = 'OTHER' where merchant_id = $1 and smaregi_product_id = $2",
      shop.ids[1],
    );
    await shop.select(
      "update smaregi_products set gone_at = now() where merchant_id = $1 and smaregi_product_id = $2",
      shop.ids[2],
    );
    await change(
      { variations: [{ id: shop.variations[4], smaregiProductId: shop.ids[3] }] },
      await shop.productOf(4),
    );
    expect(await shop.apply(id)).toEqual({
      applied: 0,
      skipped: [
        { variationId: shop.variations[0], reason: "changed" },
        { variationId: shop.variations[1], reason: "changed" },
        { variationId: shop.variations[2], reason: "productGone" },
        { variationId: shop.variations[3], reason: "linkedAlready" },
        { variationId: shop.variations[4], reason: "changed" },
      ],
    });
  });

  it("never makes a doubtful link by class; a person may make it", async () => {
    const shop = await openShop([1, 2]);
    await shop.changeProduct(shop.ids[0] ?? "", { reduceTaxId: "10000001" });
    const id = await shop.propose();
    expect((await shop.items(id)).items[0]).toMatchObject({
      class: "conflict",
      candidates: [{ warnings: ["otherTax"], product: { taxRate: 8 } }],
    });
    expect(await shop.apply(id)).toEqual({ applied: 1, skipped: [] });
    const [variationId = ""] = shop.variations;
    const links = [{ variationId, smaregiProductId: shop.ids[0] ?? "" }];
    expect(await shop.apply(id, { links })).toEqual({ applied: 1, skipped: [] });
    expect(await shop.apply(id, { links })).toEqual({ applied: 1, skipped: [] });
    expect((await shop.state()).map(([link]) => link)).toEqual(shop.ids);
    const unknown = [{ variationId, smaregiProductId: "999" }];
    expect(await shop.apply(id, { links: unknown })).toMatchObject({ skipped: [{ reason: "productGone" }] });
  });

  it("P3: links in a mass that would set numbers to 0 stay behind, until a person takes them", async () => {
    const shop = await openShop([3, null, null, null, null, null, null]);
    const id = await shop.propose();
    const answer = await shop.apply(id);
    expect(answer.applied).toBe(1);
    expect(new Set(answer.skipped.map(({ reason }) => reason))).toEqual(new Set(["wouldFallToZero"]));
    expect((await shop.state()).slice(1)).toEqual(Array.from({ length: 6 }, () => [null, 7]));
    expect(await shop.apply(id, { class: "certain" }, true)).toEqual({ applied: 6, skipped: [] });
  });

  it("is taken back link by link, quantities too; what an order, a hand or the till touched is kept", async () => {
    const shop = await openShop([3, 4, 5, 6, 7]);
    const { merchantId } = shop;
    const id = await shop.propose();
    await shop.apply(id);
    await shop.sync();
    const [, ordered = "", sold = "", edited = ""] = shop.variations;
    const order = { kind: "normal" as const, lines: [{ variationId: ordered, quantity: 1 }], money: noMoney };
    await placeOrder(shops.ctx, { merchantId, actor: "test", order });
    await shop.setStock([shop.ids[2] ?? ""], 1);
    await shop.ask([shop.ids[2] ?? ""]);
    await shop.sync();
    const unlink = { variations: [{ id: edited, smaregiProductId: null }] };
    await changeProduct(shops.ctx, {
      merchantId,
      actor: "test",
      id: await shop.productOf(3),
      product: unlink,
    });
    const answer = await shop.undo(id);
    expect(answer.applied).toBe(2);
    expect(new Map(answer.skipped.map((each) => [each.variationId, each.reason]))).toEqual(
      new Map([
        [ordered, "ordered"],
        [sold, "soldAtTill"],
        [edited, "linkedSince"],
      ]),
    );
    expect(await shop.state()).toEqual([
      [null, 7],
      [shop.ids[1], 3],
      [shop.ids[2], 1],
      [null, 6],
      [null, 7],
    ]);
    await expect(shop.apply(id)).rejects.toMatchObject({ code: "run_over" });
    expect(await shop.run(id)).toMatchObject({ state: "undone" });
  });

  it("fails with its reason where Smaregi does not answer, and writes nothing of it into the log (F1)", async () => {
    const shop = await openShop([1]);
    await shop.fault("GET /stock", "status400", 2);
    const id = await shop.propose();
    expect(await shop.run(id)).toMatchObject({ state: "failed", reason: { kind: "smaregiSaid" } });
    expect(await shop.select("select 1 from integration_log where merchant_id = $1")).toEqual([]);
    await expect(shop.apply(id)).rejects.toMatchObject({ code: "run_not_ready" });
  });
});
