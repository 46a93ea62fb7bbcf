import { chmod, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPostmasterFile } from "../../src/kit/embedded-postgres/postmaster-file.ts";
import { backendsIn, birthOf } from "../../src/kit/embedded-postgres/processes.ts";
import type { Json } from "../support/shop.ts";
import { startServer, type Server } from "../support/server.ts";
import { until } from "../support/wait.ts";

let dataDir: string;
let server: Server;
let apiKey: string;

/**
 * The practice mode: its own PostgreSQL and local Smaregi, and a demo shop with linked products. One folder, killed again and
 * again: each test leaves it intact, with a server running on it.
 */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "musubi-"));
  await chmod(dataDir, 0o711);
  server = await startServer({ DATA_DIR: dataDir });
  apiKey = /(mk_[\w-]+)/.exec(server.said())?.[1] ?? "";
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const serverDir = () => join(dataDir, "postgres");
const postmaster = async (): Promise<number> => (await readPostmasterFile(serverDir()))?.pid ?? 0;
const isReady = async () => (await fetch(`${server.url}/readyz`)).status === 200;

async function killPostmaster(): Promise<number> {
  const pid = await postmaster();
  expect(birthOf(pid)).not.toBe("");
  process.kill(pid, "SIGKILL");
  return pid;
}

async function api(method: string, path: string, body?: object): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

/** True if nothing of the database is running. */
const isGone = async (pid: number) => backendsIn(serverDir()).length === 0 && birthOf(pid) === "";

/** A product without stock that could run out: its orders go to Smaregi like any other. */
async function addProduct(): Promise<string> {
  const product = { name: "包装紙", price: 100, taxRate: 10, variations: [{ stockManaged: false }] };
  const { status, body } = await api("POST", "/products", product);
  expect(status).toBe(201);
  return body["variations"][0].id;
}

describe.runIf(process.platform === "linux")("the embedded database killed alone", () => {
  it("runs again within seconds, nothing acknowledged is lost, and orders go through to Smaregi", async () => {
    // Only assured mode repeats a call that was cut off before it went out (F3).
    const { contractId, storeId, terminalId } = (await api("GET", "/connection")).body;
    const assured = { contractId, storeId, terminalId, mode: "assured" };
    expect((await api("PUT", "/connection", assured)).status).toBe(200);
    const variationId = await addProduct();
    const lines = [{ variationId, quantity: 1 }];
    const acknowledged: string[] = [];
    const refused = new Set<number>();
    const ordered = new AbortController();
    const ordering = (async () => {
      while (!ordered.signal.aborted) {
        const { status, body } = await api("POST", "/orders", { kind: "normal", lines });
        if (status === 201) acknowledged.push(body["id"]);
        else refused.add(status);
        await delay(100);
      }
    })();
    const more = async () => {
      const before = acknowledged.length;
      await until("orders go through", async () => acknowledged.length > before + 1);
    };
    await more();
    const killed = await killPostmaster();
    await until("it runs again", async () => (await postmaster()) !== killed && (await isReady()));
    await more();
    ordered.abort();
    await ordering;
    // Unavailable for a moment, and no other error.
    expect([...refused].filter((status) => status !== 503)).toEqual([]);
    for (const id of acknowledged) {
      await until(
        "the order is registered",
        async () => (await api("GET", `/orders/${id}`)).body["link"]?.state === "registered",
      );
    }
    expect(server.process.exitCode).toBe(null);
  });

  it("a stop while it is being started again ends the process, and leaves nothing behind", async () => {
    const killed = await killPostmaster();
    await server.stop();
    expect(server.process.exitCode).toBe(0);
    await until("nothing is left", async () => (await isGone(killed)) && (await isGone(await postmaster())));
    // The next start finds the folder free and complete.
    server = await startServer({ DATA_DIR: dataDir });
    expect(await isReady()).toBe(true);
    expect(await readFile(join(serverDir(), "PG_VERSION"), "utf8")).toBe("18\n");
  });

  it("where it can't be started again three times running, the process ends with 75 and says so", async () => {
    // A folder that no server can run in.
    await rename(join(serverDir(), "global"), join(serverDir(), "global.away"));
    const killed = await killPostmaster();
    await until("the process ends", async () => server.process.exitCode !== null);
    expect(server.process.exitCode).toBe(75);
    expect(server.log()).toContain("3回続けて再起動できなかった");
    expect(server.log()).toContain("could not be started again three times in a row");
    await until("nothing is left", () => isGone(killed));
    await rename(join(serverDir(), "global.away"), join(serverDir(), "global"));
  });
});
