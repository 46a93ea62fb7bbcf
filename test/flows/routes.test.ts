import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKey } from "../../src/accounts/keys/api-keys.ts";
import { permissionsOfScopes } from "../../src/accounts/keys/rules.ts";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { permissionsOf, permissionsOfKey, type Permission } from "../../src/accounts/rules.ts";
import type { Route } from "../../src/http/route-table.ts";
import { routes } from "../../src/http/routes.ts";
import { newId } from "../../src/kit/ids.ts";
import { createMerchant, endMerchant } from "../../src/merchants/manage-merchants.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { startServer, type Server } from "../support/server.ts";
import type { Json } from "../support/shop.ts";
import { visitorOf, type Visitor } from "../support/visitor.ts";

/*
 * The whole table of routes over HTTP, for each kind of caller; in practice mode, so that every route exists. Tests that each route
 * does what its row says. A new route is a new row in src/http/route-table.ts, and is tested here automatically.
 */
let dataDir: string;
let database: TestDatabase;
let server: Server;

/** A caller: its headers and its permissions (null: not one of the merchant's people). */
type Person = { headers: Record<string, string>; may: Permission[] | null };
const people: Record<string, Person> = {};
/** Real IDs of the only shop, by the part of the path before them. */
const ids: Record<string, string> = {};
let number = "";

const ownPage = { "sec-fetch-site": "same-origin" };
const byCookie = (visitor: Visitor) => ({ ...ownPage, cookie: visitor.cookie() });
const byKey = (key: string) => ({ authorization: `Bearer ${key}` });

async function ownerOf(merchantId: string): Promise<Visitor> {
  const visitor = visitorOf({ server });
  await visitor.followLink(await makeOwnerLink(database, merchantId));
  return visitor;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "musubi-routes-"));
  database = await testDatabase();
  server = await startServer({
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    SHOP_ORDERS_PER_ADDRESS: "0",
    SHOP_STREAMS_PER_ADDRESS: "0",
  });
  const own = await createMerchant(database, { name: "本店" });
  number = own.number;
  const owner = await ownerOf(own.id);
  await fill(own.id, owner);
  people["owner"] = { headers: byCookie(owner), may: permissionsOf("owner") };
  people["key"] = { headers: byKey(own.apiKey), may: permissionsOfKey };
  for (const scope of ["read", "products"] as const) {
    const { apiKey } = await createKey(database, { merchantId: own.id, name: scope, scopes: [scope] });
    people[`a key for ${scope}`] = { headers: byKey(apiKey), may: permissionsOfScopes([scope]) };
  }
  for (const role of ["manager", "staff"] as const) {
    const added = await owner.api("POST", "/staff", { name: role, email: `${role}@walk.example`, role });
    const visitor = visitorOf({ server });
    await visitor.followLink(added.body["signInLink"]);
    people[role] = { headers: byCookie(visitor), may: permissionsOf(role) };
  }
  const other = await createMerchant(database, { name: "よその店" });
  people["another merchant's owner"] = { headers: byCookie(await ownerOf(other.id)), may: null };
  people["another merchant's key"] = { headers: byKey(other.apiKey), may: null };
  people["nobody"] = { headers: {}, may: null };
  const revoked = await createKey(database, { merchantId: own.id, name: "失効" });
  await owner.api("DELETE", `/api-keys/${revoked.id}`);
  people["a revoked key"] = { headers: byKey(revoked.apiKey), may: null };
  const ended = await createMerchant(database, { name: "終わった店" });
  people["an ended merchant's owner"] = { headers: byCookie(await ownerOf(ended.id)), may: null };
  people["an ended merchant's key"] = { headers: byKey(ended.apiKey), may: null };
  await endMerchant(database, ended.id);
  ids["ended"] = ended.number;
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
  expect(server.log()).not.toContain("a request failed");
});

