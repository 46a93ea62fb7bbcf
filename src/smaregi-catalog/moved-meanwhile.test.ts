import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop } from "../../test/support/linked-shop.ts";
import { allowContract } from "../connection/proof/vouch.ts";
import { listSmaregiProducts, readMirrorState } from "./list-products.ts";
import { askForProducts } from "./store.ts";
import { readCatalog } from "./read-catalog.ts";
import { readAllProducts } from "./read-pages.ts";
import { readTaxes } from "./read-taxes.ts";
import { refreshCatalog } from "./refresh-catalog.ts";

/*
 * P1: the connection moves to another contract while Smaregi's products are being read. The former contract's answers
 * belong only in its own mirror, and remove no requests from the next one.
 */

let house: Awaited<ReturnType<typeof openLinkedShop>>;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** A shop with a second contract. That one has a product with the same ID as one of the first contract, and a product of its own. */
async function openShop() {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  const [one, other] = [`sb_${merchantId}`, `sb_other_${merchantId}`];
  await house.control("PUT", `/contracts/${other}`, {
    stores: [{ storeId: "1", storeName: "本店" }],
    terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
    products: [
      { productId: "8000001", productName: "煎茶", price: 500 },
      { productId: "9000001", productName: "抹茶", price: 900 },
    ],
  });
  await house.control("POST", `/contracts/${other}/categories`, {
    categories: [{ categoryId: "7", reduceTaxId: "10000001" }],
  });
  await allowContract(ctx, { merchantId, contractId: other });
  const press = async () => await refreshCatalog(ctx, { merchantId, acceptsGone: false });
  const read = async () => await readCatalog(ctx, { merchantId });
  await press();
  await read();
  return {
    ...shop,
    one,
    other,
    press,
    read,
    move: (contractId: string) => shop.connect({ contractId }),
    off: () => shop.select("update connections set enabled = false where merchant_id = $1"),
    hear: async (productIds: string[]) => {
      const told = { productIds, also: null, waitMs: 0 };
      await ctx.db.transaction().execute((tx) => askForProducts(tx, one, told));
    },
    names: async () =>
      (await listSmaregiProducts(ctx, { merchantId, limit: 9 })).items.map(({ name }) => name),
    mirror: async () => await readMirrorState(ctx, merchantId),
  };
}

describe("a read of the products in whose course the connection is moved to another contract", () => {
  it("answered: what was asked for of the new one is read", async () => {
    const shop = await openShop();
    await shop.hear(["8000001"]);
    shop.inCall("product", "after", async () => {
      await shop.move(shop.other);
      await shop.off();
      // It is asked as often as the former one was.
      await shop.press();
      await shop.press();
    });
    await shop.read();
    await shop.read();
    expect(await shop.mirror()).toMatchObject({ state: "ready", contractId: shop.other, products: 2 });
  });

  it("failed: the new one is read all the same, and says nothing of it", async () => {
    const shop = await openShop();
    await shop.off();
    await shop.press();
    await shop.fault("GET /products", "status500");
    shop.inCall("productPage", "after", async () => {
      await shop.move(shop.other);
      await shop.off();
      await shop.press();
    });
    await shop.read();
    expect(await shop.mirror()).toMatchObject({ state: "reading", contractId: shop.other, problem: null });
    await shop.read();
    expect(await shop.mirror()).toMatchObject({ state: "ready", products: 2 });
  });

  it("what the former one has no more, the new one has", async () => {
    const shop = await openShop();
    await shop.addToSmaregi([{ productId: "9000001", stockAmount: 1 }]);
    await shop.hear(["9000001"]);
    await shop.deleteProduct("9000001");
    shop.inCall("product", "after", async () => {
      const account = { ...shop.account, contractId: shop.other };
      await shop.move(shop.other);
      await readAllProducts(house.ctx, { merchantId: shop.merchantId, account });
    });
    await shop.read();
    expect(await shop.names()).toEqual(["煎茶", "抹茶"]);
  });

  it("the taxes of the new one stay its own", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    shop.inCall("reduceTaxRates", "after", async () => {
      await shop.move(shop.other);
      await readTaxes(house.ctx, { merchantId, account: { ...shop.account, contractId: shop.other } });
    });
    await shop.press();
    await shop.read();
    const rows = await shop.select(
      "select contract_id, categories from smaregi_catalogs where merchant_id = $1",
    );
    expect(rows).toMatchObject([{ contract_id: shop.other, categories: [{ categoryId: "7" }] }]);
  });

  it("moved there and back, nothing is left out that was read before", async () => {
    const shop = await openShop();
    await shop.addToSmaregi([
      { productId: "8000002", stockAmount: 1 },
      { productId: "8000003", stockAmount: 1 },
    ]);
    await shop.switches({ pageLimit: 1 });
    await shop.press();
    shop.inCall("productPage", "after", async () => {
      // By then the first page is in the mirror.
      shop.inCall("productPage", "after", async () => {
        await shop.move(shop.other);
        await shop.press();
        await shop.move(shop.one);
        await shop.press();
        await shop.press();
      });
    });
    await shop.read();
    await shop.read();
    expect(await shop.names()).toEqual(["珈琲", "8000002", "8000003"]);
  });
});
