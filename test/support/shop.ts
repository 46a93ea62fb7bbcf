import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { allowContract } from "../../src/connection/proof/vouch.ts";
import type { Database } from "../../src/kit/database.ts";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { openWhole } from "./open-whole.ts";
import { addMerchant } from "./rows.ts";
import { startServer, type Server } from "./server.ts";
import { until } from "./wait.ts";

export type Json = { [key: string]: any };
export type Reply = { status: number; body: Json };

/** What servers need: their own database, a local Smaregi, and the settings for both. */
export type Ground = {
  database: TestDatabase;
  sandbox: Sandbox;
  env: Record<string, string>;
  control(method: string, path: string, body?: object): Promise<any>;
  /** Sends Smaregi's notifications to this server. */
  tellWebhook(server: { url: string }): Promise<void>;
  close(): Promise<void>;
};

/** One server on its ground, over real HTTP. */
export type House = Ground & {
  server: Server;
  openShop(options?: ShopOptions): Promise<Shop>;
  /** Starts the server again on the same database (after a kill). */
  restart(): Promise<void>;
};

/**
 * `contract`: a complete contract as the local Smaregi takes it, instead of the two stores with `products` and
 * `stock`.
 */
export type ShopOptions = {
  products?: Json[];
  stock?: Json[];
  contract?: Json;
  connect?: boolean;
  mode?: string;
  /** A merchant made by another program, which also permitted this contract; by default a new one is made. */
  merchant?: { id: string; number: string; apiKey: string; contractId: string };
};

/** A merchant with an API key, and its contract in the local Smaregi. */
export type Shop = {
  merchantId: string;
  number: string;
  apiKey: string;
  contractId: string;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Adds the operator's permission for this contract (P8); the shop's own contract has it from the beginning. */
  allow(contractId: string): Promise<void>;
  /** Sends a CSV and waits until it is processed; or returns the refusal of the whole file. */
  csv(
    kind: "register" | "change",
    text: string | Uint8Array,
    query?: string,
  ): Promise<{ status: number; body: Json; errors: string }>;
  /** The answer of a CSV address. */
  download(path: string, headers?: Record<string, string>): Promise<Buffer>;
  /** Registers a linked product and waits for its first sync. Returns the ID of its only variation. */
  link(smaregiProductId: string, more?: Json): Promise<string>;
  quantity(variationId: string): Promise<number | null>;
  waitForQuantity(variationId: string, quantity: number | null): Promise<void>;
  order(lines: Json[], more?: Json): Promise<Json>;
  waitForLink(orderId: string, state: string): Promise<Json>;
  /** Waits until nothing waits for Smaregi any more. */
  quiet(limitMs?: number): Promise<void>;
  /** Sells at the till. */
  sell(lines: Json[]): Promise<any>;
  setStock(productId: string, stockAmount: number, notify?: boolean): Promise<void>;
  stock(): Promise<Map<string, number>>;
  transactions(): Promise<Json[]>;
  calls(): Promise<Record<string, number>>;
  fault(call: string, kind: string, times?: number): Promise<void>;
  switches(patch: Json): Promise<void>;
  /** Ends Smaregi's maintenance and makes the next probe due: by itself it would come within a minute. */
  endMaintenance(): Promise<void>;
};

export const webhook = { headerName: "X-Test-Secret", headerValue: "a-secret-of-tests" };

/** For a house where no call to Smaregi should be lost: on a busy machine a good answer may take more than a second. */
export const patient = { SMAREGI_TIMEOUT_MS: "10000" };
/** For a house with several tests at a time. Some of them lose calls on purpose, and wait for the lost calls in parallel. */
export const unhurriedMs = 3_000;
export const unhurried = { SMAREGI_TIMEOUT_MS: String(unhurriedMs) };

/** The settings of a server on this database and this local Smaregi. */
export const settingsOn = (database: { url: string }, sandbox: { url: string }): Record<string, string> => ({
  DATABASE_URL: database.url,
  SMAREGI_ID_URL: sandbox.url,
  SMAREGI_API_URL: sandbox.url,
  SMAREGI_CLIENT_ID: "client",
  SMAREGI_CLIENT_SECRET: "secret",
  SMAREGI_WEBHOOK_HEADER: webhook.headerName,
  SMAREGI_WEBHOOK_SECRET: webhook.headerValue,
  SMAREGI_READS_PER_SECOND: "1000",
  SMAREGI_WRITES_PER_SECOND: "1000",
  SMAREGI_TIMEOUT_MS: "1000",
  MUSUBI_SECRET_KEY: randomBytes(32).toString("base64"),
});

