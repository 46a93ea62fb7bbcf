import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { addVariation } from "../../../test/support/rows.ts";
import { changeProduct } from "../../catalog/save-product.ts";
import { watchIncidents } from "../../incidents/watch-incidents.ts";
import { readStanding } from "../../incidents/store.ts";
import { readUnread } from "../unread/read-unread.ts";
import { answerZeros, zeroQuestion } from "./answer-zeros.ts";
import { noteAbsent } from "../../signals/absent/store.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

/** A shop with so many linked products of ten pieces, all read. */
async function openShop(count: number) {
  const shop = await linked.openShop();
  const ids = Array.from({ length: count - 1 }, (_, nth) => String(8_000_002 + nth));
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 10 })));
  for (const smaregiProductId of ids) {
    await addVariation(linked.ctx, shop.merchantId, { stockManaged: true, smaregiProductId });
  }
  await shop.sync();
  const all = ["8000001", ...ids];
  const quantities = async () =>
    (
      await shop.select("select quantity from variations where merchant_id = $1 order by smaregi_product_id")
    ).map(({ quantity }) => quantity);
  expect(await quantities()).toEqual(all.map(() => 10));
  const question = () => zeroQuestion(linked.ctx, shop.merchantId);
  const moveTo = async (storeId: string) => {
    await shop.connect({ storeId });
    await shop.sync();
  };
  const answer = (given: "setToZero" | "keep" | "stop") =>
    answerZeros(linked.ctx, { merchantId: shop.merchantId, actor: "test", answer: given });
  return { ...shop, all, quantities, question, moveTo, answer };
}

const tens = (count: number) => Array.from({ length: count }, () => 10);

