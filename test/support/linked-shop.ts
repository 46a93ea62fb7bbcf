import { runMigrations } from "graphile-worker";
import { startSandbox } from "../../sandbox/start.ts";
import { saveConnection, type ConnectionInput } from "../../src/connection/save-connection.ts";
import { openContext, openLog, type Context } from "../../src/context.ts";
import { readSettings } from "../../src/env.ts";
import { sendOrders } from "../../src/order-link/send-orders.ts";
import { placeOrder } from "../../src/orders/place-order.ts";
import { createSmaregi } from "../../src/smaregi/client.ts";
import type { Smaregi } from "../../src/smaregi/types.ts";
import { syncStock } from "../../src/stock-sync/sync-stock.ts";
import { leaveSignals } from "../../src/signals/store.ts";
import { testDatabase } from "./database.ts";
import { noMoney } from "./money.ts";
import { addConnection, addMerchant, addVariation } from "./rows.ts";
import { sealingKeysOf } from "../../src/kit/sealed.ts";

/**
 * A shop with one synced variation, connected to a local Smaregi, in this process and without a worker: the test
 * decides when its tasks run, and what happens during a call to Smaregi.
 */
export async function openLinkedShop() {
  const database = await testDatabase();
  const sandbox = await startSandbox();
  const control = async (method: string, path: string, body?: object): Promise<any> => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    return await (await fetch(`${sandbox.url}/_sandbox${path}`, init)).json();
  };
  await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
  await runMigrations({ pgPool: database.pool });
  const ctx: Context = openContext({
    settings: readSettings({
      SMAREGI_CLIENT_ID: "client",
      SMAREGI_CLIENT_SECRET: "secret",
      SMAREGI_READS_PER_SECOND: "1000",
      SMAREGI_WRITES_PER_SECOND: "1000",
    }),
    connection: database.connection,
    smaregi: { idUrl: sandbox.url, apiUrl: sandbox.url },
    sealingKeys: sealingKeysOf([Buffer.alloc(32)]),
    log: openLog("silent"),
  });
  const real: Smaregi = ctx.smaregi;
  const opened: Smaregi[] = [];

  /** Creates a merchant whose only variation has ten pieces in Smaregi, already read. */
  const openShop = async () => {
    ctx.smaregi = real;
    const merchantId = (await addMerchant(ctx, "店")).id;
    const at = `/contracts/sb_${merchantId}`;
    await control("PUT", at, {
      stores: [{ storeId: "1", storeName: "本店" }],
      terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
      products: [{ productId: "8000001", productName: "珈琲", price: 1000 }],
      stock: [{ storeId: "1", productId: "8000001", stockAmount: 10 }],
    });
    await addConnection(ctx, merchantId);
    const variationId = await addVariation(ctx, merchantId, {
      stockManaged: true,
      smaregiProductId: "8000001",
    });
    const select = async (sql: string, ...values: unknown[]) =>
      (await database.pool.query(sql, [merchantId, ...values])).rows;
    const shop = {
      merchantId,
      select,
      /** Returns the order's ID. */
      order: async (quantity: number) => {
        const order = { kind: "normal" as const, lines: [{ variationId, quantity }], money: noMoney };
        return (await placeOrder(ctx, { merchantId, actor: "test", order })).id;
      },
      send: () => sendOrders(ctx, { merchantId }),
      /** Reads what signals ask for until none is due. */
      sync: () => syncStock(ctx, { merchantId }),
      quantity: async () =>
        (await select("select quantity from variations where merchant_id = $1"))[0].quantity,
      /** The quantities that the readings resulted in, in order. */
      readings: async () =>
        await select(
          "select reading::int, pending, quantity from movements where merchant_id = $1 and cause = 'synced' order by id",
        ),
      /** Queues a read of the product, as a notification does. */
      notify: async () =>
        await select(
          `insert into signals (merchant_id, smaregi_product_id, cause, asked_at)
           values ($1, '8000001', 'notification', clock_timestamp() - interval '1 minute')
           on conflict do nothing`,
        ),
      account: { contractId: `sb_${merchantId}`, clientId: "client", clientSecret: "secret" },
      /** Adds products to Smaregi. */
      addToSmaregi: async (products: { productId: string; stockAmount: number }[]) => {
        const goods = products.map(({ productId }) => ({ productId, productName: productId, price: 100 }));
        await control("POST", `${at}/products`, goods);
        const changes = products.map((each) => ({ ...each, storeId: "1" }));
        await control("POST", `${at}/stock`, { changes, notify: false });
      },
      /** Changes a product in Smaregi. */
      changeProduct: async (productId: string, fields: object) => {
        await control("POST", `${at}/products`, [{ productId, ...fields }]);
      },
      /** Sets Smaregi's stock without a notification. */
      setStock: async (productIds: string[], stockAmount: number) => {
        const changes = productIds.map((productId) => ({ productId, storeId: "1", stockAmount }));
        await control("POST", `${at}/stock`, { changes, notify: false });
      },
      /** Removes the stock rows of these products in Smaregi, as if they had never moved. */
      loseStock: async (productIds: string[]) => {
        const contract = await control("GET", at);
        const stock = contract.stock.filter((row: any) => !productIds.includes(row.productId));
        await control("PUT", at, { ...smallContract(contract), stock });
      },
      /** Changes the store and terminal of the settings in Smaregi. */
      changePlace: async (store: object, terminal: object = {}) => {
        const contract = await control("GET", at);
        await control("PUT", at, {
          ...smallContract(contract),
          stores: contract.stores.map((each: object) => ({ ...each, ...store })),
          terminals: contract.terminals.map((each: object) => ({ ...each, ...terminal })),
        });
      },
      /** Adds a second store; if products are given, it has stock rows of them with 0. */
      addStore: async (storeId: string, productIds: string[] = []) => {
        const contract = await control("GET", at);
        const stock = productIds.map((productId) => ({ storeId, productId, stockAmount: 0 }));
        const stores = [...contract.stores, { storeId, storeName: "支店" }];
        await control("PUT", at, {
          ...smallContract(contract),
          stores,
          stock: [...contract.stock, ...stock],
        });
      },
      /** Cancels a transaction in Smaregi itself, as a clerk does. */
      cancelAtTill: async (transactionId: string) => {
        await control("POST", `${at}/transactions/${transactionId}/cancel`, {});
      },
      /** Closes the day for sales of the store at once; a closed sale can't be cancelled. */
      closeDays: async () => {
        const contract = await control("GET", at);
        const stores = contract.stores.map((store: object) => ({ ...store, sumProcDivision: "1" }));
        await control("PUT", at, { ...smallContract(contract), stores });
        await control("PATCH", `/switches?contractId=sb_${merchantId}`, { closedSaleCancel: 400 });
      },
      /** Deletes a product in Smaregi; its stock row stays. */
      deleteProduct: async (productId: string) => {
        await control("DELETE", `${at}/products/${productId}?keepStock=true`);
      },
      fault: async (call: string, kind: string, times = 1) => {
        await control("POST", "/faults", { contractId: `sb_${merchantId}`, call, kind, times });
      },
      switches: async (patch: object) => {
        await control("PATCH", `/switches?contractId=sb_${merchantId}`, patch);
      },
      /** Queues a read of these products, as a person's request does. */
      ask: async (products: string[]) =>
        await ctx.db.transaction().execute((tx) => leaveSignals(tx, merchantId, products, "askedAgain")),
      smaregiStock: async () => Number((await control("GET", `${at}/stock?storeId=1`))[0].stockAmount),
      transactions: async () => (await control("GET", `${at}/transactions?terminalId=2`)) as any[],
      /** Saves the connection at its original place, with the given changes. */
      connect: async (more: Partial<ConnectionInput>) => {
        const place = { contractId: `sb_${merchantId}`, storeId: "1", terminalId: "2" };
        await saveConnection(ctx, { merchantId, actor: "test", connection: { ...place, ...more } });
      },
      /** Makes this process forget all that it learned about Smaregi: the token and the clock difference. */
      asNewProcess: () => {
        const pace = { take: async () => undefined, pause: async () => undefined };
        const fresh = createSmaregi({ idUrl: sandbox.url, apiUrl: sandbox.url, pace });
        opened.push(fresh);
        ctx.smaregi = fresh;
      },
      /** Runs something during Smaregi's next call of this name: before it is sent, or before its answer. */
      inCall: (
        name:
          | "prove"
          | "stockOf"
          | "stockPage"
          | "product"
          | "productPage"
          | "reduceTaxRates"
          | "transactionPage"
          | "registerTransaction"
          | "cancelTransaction",
        when: "before" | "after",
        what: () => Promise<unknown>,
      ) => {
        let isFirst = true;
        const call = async (...given: any[]) => {
          const now = isFirst;
          isFirst = false;
          if (now && when === "before") await what();
          const answer = await (real[name] as any)(...given);
          if (now && when === "after") await what();
          return answer;
        };
        ctx.smaregi = { ...real, [name]: call };
      },
    };
    await shop.sync();
    return shop;
  };
  return {
    ctx,
    /** The control API of the local Smaregi. */
    control,
    openShop,
    close: async () => {
      for (const each of opened) await each.close();
      await ctx.close();
      await sandbox.close();
      await database.drop();
    },
  };
}

/** The input form of a contract, from its output form. */
const smallContract = ({ stores, terminals, products, stock }: any) => ({
  stores,
  terminals,
  products,
  stock,
});

export type LinkedShop = Awaited<ReturnType<typeof openLinkedShop>>;
