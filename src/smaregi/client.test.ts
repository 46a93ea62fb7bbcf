import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { createSmaregi } from "./client.ts";
import { jst, readTime } from "./jst.ts";
import type { Pace, Smaregi } from "./types.ts";

const account = { contractId: "sb_test", clientId: "client", clientSecret: "secret" };
const taken: string[] = [];
const paused: number[] = [];
const pace: Pace = {
  take: async (_, kind) => void taken.push(kind),
  pause: async (_, __, milliseconds) => void paused.push(milliseconds),
};

let sandbox: Sandbox;
let smaregi: Smaregi;
const control = async (method: string, path: string, body?: object): Promise<any> => {
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return await response.json();
};
const counts = async (): Promise<Record<string, number>> => (await control("GET", "/calls")).counts;
const fault = (call: string, kind: string, times = 1) => control("POST", "/faults", { call, kind, times });
const open = (url: string, timeoutMs = 400) => createSmaregi({ idUrl: url, apiUrl: url, timeoutMs, pace });

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await control("POST", "/reset");
  await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
  await control("PUT", `/contracts/${account.contractId}`, {
    clientId: "client",
    clientSecret: "secret",
    stores: [{ storeId: "1", storeName: "本店" }],
    terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
    products: [
      { productId: "8000001", productName: "珈琲", price: 1296, reduceTaxId: "10000001" },
      { productId: "8000002", productName: "急須" },
    ],
    stock: [{ storeId: "1", productId: "8000001", stockAmount: -3 }],
  });
  taken.length = 0;
  paused.length = 0;
  smaregi = open(sandbox.url);
});
afterEach(() => smaregi.close());

const body = (terminalTranId: string, more: object = {}) => ({
  transactionHeadDivision: "1",
  subtotal: "1296",
  total: "1296",
  storeId: "1",
  terminalId: "2",
  terminalTranId,
  terminalTranDateTime: jst(new Date()),
  transactionUuid: `u-${terminalTranId}`,
  ...more,
  details: [
    {
      transactionDetailId: "1",
      transactionDetailDivision: "1",
      salesPrice: "1296",
      quantity: "1",
      productId: "8000001",
    },
  ],
});

describe("what Smaregi answers, as values", () => {
  it("stock: a row, no row; product: found, missing", async () => {
    expect(await smaregi.stockOf(account, { storeId: "1", productId: "8000001" })).toMatchObject({
      kind: "found",
      amount: -3,
    });
    expect(await smaregi.stockOf(account, { storeId: "1", productId: "8000002" })).toEqual({ kind: "noRow" });
    expect(await smaregi.product(account, "8000001")).toMatchObject({
      kind: "found",
      product: { productName: "珈琲", reduceTaxId: "10000001", stockManaged: true },
    });
    expect(await smaregi.product(account, "999")).toEqual({ kind: "missing" });
    const window = { updatedFrom: new Date(Date.now() - 60_000), updatedTo: new Date(Date.now() + 60_000) };
    expect(await smaregi.stockPage(account, { storeId: "1", page: 1, limit: 1000, ...window })).toMatchObject(
      { kind: "found", last: true, rows: [{ productId: "8000001" }] },
    );
    expect(await smaregi.stores(account)).toMatchObject({ stores: [{ storeId: "1", storeName: "本店" }] });
    expect(await smaregi.terminals(account)).toMatchObject({ terminals: [{ terminalId: "2" }] });
  });

  it("a sale: registered, found by its window, cancelled, cancelled again is refused, missing", async () => {
    const answer = await smaregi.registerTransaction(account, body("7"));
    expect(answer).toMatchObject({ kind: "registered", unknownProductIds: [] });
    const id = answer.kind === "registered" ? answer.transactionId : "";
    const now = Date.now();
    const window = {
      storeId: "1",
      terminalTranFrom: new Date(now - 5_000),
      terminalTranTo: new Date(now + 5_000),
      page: 1,
      limit: 1000,
    };
    expect(await smaregi.transactionPage(account, window)).toMatchObject({
      kind: "found",
      transactions: [
        { transactionId: id, terminalTranId: "7", transactionUuid: "u-7", cancelled: false, total: 1296 },
      ],
    });
    expect(await smaregi.cancelTransaction(account, id)).toEqual({ kind: "cancelled" });
    expect(await smaregi.cancelTransaction(account, id)).toMatchObject({ kind: "refused", status: 400 });
    expect(await smaregi.transaction(account, id)).toMatchObject({
      kind: "found",
      transaction: { cancelled: true },
    });
    expect(await smaregi.cancelTransaction(account, "99")).toEqual({ kind: "missing" });
    expect(await smaregi.transaction(account, "99")).toEqual({ kind: "missing" });
  });

  it("names the products of a sale that Smaregi does not know and stored as none", async () => {
    const sale = body("8");
    sale.details[0]!.productId = "999";
    expect(await smaregi.registerTransaction(account, sale)).toMatchObject({
      kind: "registered",
      unknownProductIds: ["999"],
    });
  });

  it("a refusal carries Smaregi's own reason", async () => {
    const answer = await smaregi.registerTransaction(account, body("9", { storeId: "5" }));
    expect(answer).toMatchObject({
      kind: "refused",
      status: 400,
      reason: expect.stringContaining("指定された店舗ID"),
    });
  });
});

