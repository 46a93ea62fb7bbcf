import type { Server } from "./server.ts";
import type { Json } from "./shop.ts";

/** The demo shop of a server in practice mode: its addresses, its API, and the control of the local Smaregi. */
export type DemoShop = {
  url: string;
  shopUrl: string;
  tillUrl: string;
  signInUrl: string;
  /**
   * The merchant API, with the demo's key; a text is sent as CSV, and a text answer is in `text`. Throws if the API
   * refuses.
   */
  api(method: string, path: string, body?: object | string): Promise<Json>;
  /** The controls of the local Smaregi. */
  smaregi(method: string, path: string, body?: object): Promise<Json>;
  /** Sells at the till of the local Smaregi, one piece by default. */
  sell(productId: string, quantity?: number): Promise<Json>;
};

/** The demo shop from what the server prints at its start. */
export function demoShopOf(server: Server): DemoShop {
  const said = (pattern: RegExp): string => {
    const [, found] = pattern.exec(server.said()) ?? [];
    if (found === undefined) throw new Error(`The server did not say ${String(pattern)}: ${server.said()}`);
    return found;
  };
  const apiKey = said(/(mk_[\w-]+)/);
  const sandbox = said(/(http\S+)\/till/);
  const smaregi = (method: string, path: string, body?: object) =>
    ask(`${sandbox}/_sandbox${path}`, method, body);
  return {
    url: server.url,
    shopUrl: said(/(http\S+\/shop\/[\d-]+)\//),
    tillUrl: `${sandbox}/till`,
    signInUrl: said(/(http\S+#link=\S+)/),
    api: (method, path, body) =>
      ask(`${server.url}/api/v1${path}`, method, body, { authorization: `Bearer ${apiKey}` }),
    smaregi,
    sell: (productId, quantity = 1) =>
      smaregi("POST", "/contracts/sb_musubi/sales", {
        storeId: "1",
        terminalId: "1",
        lines: [{ productId, quantity }],
      }),
  };
}

async function ask(url: string, method: string, body?: object | string, headers = {}): Promise<Json> {
  const type = typeof body === "string" ? "text/csv" : "application/json";
  const sent = typeof body === "object" ? JSON.stringify(body) : (body ?? null);
  const response = await fetch(url, { method, headers: { "content-type": type, ...headers }, body: sent });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return (isJson && text !== "" ? JSON.parse(text) : { text }) as Json;
}
