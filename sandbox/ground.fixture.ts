import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { patienceMs } from "../test/support/wait.ts";
import { startSandbox, type Sandbox } from "./start.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- answers of all shapes
export type Json = any;
type Reply = { status: number; headers: Headers; text: string; body: Json };
type Notice = { headers: Record<string, unknown>; body: Json };

/** A local Smaregi with one small contract, `sb_1`, and a receiver for its notifications; all over real HTTP. */
export type Ground = {
  sandbox: Sandbox;
  /** The notifications that the receiver got, in order. */
  received: Notice[];
  /** The receiver's answer: a status, or no answer at all. */
  receiver: { status: number | "silence" };
  control(method: string, path: string, body?: unknown): Promise<Json>;
  api(method: string, path: string, body?: unknown, options?: ApiOptions): Promise<Reply>;
  token(options?: { secret?: string; scope?: string; form?: string }): Promise<Reply>;
  /** Quantities in store 1, by product. */
  stock(): Promise<Record<string, string>>;
  books(): Promise<Json[]>;
  notices(event?: string): Notice[];
  /** Makes the contract new; every switch has its default, except that the pace is off. */
  fresh(): Promise<void>;
  close(): Promise<void>;
};
type ApiOptions = { bearer?: string; contractId?: string; signal?: AbortSignal };

const allScope =
  "pos.stock:read pos.stock:write pos.stock-changes:read pos.products:read pos.transactions:read pos.transactions:write pos.stores:read";

/** Opens it. Call `fresh` before each test, and `close` after all. */
export async function openGround(): Promise<Ground> {
  const sandbox = await startSandbox();
  const received: Notice[] = [];
  const receiver: Ground["receiver"] = { status: 200 };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body: JSON.parse(text) });
      if (receiver.status !== "silence") response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  let bearer = "";

  const ground: Ground = {
    sandbox,
    received,
    receiver,
    control: async (method, path, body) => {
      const init = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      return (await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...init })).json();
    },
    api: async (method, path, body, options = {}) => {
      const response = await fetch(`${sandbox.url}/${options.contractId ?? "sb_1"}/pos${path}`, {
        method,
        headers: { authorization: `Bearer ${options.bearer ?? bearer}` },
        ...(options.signal && { signal: options.signal }),
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return await read(response);
    },
    token: async ({ secret = "secret", scope = allScope, form } = {}) => {
      const response = await fetch(`${sandbox.url}/app/sb_1/token`, {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`client:${secret}`).toString("base64")}`,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: form ?? new URLSearchParams({ grant_type: "client_credentials", scope }),
      });
      return await read(response);
    },
    stock: async () => {
      const rows: Json[] = await ground.control("GET", "/contracts/sb_1/stock?storeId=1");
      return Object.fromEntries(rows.map((row) => [row.productId, row.stockAmount]));
    },
    books: () => ground.control("GET", "/contracts/sb_1/transactions"),
    notices: (event = "pos:stock") => received.filter((each) => each.body.event === event),
    fresh: async () => {
      await ground.control("POST", "/reset");
      await ground.control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
      await ground.control("PUT", "/contracts/sb_1", contract);
      bearer = (await ground.token()).body.access_token;
      await ground.control("PUT", "/webhook", { url: webhook, headerName: "X-Secret", headerValue: "s3" });
      await ground.control("DELETE", "/calls");
      received.length = 0;
      receiver.status = 200;
    },
    close: async () => {
      await sandbox.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return ground;
}

async function read(response: Response): Promise<Reply> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = headers.get("content-type")?.includes("json") === true && /^[[{"n]/.test(text);
  let body: Json = null;
  try {
    if (isJson) body = JSON.parse(text);
  } catch {
    // Garbage that a test asked for: the test looks at the text.
  }
  return { status, headers, text, body };
}

/** The content of `sb_1`: 11 has 10 in stock, 12 never moved, 13 is without stock control; store 2 is paused, 3 closes by hand. */
const contract = {
  clientId: "client",
  clientSecret: "secret",
  stores: [{ storeId: "1" }, { storeId: "2", pauseFlag: "1" }, { storeId: "3", sumProcDivision: "0" }],
  terminals: [
    { storeId: "1", terminalId: "1" },
    { storeId: "3", terminalId: "3" },
  ],
  paymentMethods: [{ paymentMethodId: "7", paymentMethodName: "代金引換" }],
  products: [
    { productId: "11", productName: "珈琲", productCode: "COFFEE", price: 108, reduceTaxId: "10000001" },
    { productId: "12", price: 100 },
    { productId: "13", price: 100, stockControlDivision: "1" },
  ],
  stock: [{ storeId: "1", productId: "11", stockAmount: 10 }],
};

let number = 0;

/** A sale of two of product 11, 200 yen in total, with its own number. */
export const sale = (more: object = {}, line: object = {}) => ({
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

/** Waits for a state. */
export async function until(what: string, ask: () => unknown): Promise<void> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    if (await ask()) return;
    await delay(10);
  }
  throw new Error(`It never came to: ${what}`);
}
