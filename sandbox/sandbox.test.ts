import { createServer, type Server } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "./start.ts";

let sandbox: Sandbox;
let receiver: Server;
let received: { headers: Record<string, any>; body: any }[] = [];
let bearer = "";

const control = async (method: string, path: string, body?: object): Promise<any> => {
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return await response.json();
};
const api = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${sandbox.url}/sb_1/pos${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
};
const token = async (
  secret = "secret",
  scope = "pos.stock:read pos.stock:write pos.stock-changes:read pos.products:read pos.transactions:read pos.transactions:write pos.stores:read",
) => {
  const response = await fetch(`${sandbox.url}/app/sb_1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`client:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
  return { status: response.status, body: (await response.json()) as any };
};
const until = async (ask: () => unknown): Promise<void> => {
  for (let turn = 0; turn < 300; turn += 1) {
    if (ask()) return;
    await delay(10);
  }
  throw new Error(`It never came: ${JSON.stringify(received)}`);
};

let number = 0;
const sale = (more: object = {}, line: object = {}) => ({
  transactionHeadDivision: "1",
  subtotal: "200",
  total: "200",
  storeId: "1",
  terminalId: "1",
  terminalTranId: String((number += 1)),
  terminalTranDateTime: "2026-11-24T09:00:00+09:00",
  details: [
    {
      transactionDetailId: "1",
      transactionDetailDivision: "1",
      productId: "11",
      salesPrice: "100",
      quantity: "2",
      ...line,
    },
  ],
  ...more,
});

beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body: JSON.parse(text) });
      response.end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  await sandbox.close();
  receiver.close();
});
beforeEach(async () => {
  await control("POST", "/reset");
  await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
  await control("PUT", "/contracts/sb_1", {
    clientId: "client",
    clientSecret: "secret",
    stores: [{ storeId: "1" }, { storeId: "2", pauseFlag: "1" }],
    terminals: [{ storeId: "1", terminalId: "1" }],
    products: [
      { productId: "11", price: 100 },
      { productId: "12" },
      { productId: "13", stockControlDivision: "1" },
    ],
    stock: [{ storeId: "1", productId: "11", stockAmount: 10 }],
  });
  await control("PUT", "/webhook", {
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    headerName: "X-Secret",
    headerValue: "s3",
  });
  bearer = (await token()).body.access_token;
  received = [];
});

const stock = async () =>
  Object.fromEntries(
    (await control("GET", "/contracts/sb_1/stock?storeId=1")).map((row: any) => [
      row.productId,
      row.stockAmount,
    ]),
  );
const notices = () => received.filter(({ body }) => body.event === "pos:stock");

describe("token and scopes", () => {
  it("refuses wrong credentials, drops scopes silently, and a call without its scope is 403", async () => {
    expect((await token("wrong")).status).toBe(401);
    await control("PATCH", "/switches", { droppedScopes: ["pos.stock:read"] });
    const given = (await token()).body;
    expect(given.scope).not.toContain("pos.stock:read");
    expect(given.expires_in).toBe(3600);
    bearer = given.access_token;
    expect(await api("GET", "/stock")).toMatchObject({ status: 403, body: { title: "Insufficient Scope" } });
    bearer = "nothing";
    expect((await api("GET", "/stock")).status).toBe(401);
  });
});

