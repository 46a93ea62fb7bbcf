import { strict as assert } from "node:assert";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { startSandbox } from "../../sandbox/start.ts";
import { openDatabase } from "../../src/kit/database.ts";
import { startServer, type Server } from "../support/server.ts";
import { openWhole } from "../support/open-whole.ts";
import { controlOf, openShop, patient, settingsOn } from "../support/shop.ts";
import { until } from "../support/wait.ts";
import { startStandby, type OlderPostgres } from "./older-postgres.ts";
import { startPooler } from "./pooler.ts";
import { startProxy } from "./proxy.ts";
import { allAreThere, takeOrders } from "./take-orders.ts";

/** Orders take this many products in turn. */
const goods = Array.from({ length: 5 }, (_, nth) => `800000${nth + 1}`);

/**
 * Runs two web servers behind nginx and two workers, on PostgreSQL with a standby, each behind a PgBouncer if that is installed,
 * under orders. Each process is restarted in turn, and no caller notices; then the database is killed and the standby promoted, and
 * every acknowledged order is there, once, on both sides. Returns what was seen; throws if something is wrong.
 */
export async function runSeveral(primary: OlderPostgres): Promise<string> {
  const { close, standby, control, servers, restarts, proxy, database, isPooled } =
    await openSeveral(primary);
  try {
    await database.pool.query("alter system set synchronous_standby_names = '*'");
    await database.pool.query("select pg_reload_conf()");
    const shop = await openShop(
      { control, database, server: { url: proxy.url } },
      {
        products: goods.map((productId) => ({ productId, productName: productId, price: 1000 })),
        stock: goods.map((productId) => ({ productId, stockAmount: 100_000 })),
        connect: true,
      },
    );
    const variations: string[] = [];
    for (const productId of goods) variations.push(await shop.link(productId));

    const rolling = takeOrders(shop, variations);
    for (const [nth, start] of restarts.entries()) {
      await servers[nth]?.stop();
      servers[nth] = await start();
      await delay(1_000);
    }
    const calm = await rolling.end();
    assert.deepEqual(calm.refused, [], `a rolling restart was noticed: ${calm.refused.join()}`);

    const failing = takeOrders(shop, variations);
    await delay(1_000);
    const killed = performance.now();
    await primary.kill();
    await promote(standby);
    const promoted = performance.now();
    await until("orders are taken again", async () => failing.lastTaken() > promoted);
    const away = Math.round(failing.lastTaken() - killed);
    await delay(1_000);
    const hard = await failing.end();
    const taken = [...calm.taken, ...hard.taken];
    await allAreThere(shop, database, taken);
    return (
      `${isPooled ? "" : "without PgBouncer, which is not installed: "}${calm.taken.length} orders over four restarts, none refused; a database killed under ${hard.taken.length}, ` +
      `${hard.refused.length} refused and sent again by their callers (${[...new Set(hard.refused)].join(", ")}), none lost or doubled; orders again after ${away} ms`
    );
  } finally {
    await close();
  }
}

/** All of it, on a local Smaregi. `restarts` starts each of `servers` again, in its place. */
async function openSeveral(primary: OlderPostgres) {
  return await openWhole(async (closings) => {
    const standby = await startStandby(primary);
    closings.push(() => standby.stop());
    const sandbox = await startSandbox();
    closings.push(() => sandbox.close());
    const urlOf = (hosts: string[]) => `postgres://musubi@${hosts.join()}/postgres`;
    const url = urlOf([primary, standby].map(({ folder }) => encodeURIComponent(folder)));
    const poolers: string[] = [];
    for (const postgres of [primary, standby]) {
      const pooler = await startPooler(postgres, 20);
      if (pooler === null) continue;
      closings.push(() => pooler.stop());
      poolers.push(pooler.host);
    }
    const databases =
      poolers.length === 0
        ? settingsOn({ url }, sandbox)
        : { ...settingsOn({ url: urlOf(poolers) }, sandbox), DATABASE_DIRECT_URL: url };
    const control = controlOf(sandbox);
    await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
    const env = { ...databases, ...patient, MUSUBI_PROXIES: "1" };
    const [front = 0, ...ports] = await freePorts(3);
    const startWorker = () => startServer({ ...env, ROLE: "worker" });
    const restarts = [
      ...ports.map(
        (port) => () => startServer({ ...env, ROLE: "web", PORT: String(port), HEALTH_PORT: "0" }),
      ),
      startWorker,
      startWorker,
    ];
    const servers: Server[] = [];
    closings.push(() => Promise.all(servers.map((server) => server.kill())));
    for (const start of restarts) servers.push(await start());
    const database = openDatabase(url, { max: 2, onError: () => undefined });
    closings.push(() => database.close());
    const proxy = await startProxy(front, ports);
    closings.push(() => proxy.stop());
    return { standby, control, servers, restarts, proxy, database, isPooled: poolers.length > 0 };
  });
}

async function promote({ databaseUrl }: OlderPostgres): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 1, onError: () => undefined });
  // It has no standby of its own, so it waits for none.
  await database.pool.query("select pg_promote()");
  await database.pool.query("alter system reset synchronous_standby_names");
  await database.pool.query("select pg_reload_conf()");
  await database.close();
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
