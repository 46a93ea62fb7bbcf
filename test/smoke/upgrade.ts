import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { startSandbox } from "../../sandbox/start.ts";
import { openDatabase } from "../../src/kit/database.ts";
import { startEmbeddedPostgres } from "../../src/kit/embedded-postgres/start.ts";
import { openWhole } from "../support/open-whole.ts";
import { asInstalled, environment, startServer, type Server } from "../support/server.ts";
import { controlOf, openShop, patient, settingsOn, webhook, type Json } from "../support/shop.ts";
import { allAreThere, takeOrders } from "./take-orders.ts";

const goods = ["8000001", "8000002", "8000003"];
const stock = 100_000;

/**
 * Runs a web server and a worker of the release in this folder, with a shop, its products, a constant stream of orders and sales at
 * the till. Then follows docs/deploying.md: today's processes are started beside them and migrate, callers are sent to the new one,
 * and the old ones end. Every acknowledged order is there, once, on both sides, and the quantities are right. Returns what was seen.
 */
export async function runUpgrade(folder: string): Promise<string> {
  const { close, control, old, today, program, database } = await openRelease(folder);
  try {
    const [web, worker] = [await old("web"), await old("worker")];
    const front: { server: Server } = { server: web };
    const tellWebhook = async () =>
      await control("PUT", "/webhook", { url: `${front.server.url}/webhooks/smaregi`, ...webhook });
    await tellWebhook();
    const shop = await openShop(
      {
        control,
        database,
        get server() {
          return front.server;
        },
      },
      {
        merchant: makeMerchant(program),
        products: goods.map((productId) => ({ productId, productName: productId, price: 1000 })),
        stock: goods.map((productId) => ({ productId, stockAmount: stock })),
        connect: true,
      },
    );
    const variations: string[] = [];
    for (const productId of goods) variations.push(await shop.link(productId));
    const before = await migrationsOf(database);

    const orders = takeOrders(shop, variations);
    const sellOne = async () => await shop.sell([{ productId: "8000001", quantity: 1 }]);
    await delay(2_000);
    await sellOne();
    const begun = performance.now();
    const newWeb = await today("web");
    const migrated = Math.round(performance.now() - begun);
    // The old one continues to answer, and tells load balancers that it should be restarted.
    assert.equal((await fetch(`${web.url}/readyz`)).status, 503, "the old web server calls itself ready");
    await sellOne();
    await delay(1_000);
    front.server = newWeb;
    await tellWebhook();
    await web.stop();
    await worker.stop();
    await sellOne();
    const newWorker = await today("worker");
    await delay(2_000);
    const { taken, refused } = await orders.end();
    assert.ok(taken.length > 50, `only ${taken.length} orders were taken`);
    await allAreThere(shop, database, taken);
    await shop.quiet(60_000);
    const left = await shop.stock();
    for (const [nth, productId] of goods.entries()) {
      const here = await shop.quantity(variations[nth] ?? "");
      assert.equal(here, left.get(productId), `the quantity of ${productId} is not Smaregi's`);
    }
    const sold = [...left.values()].reduce((sum, amount) => sum + stock - amount, 0);
    assert.equal(sold, taken.length + 3, "what was sold is not what was ordered and sold at the till");
    const added = (await migrationsOf(database)).length - before.length;
    for (const server of [newWeb, newWorker]) await server.stop();
    const why = [...new Set([web, newWeb].flatMap((server) => failuresIn(server.log())))];
    return (
      `${taken.length} orders and 3 sales at the till over ${added} migrations in ${migrated} ms, none lost or doubled; ` +
      `${refused.length} refused once and sent again by their callers${refused.length === 0 ? "" : `: ${[...new Set(refused), ...why].join(", ")}`}`
    );
  } finally {
    await close();
  }
}

/** An empty database, a local Smaregi of today, and how this release's programs run on both. */
async function openRelease(folder: string) {
  return await openWhole(async (closings) => {
    const dataDir = await mkdtemp(join(tmpdir(), "musubi-upgrade-"));
    closings.push(() => rm(dataDir, { recursive: true, force: true }));
    const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_connections: "200" } });
    closings.push(() => postgres.stop());
    const { host, port, user, database: name } = postgres.connection;
    const url = `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`;
    const sandbox = await startSandbox();
    closings.push(() => sandbox.close());
    const control = controlOf(sandbox);
    await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
    const env = { ...settingsOn({ url }, sandbox), ...patient };
    const running: Server[] = [];
    closings.push(() => Promise.all(running.map((server) => server.kill())));
    const start = async (role: "web" | "worker", command: string[]) => {
      const server = await startServer({ ...env, ROLE: role }, command);
      running.push(server);
      return server;
    };
    const old = (role: "web" | "worker") => start(role, [process.execPath, join(folder, "server.mjs")]);
    const today = (role: "web" | "worker") => start(role, asInstalled());
    /** Runs the release's own command line; returns its answer. */
    const program = (...words: string[]): Json => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(folder, "musubi.mjs"), ...words, "--json"],
        { env: { ...environment(), ...env }, encoding: "utf8" },
      );
      if (status !== 0) throw new Error(`musubi ${words.join(" ")}: ${stderr}`);
      return JSON.parse(stdout) as Json;
    };
    const database = openDatabase(url, { max: 2, onError: () => undefined });
    closings.push(() => database.close());
    return { control, old, today, program, database };
  });
}

function makeMerchant(program: (...words: string[]) => Json) {
  const { id, number, apiKey } = program("merchant", "create", "--name", "前の版の店");
  const contractId = "sb_upgrade";
  program("contract", "allow", number, contractId);
  return { id, number, apiKey, contractId };
}

/** Why requests failed, according to the server's log. */
const failuresIn = (log: string): string[] =>
  [...log.matchAll(/"message":"([^"]*)"[^\n]*"msg":"a request (?:failed|found no database[^"]*)"/g)].map(
    ([, message]) => message ?? "",
  );

async function migrationsOf({ db }: ReturnType<typeof openDatabase>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}