describe.concurrent("P3: nothing falls to 0 by a slip", () => {
  it("rows gone at once are held, whatever their number of two or more, and asked about in their words", async () => {
    const shop = await openShop(2);
    await shop.loseStock(shop.all);
    await shop.ask(shop.all);
    await shop.sync();
    expect(await shop.quantities()).toEqual(tens(2));
    expect(await shop.question()).toMatchObject({ products: 2, causes: ["noRows"] });
  });

  it("one of several whose row is gone falls, being asked for by itself", async () => {
    const shop = await openShop(3);
    await shop.loseStock(["8000001"]);
    await shop.ask(["8000001"]);
    await shop.sync();
    expect(await shop.quantities()).toEqual([0, 10, 10]);
  });

  it("one empty answer, or stores that cannot be read, let none fall", async () => {
    const shop = await openShop(3);
    await shop.fault("GET /stock", "emptyList");
    await shop.ask(["8000001"]);
    await shop.sync();
    expect(await shop.quantities()).toEqual(tens(3));
    await shop.loseStock(["8000001"]);
    await shop.fault("GET /stores", "status503", 9);
    await shop.ask(["8000001"]);
    await shop.sync();
    expect(await shop.quantities()).toEqual(tens(3));
  });

  it("an existing store without stock, and one that is not there, empty nothing", async () => {
    const shop = await openShop(3);
    await shop.addStore("2");
    await shop.moveTo("2");
    expect(await shop.quantities()).toEqual(tens(3));
    expect(await shop.question()).toMatchObject({ products: 3, causes: ["noRows"] });
    await shop.moveTo("99");
    expect(await shop.quantities()).toEqual(tens(3));
    await shop.moveTo("1");
    expect(await shop.question()).toBeNull();
  });

  it("rows that say 0 in a store chosen since are held; in the same store they are what they say", async () => {
    const shop = await openShop(3);
    await shop.addStore("2", shop.all);
    await shop.moveTo("2");
    expect(await shop.quantities()).toEqual(tens(3));
    expect(await shop.question()).toMatchObject({ products: 3, causes: ["storeChanged"] });
    await shop.moveTo("1");
    await shop.setStock(shop.all, 0);
    await shop.ask(shop.all);
    await shop.sync();
    expect(await shop.quantities()).toEqual([0, 0, 0]);
  });

  it("stopped, what is held keeps its number and sells nothing until Smaregi's is back", async () => {
    const shop = await openShop(2);
    await shop.loseStock(shop.all);
    await shop.ask(shop.all);
    await shop.sync();
    await shop.answer("stop");
    expect(await shop.quantities()).toEqual(tens(2));
    await expect(shop.order(1)).rejects.toMatchObject({ code: "out_of_stock" });
    await shop.setStock(shop.all, 8);
    await shop.ask(shop.all);
    await shop.sync();
    await shop.order(1);
    expect(await shop.quantities()).toEqual([7, 8]);
  });

  it.each(["keep", "setToZero"] as const)(
    "answered in one store, it is asked in the next: %s",
    async (then) => {
      const shop = await openShop(2);
      await shop.loseStock(shop.all);
      await shop.ask(shop.all);
      await shop.sync();
      await shop.answer("stop");
      await shop.addStore("2");
      await shop.moveTo("2");
      expect(await shop.quantities()).toEqual(tens(2));
      expect(await shop.question()).toMatchObject({ products: 2, causes: ["noRows"] });
      await expect(shop.order(1)).rejects.toMatchObject({ code: "out_of_stock" });
      await shop.answer(then);
      expect(await shop.quantities()).toEqual(then === "keep" ? tens(2) : [0, 0]);
      if (then === "keep") await shop.order(1);
      await shop.setStock(shop.all, 8);
      await shop.moveTo("1");
      await shop.order(2);
      expect((await shop.quantities()).at(-1)).toBe(8);
    },
  );

  it.each(["setToZero", "keep", "stop"] as const)(
    "B8: answered with %s, nothing of the log is open any more, and its incident is over",
    async (then) => {
      const shop = await openShop(2);
      const open = () =>
        shop.select("select 1 from integration_log where merchant_id = $1 and state = 'open'");
      const incidents = async () => {
        await watchIncidents(linked.ctx, { merchantId: shop.merchantId });
        // Not over yet, but going to be: it stays for a while, in case that it comes back.
        return await shop.select(
          "select cause from incidents where merchant_id = $1 and state = 'open' and well_since is null",
        );
      };
      await shop.loseStock(shop.all);
      await shop.ask(shop.all);
      await shop.sync();
      expect(await open()).toHaveLength(2);
      expect(await incidents()).toEqual([{ cause: "stock_mass_zero" }]);
      await shop.answer(then);
      for (let time = 0; time < 2; time += 1) {
        await shop.sync();
        expect(await open()).toEqual([]);
        expect(await incidents()).toEqual([]);
        await shop.ask(shop.all);
      }
      expect(await shop.quantities()).toEqual(then === "setToZero" ? [0, 0] : tens(2));
    },
  );

  it("B8: products that Smaregi does not have are told as such once they are set to 0", async () => {
    const shop = await openShop(2);
    for (const product of shop.all) await shop.deleteProduct(product);
    await shop.loseStock(shop.all);
    await shop.ask(shop.all);
    await shop.sync();
    await shop.answer("setToZero");
    await shop.sync();
    const kinds =
      "select fact->>'kind' as kind from integration_log where merchant_id = $1 and state = 'open'";
    expect(await shop.select(kinds)).toEqual([{ kind: "productGone" }, { kind: "productGone" }]);
  });

  it("a product that nothing is linked with any more is not asked about, and its incident is over", async () => {
    const shop = await openShop(2);
    await shop.loseStock(shop.all);
    await shop.ask(shop.all);
    await shop.sync();
    const found = { productId: "8000009", stockAmount: 3 };
    await shop.addToSmaregi([found]);
    const rows = await shop.select("select product_id, id from variations where merchant_id = $1");
    for (const { product_id: id, id: variationId } of rows) {
      const product = { variations: [{ id: variationId, smaregiProductId: found.productId }] };
      await changeProduct(linked.ctx, { merchantId: shop.merchantId, actor: "test", id, product });
    }
    await shop.sync();
    expect(await shop.quantities()).toEqual([3, 3]);
    expect(await shop.question()).toBeNull();
    expect(await readStanding(linked.ctx.db, shop.merchantId)).toMatchObject({ held: 0, heldSince: null });
    // Linked with it again, nothing of it is held: it has no stock.
    const [first] = rows;
    const product = { variations: [{ id: first.id, smaregiProductId: "8000001" }] };
    const { merchantId } = shop;
    await changeProduct(linked.ctx, { merchantId, actor: "test", id: first.product_id, product });
    await shop.sync();
    const synced = "select quantity from variations where merchant_id = $1 and synced_at is not null";
    expect(await shop.select(`${synced} order by quantity`)).toEqual([{ quantity: 0 }, { quantity: 3 }]);
  });
});

it.concurrent("case 02: a row that a deleted product left behind brings no pieces back", async () => {
  const shop = await openShop(3);
  await shop.deleteProduct("8000001");
  const gone = { smaregiProductId: "8000001", kind: "gone" as const, fell: false };
  await noteAbsent(linked.ctx.db, shop.merchantId, [gone]);
  for (let time = 0; time < 2; time += 1) {
    await shop.ask(["8000001"]);
    await shop.sync();
    expect(await shop.quantities()).toEqual([0, 10, 10]);
  }
});

it.concurrent("P2: the rolling check reads what nobody read for 20 hours, heals and counts it, and asks nothing while off", async () => {
  const shop = await openShop(3);
  await shop.setStock(["8000002"], 4);
  const age =
    "update variations set reading_began_at = now() - interval '21 hours', created_at = now() - interval '3 days' where merchant_id = $1";
  await readUnread(linked.ctx, shop);
  await shop.sync();
  expect(await shop.quantities()).toEqual(tens(3));
  await shop.select(age);
  await readUnread(linked.ctx, shop);
  await shop.sync();
  expect(await shop.quantities()).toEqual([10, 4, 10]);
  expect(
    await shop.select("select quantity_before, quantity from check_finds where merchant_id = $1"),
  ).toEqual([{ quantity_before: 10, quantity: 4 }]);
  await shop.select(age);
  await shop.select("update connections set enabled = false where merchant_id = $1");
  await readUnread(linked.ctx, shop);
  expect(await shop.select("select 1 from signals where merchant_id = $1")).toEqual([]);
});