describe("token", () => {
  it("is asked for once for many callers, and kept", async () => {
    await Promise.all(Array.from({ length: 20 }, () => smaregi.product(account, "8000001")));
    await smaregi.product(account, "8000001");
    expect((await counts())["POST /token"]).toBe(1);
  });

  it("is renewed once on a 401; a second 401 is refused", async () => {
    await smaregi.product(account, "8000001");
    await fault("GET /products/{id}", "status401");
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "found" });
    expect((await counts())["POST /token"]).toBe(2);
    await fault("GET /products/{id}", "status401", 2);
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "refused", status: 401 });
  });

  it("tells that the credentials were refused, and that a call never left where there is no token", async () => {
    const wrong = await smaregi.credentials({ ...account, clientSecret: "wrong" });
    expect(wrong).toMatchObject({ kind: "refused", step: "token", status: 401 });
    expect(JSON.stringify(wrong)).not.toContain("wrong");
    await fault("POST /token", "status503");
    expect(await smaregi.registerTransaction(account, body("1"))).toMatchObject({
      kind: "unclear",
      step: "token",
      sent: false,
    });
    expect((await counts())["POST /transactions"] ?? 0).toBe(0);
  });

  it("with a short life is asked for again before it ends", async () => {
    await control("PATCH", "/switches", { tokenSeconds: 0.05 });
    await smaregi.product(account, "8000001");
    await new Promise((done) => setTimeout(done, 60));
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "found" });
  });
});

describe("pace", () => {
  it("takes a slot for every call, tokens among the reads", async () => {
    await smaregi.registerTransaction(account, body("1"));
    expect(taken).toEqual(["read", "write"]);
  });

  it("waits as a 429 says, tells all processes, and sends again; after five times it is refused", async () => {
    await fault("POST /transactions", "status429", 2);
    expect(await smaregi.registerTransaction(account, body("1"))).toMatchObject({ kind: "registered" });
    expect(paused).toEqual([1000, 1000]);
    await fault("POST /transactions", "status429", 6);
    expect(await smaregi.registerTransaction(account, body("2"))).toMatchObject({
      kind: "refused",
      status: 429,
    });
  });
});

describe("the unclear", () => {
  it.each([
    ["commitThenTimeout", "timeout"],
    ["timeout", "timeout"],
    ["commitThenReset", "dropped"],
    ["reset", "dropped"],
    ["commitThen500", "serverError"],
    ["html502", "serverError"],
    ["garbage", "unreadable"],
    ["emptyBody", "unreadable"],
  ])("a registration that met %s is unclear (%s), and was sent once", async (kind, cause) => {
    await fault("POST /transactions", kind);
    expect(await smaregi.registerTransaction(account, body("1"))).toMatchObject({
      kind: "unclear",
      cause,
      sent: true,
      step: "call",
    });
    expect((await counts())["POST /transactions"]).toBe(1);
  });

  it("a read on a dropped connection is sent again once", async () => {
    await smaregi.product(account, "8000001");
    await fault("GET /products/{id}", "reset");
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "found" });
    await fault("GET /products/{id}", "reset", 2);
    expect(await smaregi.product(account, "8000001")).toMatchObject({ kind: "unclear", cause: "dropped" });
  });

  it("nobody listening: certain that nothing was sent", async () => {
    const nowhere = open("http://127.0.0.1:9");
    expect(await nowhere.product(account, "1")).toMatchObject({
      kind: "unclear",
      cause: "unreachable",
      sent: false,
    });
    await nowhere.close();
  });
});

describe("over the wire", () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());
  const serve = async (
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<Smaregi> => {
    server = createServer((request, response) => {
      if (!request.url?.startsWith("/app/")) return answer(request, response);
      response.end(JSON.stringify({ access_token: "t", expires_in: 3600, scope: "pos.stock:read" }));
    });
    await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
    await smaregi.close();
    smaregi = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return smaregi;
  };

  it("half an answer, then a cut: unclear", async () => {
    const client = await serve((_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"transactionHeadId":');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    });
    expect(await client.registerTransaction(account, body("1"))).toMatchObject({
      kind: "unclear",
      cause: "dropped",
      sent: true,
    });
  });

  it("an answer that trickles without end is cut off at the time limit", async () => {
    const client = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(timer));
    });
    expect(await client.registerTransaction(account, body("1"))).toMatchObject({
      kind: "unclear",
      cause: "timeout",
    });
  });

  it("sends IDs and the plus of +09:00 encoded, and times in Japan's time", async () => {
    let url = "";
    const client = await serve((request, response) => {
      url = request.url ?? "";
      response.end("[]");
    });
    const updatedFrom = new Date("2026-11-24T00:00:00Z");
    await client.stockPage(
      { ...account, contractId: "a/b" },
      { storeId: "1", page: 1, limit: 10, updatedFrom },
    );
    expect(url).toContain("/a%2Fb/pos/stock?");
    expect(url).toContain("upd_date_time-from=2026-11-24T09%3A00%3A00%2B09%3A00");
  });

  it("reads times with and without the colon, and knows no others", () => {
    expect(readTime("2022-11-01T10:02:43+0900")).toEqual(readTime("2022-11-01T10:02:43+09:00"));
    expect(readTime("yesterday")).toBeNull();
    expect(jst(new Date("2026-12-31T15:00:00.900Z"))).toBe("2027-01-01T00:00:00+09:00");
  });
});
