import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { notThere, refuse } from "./answer.ts";
import { actions } from "./control.ts";
import { servePage } from "./pages.ts";
import { keepInFile } from "./persist.ts";
import { seedPractice } from "./seed.ts";
import { findCall, serveApi } from "./serve-api.ts";
import type { State } from "./state.ts";
import { defaultSwitches } from "./switches.ts";
import { readBody, readJson, send } from "./wire.ts";

export type Sandbox = { url: string; port: number; close(): Promise<void> };

/**
 * Starts a local Smaregi: token host, Platform API, control API (`/_sandbox/...`) and till page at one address.
 * `file` keeps its contracts over restarts; `seed` fills an empty one with the practice shop.
 */
export async function startSandbox(
  options: { port?: number; host?: string; file?: string; seed?: boolean } = {},
): Promise<Sandbox> {
  const state = newState();
  const kept = options.file === undefined ? null : keepInFile(state, options.file);
  if (options.seed === true && state.contracts.size === 0) seedPractice(state);
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      if (!response.headersSent)
        send(response, refuse(500, error instanceof Error ? error.message : String(error)));
    });
  });
  // Keeps connections longer than a client should, so that the client is the one to close them.
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host ?? "127.0.0.1"}:${port}`,
    port,
    close: async () => {
      kept?.flush();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function newState(): State {
  return {
    contracts: new Map(),
    tokens: new Map(),
    switches: { ...defaultSwitches },
    faults: [],
    webhook: null,
    contractWebhooks: new Map(),
    calls: [],
    counts: new Map(),
    notifications: [],
    buckets: new Map(),
    seq: 0,
    listeners: new Set(),
    changed: () => undefined,
  };
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const method = request.method ?? "GET";
  if (url.pathname === "/_sandbox/events") return stream(state, response);
  if (url.pathname.startsWith("/_sandbox/")) {
    const path = url.pathname.slice("/_sandbox".length);
    for (const [verb, pattern, action] of actions) {
      const match = verb === method ? pattern.exec(path) : null;
      if (match === null) continue;
      const body = readJson(await readBody(request));
      const parts = match.slice(1).map(decodeURIComponent);
      return send(response, await action({ state, query: url.searchParams, body, parts }));
    }
    return send(response, refuse(404, "There is no such control: see docs/sandbox.md."));
  }
  const found = findCall(method, url.pathname);
  if (found !== null) return await serveApi(state, found, url, request, response);
  if (method === "GET" && servePage(url.pathname, response)) return;
  send(response, notThere());
}

function stream(state: State, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": hello\n\n");
  const listener = (event: string, data: object) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  state.listeners.add(listener);
  response.on("close", () => state.listeners.delete(listener));
}
