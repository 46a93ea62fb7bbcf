import { strict as assert } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoShopOf } from "../support/demo-shop.ts";
import { startServer } from "../support/server.ts";
import { until } from "../support/wait.ts";

type StockRow = { productId: string; stockAmount: string };
type Shelf = { shelf: { id: string; smaregiProductId: string; quantity: number }[] };

const coffee = "8000001";

/**
 * One round of the built product with this command, on the embedded PostgreSQL or the given one: it starts, one sale at the
 * till reaches the shop, one order from the shop becomes a transaction and takes its stock, and it stops. Throws if something
 * is wrong.
 */
export async function tryOut(
  command: string[],
  databaseUrl?: string,
  more: Record<string, string> = {},
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-smoke-"));
  try {
    const given = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
    const env = { DATA_DIR: dataDir, ...given, ...more };
    const server = await startServer(env, command);
    const takeAlong = () => void server.process.kill("SIGKILL");
    process.once("exit", takeAlong);
    try {
      await sellAndOrder(demoShopOf(server));
      await server.stop();
      assert.equal(server.process.exitCode, 0, `It did not stop well: ${server.log()}`);
    } finally {
      await server.kill();
      process.removeListener("exit", takeAlong);
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function sellAndOrder(shop: ReturnType<typeof demoShopOf>): Promise<void> {
  const coffeeNow = async () => {
    const { shelf } = (await (await fetch(`${shop.url}/practice/shelf`)).json()) as Shelf;
    return shelf.find((each) => each.smaregiProductId === coffee);
  };
  const comesTo = (quantity: number, why: string) =>
    until(why, async () => {
      const found = await coffeeNow();
      return found?.quantity === quantity ? found : null;
    });
  const { id } = await comesTo(24, "the demo's stock is Smaregi's");
  await shop.sell(coffee, 4);
  await comesTo(20, "a sale of 4 at the till shows in the shop");

  const placed = await fetch(shop.shopUrl.replace("/shop/", "/shop/v1/") + "/orders", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "normal", lines: [{ variationId: id, quantity: 2 }] }),
  });
  assert.equal(placed.status, 201, await placed.text());
  const books = "/contracts/sb_musubi/transactions?terminalId=2";
  await until("the order is one transaction", async () => {
    const transactions = (await shop.smaregi("GET", books)) as unknown as object[];
    return transactions.length === 1;
  });
  await comesTo(18, "the order of 2 is taken from the stock");
  const stock = (await shop.smaregi("GET", "/contracts/sb_musubi/stock?storeId=1")) as unknown as StockRow[];
  const row = stock.find((each) => each.productId === coffee);
  assert.equal(Number(row?.stockAmount), 18, "Smaregi's stock is the shop's");
}