/** One of each thing that has an ID. */
async function fill(merchantId: string, owner: Visitor): Promise<void> {
  const made = async (path: string, body: object): Promise<Json> => {
    const reply = await owner.api("POST", path, body);
    if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  const product = await made("/products", {
    name: "ひみつの茶",
    price: 100,
    taxRate: 8,
    published: true,
    variations: [{ quantity: 100 }],
  });
  const variationId = product["variations"][0].id as string;
  const lines = [{ variationId, quantity: 1 }];
  const order = await made("/orders", { kind: "normal", lines });
  const plan = await made("/plans", {
    kind: "subscription",
    lines,
    every: { unit: "month", count: 1 },
    firstOn: "2099-01-01",
  });
  const staff = await made("/staff", { name: "店員", email: "clerk@walk.example", role: "staff" });
  const key = await made("/api-keys", { name: "倉庫" });
  const reconciliationId = newId();
  await database.db
    .insertInto("reconciliations")
    .values({ merchantId, id: reconciliationId, state: "done", askedBy: "ひみつ" })
    .execute();
  const file = await fetch(`${server.url}/api/v1/products/bulk-register?dryRun=true`, {
    method: "POST",
    headers: { ...byCookie(owner), "content-type": "text/csv" },
    body: "商品名,販売価格,消費税率\n茶,1,8\n",
  });
  const job = (await file.json()) as Json;
  const failure = await database.db
    .insertInto("integrationLog")
    .values({
      merchantId,
      call: "stockList",
      state: "open",
      fact: JSON.stringify({ kind: "said", data: { text: "ひみつ" } }),
    } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  Object.assign(ids, {
    products: product["id"],
    variations: variationId,
    orders: order["id"],
    plans: plan["id"],
    staff: staff["id"],
    "api-keys": key["id"],
    "bulk-jobs": job["id"],
    "integration-log": String(failure.id),
    reconciliations: reconciliationId,
  });
}

const credential = { id: "x", rawId: "x", type: "public-key" };

/** A body that the route accepts, so that only the caller is wrong. An allowed write changes nothing that another row needs. */
const bodies: Record<string, unknown> = {
  "/api/v1/link-runs/{id}/apply": { class: "certain" },
  "/api/v1/orders/{id}/comments": { text: "お電話しました。", key: "walk" },
  "/api/v1/orders/{id}/status": { status: "paid" },
  "/api/v1/orders/{id}/status/preview": { status: "paid" },
  "/console/api/password": { password: "a-long-password" },
  "/console/api/confirmation": { password: "a-long-password" },
  "/console/api/second-step/on": { code: "000000" },
  "/console/api/confirmation/passkey": {
    passkey: { ...credential, response: { clientDataJSON: "x", authenticatorData: "x", signature: "x" } },
  },
  "/console/api/passkeys": {
    name: "x",
    passkey: { ...credential, response: { clientDataJSON: "x", attestationObject: "x" } },
  },
  "/api/v1/buyer-retention": { days: null },
  "/api/v1/buyer-retention/preview": { days: 90 },
  "/api/v1/sign-in-settings": { secondStepDemanded: false },
};

const addressOf = ({ path }: Route, shop = number): string =>
  path
    .replace("{merchantNumber}", shop)
    .replace("{number}", shop)
    .replace("{differenceId}", "1")
    .replace(/([\w-]+)\/\{id\}/, (_, thing: string) => `${thing}/${ids[thing] ?? "x"}`)
    .replace("*", "x");

async function ask(route: Route, headers: Record<string, string>, shop?: string) {
  const { method } = route;
  const body = method === "GET" || method === "DELETE" ? undefined : JSON.stringify(bodies[route.path] ?? {});
  const type = route.limits.includes("file") ? "text/csv" : "application/json";
  const response = await fetch(server.url + addressOf(route, shop), {
    method,
    redirect: "manual",
    headers: { ...(body === undefined ? {} : { "content-type": type }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const isStream = /event-stream/.test(response.headers.get("content-type") ?? "");
  if (isStream) await response.body?.cancel();
  const text = isStream ? "" : await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const { code } = isJson && text.startsWith("{") ? (JSON.parse(text) as Json) : { code: undefined };
  return { status: response.status, code: code as string | undefined, text, headers: response.headers };
}

const rows = (door: Route["door"]) => routes.filter((route) => route.door === door);
const isRead = ({ method }: Route) => method === "GET";
/** These routes come last, because other rows need what they remove. */
const endsThings = ({ method }: Route) => method === "DELETE";
const calmFirst = (some: Route[]) => [
  ...some.filter((each) => !endsThings(each)),
  ...some.filter(endsThings),
];

const isForbidden = (route: Route, may: Permission[]) =>
  route.asks !== "read" && !may.includes(route.asks as Permission);

describe("the merchant API, row by row", () => {
  it("nobody, and no revoked key, gets in anywhere", async () => {
    for (const who of ["nobody", "a revoked key"]) {
      for (const route of rows("merchant")) {
        const reply = await ask(route, people[who]?.headers ?? {});
        expect([who, route.path, reply.status, reply.code]).toEqual([who, route.path, 401, "unauthorized"]);
      }
    }
  });

  it("another merchant's owner and key find nothing of this one: no ID, no name, no number", async () => {
    const secrets = ["ひみつ", number, ...Object.values(ids).filter((id) => id.length > 20)];
    for (const who of ["another merchant's owner", "another merchant's key"]) {
      for (const route of calmFirst(rows("merchant"))) {
        const reply = await ask(route, people[who]?.headers ?? {});
        const row = [who, route.method, route.path];
        const isKeyRefused = who.endsWith("key") && route.asks === "accounts.edit";
        if (route.path.includes("{id}"))
          expect([...row, reply.status]).toEqual([...row, isKeyRefused ? 403 : 404]);
        const told = secrets.filter((secret) => reply.text.includes(secret));
        expect([...row, told]).toEqual([...row, []]);
      }
    }
  });

  it("an ended merchant's owner and key read, and write nothing (C5)", async () => {
    for (const who of ["an ended merchant's owner", "an ended merchant's key"]) {
      for (const route of rows("merchant")) {
        const reply = await ask(route, people[who]?.headers ?? {});
        const row = [who, route.method, route.path];
        if (isRead(route)) expect([...row, reply.code]).not.toEqual([...row, "merchant_ended"]);
        else expect([...row, reply.status, reply.code]).toEqual([...row, 403, "merchant_ended"]);
      }
    }
  });

  it("another site's page changes nothing with the owner's cookie, and a key needs no page", async () => {
    const { headers = {} } = people["owner"] ?? {};
    for (const route of rows("merchant").filter((each) => !isRead(each))) {
      for (const foreign of [
        { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
        { "sec-fetch-site": "same-site", origin: "http://other.localhost" },
      ]) {
        const reply = await ask(route, { ...headers, ...foreign });
        expect([route.path, reply.status, reply.code]).toEqual([route.path, 403, "cross_site"]);
      }
    }
    const cors = await fetch(`${server.url}/api/v1/products`, {
      headers: { ...headers, origin: "https://evil.example" },
    });
    expect(cors.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("each role and a key may what their permissions say, and are told which is missing", async () => {
    for (const who of ["staff", "manager", "a key for read", "a key for products", "key", "owner"]) {
      const { headers = {}, may } = people[who] ?? {};
      for (const route of calmFirst(rows("merchant"))) {
        const reply = await ask(route, headers);
        const row = [who, route.method, route.path];
        const isRefused = reply.code === "forbidden";
        expect([...row, isRefused]).toEqual([...row, isForbidden(route, may ?? [])]);
        if (isRefused) expect(reply.text).toContain(route.asks);
        else expect([...row, [401, 403].includes(reply.status)]).toEqual([...row, false]);
        expect([...row, reply.status < 500]).toEqual([...row, true]);
        expect(reply.headers.get("cache-control")).toBe("no-store");
      }
    }
  });
});

describe("the other doors, row by row", () => {
  it("the console asks for a session where its row says so, and takes nothing from another site's page", async () => {
    for (const route of rows("console")) {
      const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
      const reply = await ask(route, { ...ownPage });
      expect([route.path, reply.code === "unauthorized"]).toEqual([route.path, route.asks === "session"]);
      if (isRead(route)) continue;
      const { status, code } = await ask(route, foreign);
      expect([route.path, status, code]).toEqual([route.path, 403, "cross_site"]);
    }
  });

  it("the shop is open to every page; an ended one to none, and no session lets anybody do more", async () => {
    for (const route of rows("shop")) {
      const foreign = await ask(route, { origin: "https://evil.example", "sec-fetch-site": "cross-site" });
      expect([route.path, [401, 403].includes(foreign.status)]).toEqual([route.path, false]);
      expect(foreign.headers.get("access-control-allow-origin")).toBe("*");
      expect(foreign.headers.get("access-control-allow-credentials")).toBeNull();
      for (const who of ["nobody", "an ended merchant's owner"]) {
        const ended = await ask(route, people[who]?.headers ?? {}, ids["ended"]);
        expect([who, route.path, ended.status]).toEqual([who, route.path, 404]);
      }
    }
  });

  it("notifications need Smaregi's secret, whoever sends them; a hint needs none, and tells nothing", async () => {
    for (const route of rows("webhook")) {
      for (const who of ["nobody", "owner", "key"]) {
        const reply = await ask(route, people[who]?.headers ?? {});
        const row = [route.path, who];
        if (route.asks === "secret") expect([...row, reply.status]).toEqual([...row, 401]);
        else expect([...row, [200, 400].includes(reply.status)]).toEqual([...row, true]);
        expect([...row, reply.text.includes("ひみつ")]).toEqual([...row, false]);
      }
    }
  });

  it("the practice mode lets our own page in, and none of another site's", async () => {
    for (const route of rows("practice")) {
      const own = await ask(route, ownPage);
      expect([route.path, own.status < 400]).toEqual([route.path, true]);
      const foreign = await ask(route, { "sec-fetch-site": "cross-site", origin: "https://evil.example" });
      expect([route.path, foreign.status]).toEqual([route.path, isRead(route) ? 200 : 403]);
    }
  });

  it("operators' addresses and pages are open, name nobody, and stand in no foreign frame", async () => {
    for (const route of [...rows("operator"), ...rows("page")]) {
      const reply = await ask(route, {});
      const row = [route.door, route.path];
      if (route.path !== "/assets/*") expect([...row, reply.status < 400]).toEqual([...row, true]);
      expect([...row, reply.text.includes("ひみつ")]).toEqual([...row, false]);
      if (route.door === "page" && reply.status === 200)
        // In practice mode the entrance shows the shop in a frame beside the till.
        expect(reply.headers.get("content-security-policy")).toMatch(
          route.path.startsWith("/shop/") ? /frame-ancestors 'self'/ : /frame-ancestors 'none'/,
        );
    }
  });

  it("what stands in no row is answered by nobody, whoever asks", async () => {
    for (const [method, path] of [
      ["PUT", "/api/v1/products"],
      ["POST", "/api/v1/nowhere"],
      ["DELETE", "/shop/v1/01-00001/orders"],
      ["POST", "/console/api/nowhere"],
      ["PATCH", "/webhooks/smaregi"],
      ["POST", "/openapi.json"],
      // Only on the operators' port.
      ["GET", "/metrics"],
    ] as const) {
      const headers = people["owner"]?.headers ?? {};
      const response = await fetch(server.url + path, { method, headers });
      expect([path, response.status]).toEqual([path, 404]);
    }
  });
});
