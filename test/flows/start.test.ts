import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { Json } from "../support/shop.ts";
import { asInstalled, environment, startServer, type Server } from "../support/server.ts";
import { visitorOf } from "../support/visitor.ts";
import { until } from "../support/wait.ts";

const folders: string[] = [];
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function start(dataDir: string): Promise<Server & { till: string; apiKey: string }> {
  const server = await startServer({ DATA_DIR: dataDir });
  servers.push(server);
  const till = ((await shelf(server))["tillUrl"] as string).replace(/\/till$/, "");
  return { ...server, till, apiKey: server.said().match(/mk_[\w-]+/)?.[0] ?? "" };
}

const shelf = async (server: Server): Promise<Json> =>
  (await (await fetch(`${server.url}/practice/shelf`)).json()) as Json;

describe("練習モード: npm start with nothing set", () => {
  // One folder for all tests, because its first start is slow: it creates the database and the demo shop.
  let dataDir: string;
  let first: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "musubi-practice-"));
    folders.push(dataDir);
    first = await start(dataDir);
  });

  it("lets people in: by the printed link, once, and by the button; the session knows the till and the shop", async () => {
    const server = first;
    const link = server.said().match(/管理画面: (\S+)/)?.[1] ?? "";
    expect(link).toMatch(new RegExp(`^${server.url}/console/sign-in#link=[\\w-]{43}$`));
    const visitor = visitorOf({ server });
    const session = await visitor.followLink(link);
    const shopUrl = session.body["practice"].shopUrl as string;
    expect(session.body).toMatchObject({
      account: { role: "owner" },
      merchant: { name: "結び 練習店" },
      mustSetPassword: false,
      practice: { tillUrl: `${server.till}/till`, shopUrl: expect.stringMatching(/^\/shop\/01-\d{5}\/$/) },
    });
    expect((await visitor.api("GET", "/status")).status).toBe(200);
    expect((await visitorOf({ server }).followLink(link)).body["code"]).toBe("link_used");
    const page = await (await fetch(server.url)).text();
    expect(page).toContain("<title>練習モード | 結び</title>");
    expect(await shelf(server)).toMatchObject({ name: "結び 練習店", shopUrl });
    const press = await visitorOf({ server }).ask("POST", "/practice/sign-in");
    expect(press.status).toBe(303);
    const fresh = press.headers.get("location") ?? "";
    // Neither another site's page nor a foreign host name that leads here gets a link, and none is made.
    const pressed = (headers: Record<string, string>) =>
      new Promise((done, failed) => {
        const sent = request(`${server.url}/practice/sign-in`, { method: "POST", headers }, (answer) => {
          answer.resume();
          done([answer.statusCode, answer.headers.location]);
        });
        sent.on("error", failed);
        sent.end();
      });
    for (const headers of [
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { host: "evil.example", origin: "http://evil.example", "sec-fetch-site": "same-origin" },
    ])
      expect(await pressed(headers)).toEqual([403, undefined]);
    expect((await visitorOf({ server }).followLink(fresh)).status).toBe(200);
  });

  it("B11: a till sale shows in the shop, an order in the till's books; kill -9 and the next start lose nothing", async () => {
    const rows = await until("a dozen linked products are synced", async () => {
      const { shelf: all } = await shelf(first);
      return all.length >= 12 && all[0].quantity === 24 ? (all as Json[]) : null;
    });
    expect(new Set(rows.map((row) => row["taxRate"]))).toEqual(new Set([8, 10]));
    expect(rows.filter((row) => row["variationName"] !== "").length).toBeGreaterThanOrEqual(6);

    const post = (url: string, body: object, headers: Record<string, string> = {}) =>
      fetch(url, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers },
      });
    const sale = { storeId: "1", terminalId: "1", lines: [{ productId: "8000001", quantity: 4 }] };
    await post(`${first.till}/_sandbox/contracts/sb_musubi/sales`, sale);
    await until("the sale shows", async () => (await shelf(first))["shelf"][0].quantity === 20);

    const order = { kind: "normal", lines: [{ variationId: rows[0]?.["id"], quantity: 2 }] };
    const placed = await post(`${first.url}/api/v1/orders`, order, {
      authorization: `Bearer ${first.apiKey}`,
    });
    expect(placed.status).toBe(201);
    const books = async (server: { till: string }) =>
      (await (
        await fetch(`${server.till}/_sandbox/contracts/sb_musubi/transactions?terminalId=2`)
      ).json()) as Json[];
    await until("the order stands in the books", async () => (await books(first)).length === 1);

    // A second start on the same folder is refused with a message, and does no harm.
    await expect(startServer({ DATA_DIR: dataDir })).rejects.toThrow(/in use by another Musubi/);
    await until(
      "the local Smaregi kept its file",
      async () => (await shelf(first))["shelf"][0].quantity === 18,
    );

    await first.kill();
    const second = await start(dataDir);
    expect(second.apiKey).toBe(first.apiKey);
    await until("the quantity is the same", async () => (await shelf(second))["shelf"][0].quantity === 18);
    await post(`${second.till}/_sandbox/contracts/sb_musubi/sales`, sale);
    await until("the loop runs again", async () => (await shelf(second))["shelf"][0].quantity === 14);
    await second.stop();
  });

  it("ends without a complaint where it is told to end while the database is migrated", async () => {
    const database = await testDatabase();
    const holder = await database.pool.connect();
    await holder.query("begin; lock table kysely_migration in access exclusive mode");
    const [program = "", ...words] = asInstalled();
    const settings = { DATABASE_URL: database.url, HOST: "127.0.0.1", PORT: "0", MUSUBI_DEMO: "0" };
    const env = { ...environment(), ...settings, DATA_DIR: join(dataDir, "told-to-end") };
    const child = spawn(program, words, { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (part: Buffer) => (said += part.toString()));
    const ended = once(child, "close");
    await until("it waits for the migrations", async () => {
      const { rowCount } = await database.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rowCount === 1;
    });
    child.kill("SIGTERM");
    await holder.query("rollback");
    holder.release();
    expect(await ended).toEqual([0, null]);
    expect(said).not.toContain("did not start");
    await database.drop();
  });

  it("refuses settings that are not right, each by its name", async () => {
    await expect(startServer({ PORT: "x", ROLE: "boss" })).rejects.toThrow(/PORT[^]*ROLE/);
    const away = { SMAREGI_ID_URL: "http://127.0.0.1:9", SMAREGI_API_URL: "http://127.0.0.1:9" };
    await expect(startServer(away)).rejects.toThrow(/MUSUBI_SECRET_KEY/);
    await expect(startServer({ ROLE: "web" })).rejects.toThrow(/SMAREGI_ID_URL/);
    // The practice mode runs only on the local machine, and says why it does not start elsewhere.
    await expect(startServer({ NODE_ENV: "production" })).rejects.toThrow(/NODE_ENV[^]*MUSUBI_PRACTICE=1/);
  });
});
