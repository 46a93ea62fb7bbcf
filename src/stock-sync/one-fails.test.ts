import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { refuse } from "../../test/support/refuse.ts";
import { addVariation } from "../../test/support/rows.ts";
import { catchUp } from "./catch-up.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

const products = ["8000001", "8000002", "8000003", "8000004", "8000005"];

/** A shop with five linked products of ten pieces, which are all read. */
async function openShop() {
  const shop = await linked.openShop();
  const added = products.slice(1);
  await shop.addToSmaregi(added.map((productId) => ({ productId, stockAmount: 10 })));
  for (const smaregiProductId of added)
    await addVariation(linked.ctx, shop.merchantId, { stockManaged: true, smaregiProductId });
  await shop.ask(products);
  await catchUp(linked.ctx, shop);
  await shop.sync();
  const quantities = async () =>
    (
      await shop.select("select quantity from variations where merchant_id = $1 order by smaregi_product_id")
    ).map(({ quantity }) => quantity as number);
  expect(await quantities()).toEqual([10, 10, 10, 10, 10]);
  return { ...shop, quantities };
}

/** The database refuses writes for the fourth product while `work` runs. */
async function refusing(merchantId: string, work: () => Promise<void>): Promise<void> {
  const when = `old.merchant_id = '${merchantId}' and old.smaregi_product_id = '8000004'`;
  const allow = await refuse(linked.ctx.pool, "update on variations", when);
  await work();
  await allow();
}

it("B9: a product that was told of a month ago is stored once it can be read, and its time counted", async () => {
  const shop = await openShop();
  await shop.setStock(products, 7);
  await shop.ask(products);
  await shop.select(
    "update signals set notified_at = clock_timestamp() - interval '30 days' where merchant_id = $1 and smaregi_product_id = '8000004'",
  );
  await shop.sync();
  expect(await shop.quantities()).toEqual([7, 7, 7, 7, 7]);
  expect(await shop.select("select 1 from signals where merchant_id = $1")).toEqual([]);
  const times = await shop.select("select milliseconds from sync_latencies where merchant_id = $1");
  expect(times).toEqual([{ milliseconds: 2_147_483_647 }]);
});

describe("P5: a product whose reading cannot be stored keeps no other, and is read again later", () => {
  const ways: [string, (shop: Awaited<ReturnType<typeof openShop>>) => Promise<void>][] = [
    [
      "asked for with the others",
      async (shop) => {
        await shop.ask(products);
        await shop.sync();
      },
    ],
    ["met by the look for what changed", (shop) => catchUp(linked.ctx, shop)],
  ];
  it.each(ways)("%s", async (_, read) => {
    const shop = await openShop();
    await shop.setStock(products, 7);
    await refusing(shop.merchantId, () => read(shop));
    expect(await shop.quantities()).toEqual([7, 7, 7, 10, 7]);
    const waiting = await shop.select(
      "select smaregi_product_id as id, attempts from signals where merchant_id = $1 and retry_at > now()",
    );
    expect(waiting).toEqual([{ id: "8000004", attempts: 1 }]);
    await shop.select("update signals set retry_at = now() where merchant_id = $1");
    await shop.sync();
    expect(await shop.quantities()).toEqual([7, 7, 7, 7, 7]);
  });
});