describe("stock and its notice", () => {
  it("a sale moves stock, writes its history, and sends one notice without a quantity", async () => {
    const { body } = await api("POST", "/transactions", sale());
    expect(body).toMatchObject({ transactionHeadId: "1", total: "200", details: [{ productId: "11" }] });
    expect(await stock()).toEqual({ "11": "8" });
    await until(() => received.length === 2);
    const [notice] = notices();
    expect(notice?.headers).toMatchObject({
      "smaregi-contract-id": "sb_1",
      "smaregi-event": "pos:stock",
      "x-secret": "s3",
    });
    expect(notice?.body).toEqual({
      contractId: "sb_1",
      event: "pos:stock",
      action: "edited",
      ids: [{ id: "1", productId: "11", storeId: "1" }],
    });
    expect((await api("GET", "/stock/changes/11/1")).body).toMatchObject([
      { amount: "-2", stockAmount: "8", stockDivision: "02" },
    ]);
  });

  it("has no row for what never moved, none for an unknown product, and moves nothing without stock control", async () => {
    expect((await api("GET", "/stock?product_id=12")).body).toEqual([]);
    expect((await api("GET", "/stock?product_id=99")).body).toEqual([]);
    await api("POST", "/transactions", sale({}, { productId: "13" }));
    expect((await api("GET", "/stock?product_id=13")).body).toEqual([]);
    const { body } = await api("POST", "/transactions", sale({}, { productId: "99" }));
    expect(body.details[0].productId).toBeNull();
    expect(await stock()).toEqual({ "11": "10" });
  });

  it("takes ten thousand changes in one call, one notice for all, and lists them by pages of 1,000 with a link", async () => {
    const products = Array.from({ length: 10_000 }, (_, nth) => ({ productId: String(100_000 + nth) }));
    await control("POST", "/contracts/sb_1/products", products);
    const changes = products.map(({ productId }, nth) => ({ productId, storeId: "1", stockAmount: nth }));
    expect(await control("POST", "/contracts/sb_1/stock", { changes })).toEqual({ changed: 10_000 });
    await until(() => notices().length === 1);
    expect(notices()[0]?.body.ids).toHaveLength(10_000);
    const page = await api("GET", "/stock?store_id=1&limit=1000&page=10");
    expect(page.body).toHaveLength(1000);
    expect(page.headers.get("link")).toContain("page=11");
    expect((await api("GET", "/stock?limit=1001")).status).toBe(400);
  });

  it("writes stock over the API, within its range", async () => {
    expect((await api("PATCH", "/stock/11", { storeId: "1", stockAmount: "-5" })).body).toMatchObject({
      stockAmount: "-5",
    });
    expect((await api("POST", "/stock/11/add", { storeId: "1", stockAmount: "7" })).body).toMatchObject({
      stockAmount: "2",
    });
    expect((await api("PATCH", "/stock/11", { storeId: "1", stockAmount: "1000000000" })).status).toBe(400);
    expect((await api("PATCH", "/stock/11", { storeId: "9", stockAmount: "1" })).status).toBe(400);
    expect((await api("PATCH", "/stock/99", { storeId: "1", stockAmount: "1" })).status).toBe(404);
  });
});

describe("transactions", () => {
  it.each([
    ["an unknown key", { hello: "1" }, {}, "hello はサポートされていません"],
    ["a number for a string", { total: 200 }, {}, "total"],
    ["a wrong subtotal", { subtotal: "100" }, {}, "小計"],
    ["a wrong total", { total: "100" }, {}, "合計"],
    ["an unknown store", { storeId: "9" }, {}, "店舗ID"],
    ["a paused store", { storeId: "2" }, {}, "休止中"],
    ["an unknown terminal", { terminalId: "9" }, {}, "sumDivision"],
    ["a missing field", { terminalTranId: null }, {}, "terminalTranId"],
    ["an unknown key in a line", {}, { colour: "red" }, "colour"],
    ["a line without a quantity", {}, { quantity: null }, "quantity"],
  ])("refuses %s", async (_, more, line, reason) => {
    const answer = await api("POST", "/transactions", sale(more, line));
    expect(answer).toMatchObject({
      status: 400,
      body: { title: "Bad Request", detail: expect.stringContaining(reason) },
    });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await stock()).toEqual({ "11": "10" });
  });

  it("counts shipping, fee, discount and points in the total", async () => {
    const money = {
      carriage: "550",
      commission: "330",
      subtotalDiscountPrice: "50",
      pointDiscount: "30",
      total: "1000",
    };
    expect((await api("POST", "/transactions", sale(money))).status).toBe(200);
  });

  it("refuses the same four numbers again, unless told otherwise", async () => {
    const again = sale();
    expect((await api("POST", "/transactions", again)).status).toBe(200);
    expect((await api("POST", "/transactions", again)).status).toBe(400);
    await control("PATCH", "/switches", { duplicateKey: "accept" });
    expect((await api("POST", "/transactions", again)).status).toBe(200);
  });

  it("cancels once, disposes by a minus transaction, and lists within a window of 31 days", async () => {
    await api("POST", "/transactions", sale());
    await api("POST", "/transactions", sale());
    expect((await api("POST", "/transactions/1/cancel", {})).body).toMatchObject({ cancelDivision: "1" });
    expect((await api("POST", "/transactions/1/cancel", {})).status).toBe(400);
    expect((await api("POST", "/transactions/2/dispose", {})).body).toMatchObject({
      disposeDivision: "2",
      disposeServerTransactionHeadId: "2",
    });
    expect((await api("POST", "/transactions/99/cancel", {})).body).toMatchObject({
      title: "NotFound",
      status: 404,
    });
    expect(await stock()).toEqual({ "11": "10" });
    const day = (from: string, to: string) =>
      `/transactions?terminal_tran_date_time-from=${encodeURIComponent(from)}&terminal_tran_date_time-to=${encodeURIComponent(to)}`;
    expect(
      (await api("GET", day("2026-11-24T09:00:00+09:00", "2026-11-24T09:00:00+09:00"))).body.length,
    ).toBeGreaterThanOrEqual(2);
    expect((await api("GET", day("2026-10-01T00:00:00+09:00", "2026-11-24T00:00:00+09:00"))).status).toBe(
      400,
    );
    expect((await api("GET", "/transactions")).status).toBe(400);
    expect((await api("GET", "/transactions/1")).body).toMatchObject({ transactionHeadId: "1" });
    expect((await api("GET", "/products?store_id=1")).status).toBe(400);
  });
});