export async function openGround(
  settings: Record<string, string> = {},
  options: { postgres?: Connection } = {},
): Promise<Ground> {
  return await openWhole(async (closings) => {
    const database = await testDatabase(options);
    closings.push(() => database.drop());
    const sandbox = await startSandbox();
    closings.push(() => sandbox.close());
    const control = controlOf(sandbox);
    await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
    const env = { ...settingsOn(database, sandbox), ...settings };
    return { database, sandbox, env, control, tellWebhook: (server) => tellWebhook(control, server) };
  });
}

export async function openHouse(
  settings: Record<string, string> = {},
  options: { postgres?: Connection } = {},
): Promise<House> {
  return await openWhole(async (closings) => {
    const ground = await openGround(settings, options);
    closings.push(() => ground.close());
    const house: Omit<House, "close"> = {
      ...ground,
      server: await startServer(ground.env),
      openShop: (options) => openShop(house, options),
      restart: async () => {
        house.server = await startServer(ground.env);
        await house.tellWebhook(house.server);
      },
    };
    closings.push(() => house.server.stop());
    await house.tellWebhook(house.server);
    return house;
  });
}

/** Sends the notifications of a local Smaregi to this server. */
export async function tellWebhook(control: Ground["control"], server: { url: string }): Promise<void> {
  const url = `${server.url}/webhooks/smaregi`;
  await control("PUT", "/webhook", { url, subscriptionUrl: `${url}/subscription`, ...webhook });
}

