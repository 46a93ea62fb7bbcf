import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import type { Context } from "../src/context.ts";
import { startEmbeddedPostgres } from "../src/kit/embedded-postgres/start.ts";
import { openDatabase } from "../src/kit/database.ts";
import { migrate } from "../src/kit/migrations.ts";
import { createMerchant } from "../src/merchants/manage-merchants.ts";
import { urlOf } from "../test/support/postgres.ts";
import type { Server } from "../test/support/server.ts";
import { addConnection } from "../test/support/rows.ts";
import { startAlone } from "./alone.ts";
import { openBareOrders } from "./bare-orders.ts";

/** The number of clients, of products that they order, and of web processes that take the orders. */
const casesOf = (products: number) => [
  { name: "1 client", clients: 1, among: products, processes: 1 },
  { name: "8 clients", clients: 8, among: products, processes: 1 },
  { name: "8 clients, one product", clients: 8, among: 1, processes: 1 },
  { name: "8 clients, two web processes", clients: 8, among: products, processes: 2 },
];

type Options = {
  given: string | undefined;
  products: number;
  rounds: number;
  roundMs: number;
  print: (line: string) => void;
};

/**
 * Compares orders over HTTP on the running product (with the link switched off) with bare transactions on the same PostgreSQL (by
 * default an embedded one with fsync), in alternating rounds, so that other load on the machine hits both. Prints the medians per
 * second and their ratio.
 */
export async function againstBare({ given, products, rounds, roundMs, print }: Options): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-bench-"));
  const { url, stop } =
    given === undefined ? await startOwn(dataDir) : { url: given, stop: async () => undefined };
  const opened = openDatabase(url, { max: 2, onError: () => undefined });
  await migrate(opened.db);
  const { id: merchantId, apiKey } = await createMerchant(opened, { name: "ベンチ" });
  await addConnection(opened as unknown as Context, merchantId, { enabled: false });
  const webs: { server: Server; http: Pool }[] = [];
  const key = { MUSUBI_SECRET_KEY: randomBytes(32).toString("base64") };
  const startUpTo = async (count: number) => {
    while (webs.length < count) {
      const server = await startAlone(url, webs.length === 0 ? key : { ...key, ROLE: "web" });
      webs.push({ server, http: new Pool(server.url, { connections: 8 }) });
    }
  };
  await startUpTo(1);
  type Made = { variations: { id: string }[] };
  const api = async (nth: number, path: string, body: object): Promise<Made> => {
    const http = webs[nth]?.http;
    if (http === undefined) throw new Error("there are not so many web processes");
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const answer = await http.request({
      path: `/api/v1${path}`,
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text);
  };
  const variations: string[] = [];
  for (let nth = 0; nth < products; nth += 1) {
    const product = { name: `商品${nth}`, price: 100, taxRate: 10 };
    const made = await api(0, "/products", {
      ...product,
      variations: [{ stockManaged: true, quantity: 900_000 }],
    });
    variations.push(made.variations[0]?.id ?? "");
  }
  const bare = await openBareOrders(url, 8, products);
  const waysWith = (processes: number) => ({
    bare: (client: number, product: number) => bare.take(client, product),
    ours: async (client: number, product: number) => {
      const lines = [{ variationId: variations[product], quantity: 1 }];
      const customer = { name: "山田 太郎" };
      await api(client % processes, "/orders", { kind: "normal", lines, customer, shippingFee: 500 });
    },
  });
  for (const { name, clients, among, processes } of casesOf(products)) {
    await startUpTo(processes);
    const ways = waysWith(processes);
    const counts = { bare: [] as number[], ours: [] as number[] };
    // The first round of each is a warm-up and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (const way of ["bare", "ours"] as const) {
        const count = await countIn(ways[way], { clients, among, roundMs });
        if (round > 0) counts[way].push(count);
      }
    }
    const [bareMedian, ourMedian] = [median(counts.bare), median(counts.ours)];
    const ratio = (ourMedian / bareMedian).toFixed(2);
    print(
      `orders, ${name}: ours ${Math.round(ourMedian)}/s, bare ${Math.round(bareMedian)}/s, ratio ${ratio}`,
    );
  }
  await bare.close();
  for (const { http, server } of webs) {
    await http.close();
    await server.stop();
  }
  await opened.close();
  await stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** An embedded PostgreSQL with fsync. */
async function startOwn(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const { connection, stop } = await startEmbeddedPostgres({ dataDir });
  return { url: urlOf(connection), stop };
}

/** How many orders per second one way takes in a round. */
async function countIn(
  take: (client: number, product: number) => Promise<void>,
  { clients, among, roundMs }: { clients: number; among: number; roundMs: number },
): Promise<number> {
  let taken = 0;
  const begun = performance.now();
  const work = async (client: number) => {
    for (let nth = 0; performance.now() - begun < roundMs; nth += 1) {
      await take(client, (client * 25 + nth) % among);
      taken += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  return (taken / (performance.now() - begun)) * 1000;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