describe("what can go wrong", () => {
  it("429 with Retry-After above the pace", async () => {
    await control("PATCH", "/switches?contractId=sb_1", { readsPerSecond: 2 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => api("GET", "/stores")));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers.get("retry-after")).toBe("1");
  });

  it("commits, then hangs, resets or says 500: the sale stands", async () => {
    for (const kind of ["commitThen500", "commitThenReset"]) {
      await control("POST", "/faults", { call: "POST /transactions", kind });
      const answer = await api("POST", "/transactions", sale()).catch(() => null);
      expect(answer?.status ?? "cut").toBe(kind === "commitThen500" ? 500 : "cut");
    }
    await control("POST", "/faults", { call: "POST /transactions", kind: "commitThenTimeout" });
    const hanging = fetch(`${sandbox.url}/sb_1/pos/transactions`, {
      method: "POST",
      body: JSON.stringify(sale()),
      headers: { authorization: `Bearer ${bearer}` },
      signal: AbortSignal.timeout(200),
    });
    await expect(hanging).rejects.toThrow(/timeout/);
    expect(await stock()).toEqual({ "11": "4" });
    expect(await control("GET", "/contracts/sb_1/transactions")).toHaveLength(3);
  });

  it("maintenance of every kind, for the API and the token", async () => {
    for (const [maintenance, type] of [
      ["problem503", "problem+json"],
      ["html503", "text/html"],
    ]) {
      await control("PATCH", "/switches", { maintenance });
      const response = await fetch(`${sandbox.url}/sb_1/pos/stock`);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        503,
        expect.stringContaining(type ?? ""),
      ]);
    }
    await control("PATCH", "/switches", { maintenance: "reset" });
    await expect(fetch(`${sandbox.url}/app/sb_1/token`, { method: "POST" })).rejects.toThrow(/fetch failed/);
  });

  it.each([
    [{ notifications: "drop" }, 0],
    [{ duplicateNotifications: 2 }, 3],
    [{ reorderNotificationsMs: 30 }, 1],
    [{ notificationDelayMs: 30 }, 1],
  ])("notifications: %j", async (patch, count) => {
    await control("PATCH", "/switches", patch);
    await api("POST", "/transactions", sale());
    await until(() => notices().length >= count);
    if (count === 0) await delay(50);
    expect(notices()).toHaveLength(count);
    expect(new Set(notices().map(({ headers }) => headers["smaregi-event-id"])).size).toBe(
      Math.min(count, 1),
    );
  });

  it("notifications with a wrong secret, another contract or store, and one an ID", async () => {
    await control("PATCH", "/switches", {
      webhookHeader: "wrong",
      webhookContractId: "sb_x",
      notificationStoreId: "7",
      notificationPerId: true,
    });
    await control("POST", "/contracts/sb_1/stock", {
      changes: ["11", "12"].map((productId) => ({ productId, storeId: "1", amount: 1 })),
    });
    await until(() => notices().length === 2);
    expect(notices()[0]?.headers["x-secret"]).not.toBe("s3");
    expect(notices()[0]?.body).toMatchObject({ contractId: "sb_x", ids: [{ storeId: "7" }] });
  });

  it("refuses a switch or a fault that does not exist", async () => {
    expect(await control("PATCH", "/switches", { maintenence: "off" })).toMatchObject({ status: 400 });
    expect(await control("POST", "/faults", { call: "GET /nothing", kind: "reset" })).toMatchObject({
      status: 400,
    });
  });
});

describe("the state file", () => {
  it("keeps contracts, stock and books over a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    const file = join(folder, "state.json");
    const first = await startSandbox({ file, seed: true });
    const post = (url: string, body: object) => fetch(url, { method: "POST", body: JSON.stringify(body) });
    await post(`${first.url}/_sandbox/contracts/sb_musubi/sales`, {
      storeId: "1",
      terminalId: "1",
      lines: [{ productId: "8000001", quantity: 4 }],
    });
    await first.close();
    const second = await startSandbox({ file, seed: true });
    const books = (await (
      await fetch(`${second.url}/_sandbox/contracts/sb_musubi/transactions`)
    ).json()) as any[];
    const rows = (await (await fetch(`${second.url}/_sandbox/contracts/sb_musubi/stock`)).json()) as any[];
    expect(books).toMatchObject([{ total: "5184", details: [{ productId: "8000001", quantity: "4" }] }]);
    expect(rows.find((row) => row.productId === "8000001").stockAmount).toBe("20");
    await second.close();
    await rm(folder, { recursive: true });
  });
});