/** The control API of a local Smaregi. Throws if it refuses. */
export function controlOf(sandbox: { url: string }) {
  return async (method: string, path: string, body?: object): Promise<any> => {
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      throw new Error(`The local Smaregi refused ${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
}

const goods: Json[] = [
  { productId: "8000001", productName: "珈琲", price: 1296 },
  { productId: "8000002", productName: "マグカップ", price: 1980 },
  { productId: "8000003", productName: "手ぬぐい", price: 1210 },
];

/** Creates a merchant with its contract. Reads `house.server` again for each request, because it may change. */
export async function openShop(
  house: Pick<House, "control"> & { readonly database: Database; readonly server: { url: string } },
  options: ShopOptions = {},
): Promise<Shop> {
  const { control } = house;
  const contractId = options.merchant?.contractId ?? `sb_${randomBytes(6).toString("hex")}`;
  const at = `/contracts/${contractId}`;
  const products = options.products ?? goods;
  const stock = options.stock ?? products.map((each) => ({ productId: each["productId"], stockAmount: 10 }));
  const contract = options.contract ?? {
    clientId: "client",
    clientSecret: "secret",
    stores: [
      { storeId: "1", storeName: "本店" },
      { storeId: "2", storeName: "支店" },
    ],
    terminals: [
      { storeId: "1", terminalId: "1", terminalName: "レジ" },
      { storeId: "1", terminalId: "2", terminalName: "オンライン" },
    ],
    paymentMethods: [{ paymentMethodId: "7", paymentMethodName: "代金引換" }],
    products,
    stock: stock.map((each) => ({ storeId: "1", ...each })),
  };
  await control("PUT", at, contract);
  const merchant = options.merchant ?? (await addMerchant(house.database, "テスト店"));
  const shop: Shop = {
    merchantId: merchant.id,
    number: merchant.number,
    apiKey: merchant.apiKey,
    contractId,
    api: async (method, path, body, headers = {}) => {
      const response = await fetch(`${house.server.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${merchant.apiKey}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Json) };
    },
    allow: (allowed) => allowContract(house.database, { merchantId: merchant.id, contractId: allowed }),
    csv: async (kind, text, query = "") => {
      const headers = { "content-type": "text/csv" };
      const path = `/products/bulk-${kind}${query}`;
      const response = await fetch(`${house.server.url}/api/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${merchant.apiKey}`, ...headers },
        body: text as Uint8Array<ArrayBuffer>,
      });
      const taken = (await response.json()) as Json;
      if (response.status !== 202) return { status: response.status, body: taken, errors: "" };
      const body = await until("the file is through", async () => {
        const job = await shop.api("GET", `/bulk-jobs/${taken["id"]}`);
        return job.body["endedAt"] === null ? null : job.body;
      });
      const errors = await shop.download(`/bulk-jobs/${taken["id"]}/errors.csv`);
      return { status: 202, body, errors: errors.toString("utf8").replace("\u{FEFF}", "") };
    },
    download: async (path, headers = {}) => {
      const response = await fetch(`${house.server.url}/api/v1${path}`, {
        headers: { authorization: `Bearer ${merchant.apiKey}`, ...headers },
      });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return Buffer.from(await response.arrayBuffer());
    },
    link: async (smaregiProductId, more = {}) => {
      const { body } = await shop.api("POST", "/products", {
        name: `商品 ${smaregiProductId}`,
        price: 1000,
        taxRate: 10,
        variations: [{ stockManaged: true, smaregiProductId }],
        ...more,
      });
      await until("the first sync", async () => {
        const product = await shop.api("GET", `/products/${body["id"]}`);
        return product.body["variations"].every((each: Json) => each["sync"].state !== "waiting");
      });
      return body["variations"][0].id as string;
    },
    quantity: async (variationId) => {
      const row = await house.database.db
        .selectFrom("variations")
        .select("quantity")
        .where("id", "=", variationId)
        .executeTakeFirstOrThrow();
      return row.quantity;
    },
    waitForQuantity: async (variationId, quantity) => {
      await until(`quantity ${quantity}`, async () => (await shop.quantity(variationId)) === quantity);
    },
    order: async (lines, more = {}) => {
      const reply = await shop.api("POST", "/orders", { kind: "normal", lines, ...more });
      if (reply.status !== 201) throw new Error(`The order was not taken: ${JSON.stringify(reply.body)}`);
      return reply.body;
    },
    waitForLink: async (orderId, state) => {
      try {
        return await until(`the order is ${state}`, async () => {
          const { body } = await shop.api("GET", `/orders/${orderId}`);
          return body["link"].state === state ? body : null;
        });
      } catch (error) {
        const { body } = await shop.api("GET", `/orders/${orderId}/log`);
        throw new Error(`Order ${orderId} came to: ${JSON.stringify(body["items"], null, 1)}`, {
          cause: error,
        });
      }
    },
    quiet: async (limitMs) => {
      await until(
        "nothing waits",
        async () => {
          const { body } = await shop.api("GET", "/status");
          return body["pendingOrders"] === 0 && body["waitingSignals"] === 0;
        },
        limitMs,
      );
    },
    sell: (lines) => control("POST", `${at}/sales`, { storeId: "1", terminalId: "1", lines }),
    setStock: async (productId, stockAmount, notify = true) => {
      await control("POST", `${at}/stock`, { changes: [{ productId, storeId: "1", stockAmount }], notify });
    },
    stock: async () => {
      const rows = (await control("GET", `${at}/stock?storeId=1`)) as Json[];
      return new Map(rows.map((row) => [row["productId"], Number(row["stockAmount"])]));
    },
    transactions: async () => await control("GET", `${at}/transactions?terminalId=2`),
    calls: async () => (await control("GET", `/calls?contractId=${contractId}`)).counts,
    fault: async (call, kind, times = 1) => {
      await control("POST", "/faults", { contractId, call, kind, times });
    },
    switches: async (patch) => {
      await control("PATCH", `/switches?contractId=${contractId}`, patch);
    },
    endMaintenance: async () => {
      await shop.switches({ maintenance: "off" });
      await house.database.db
        .updateTable("smaregiPauses")
        .set({ probeAt: sql<Date>`clock_timestamp()` })
        .where("contractId", "=", contractId)
        .execute();
    },
  };
  if (options.merchant === undefined) await shop.allow(contractId);
  if (options.connect !== false) {
    const connection = {
      contractId,
      storeId: "1",
      terminalId: "2",
      enabled: true,
      mode: options.mode ?? "standard",
    };
    const reply = await shop.api("PUT", "/connection", connection);
    if (reply.status !== 200) throw new Error(`The connection was not taken: ${JSON.stringify(reply.body)}`);
  }
  return shop;
}
