import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { notThere, refuse } from "./answer.ts";
import { control } from "./control.ts";
import { streamEvents } from "./events.ts";
import { servePage } from "./pages.ts";
import { keepInFile } from "./persist.ts";
import { askPerson, takePress } from "./sign-in/authorize.ts";
import { seedPractice } from "./seed.ts";
import { findCall, serveApi } from "./serve-api.ts";
import { dropLater, type State } from "./state.ts";
import { defaultSwitches } from "./switches.ts";
import { refuseForeign } from "./who-may.ts";
import { readBody, send } from "./wire.ts";

export type Sandbox = { url: string; port: number; close(): Promise<void> };

/**
 * Starts a local Smaregi: token host, Platform API, control API (`/_sandbox/...`) and till page at one address. Without a port it
 * takes a free one; `file` keeps its contracts over restarts; `seed` fills an empty one with the practice shop. Rejects if the port
 * is taken.
 */
export async function startSandbox(
  options: { port?: number; host?: string; file?: string; seed?: boolean } = {},
): Promise<Sandbox> {
  const { port: wanted = 0, host = "127.0.0.1", file } = options;
  const state = newState();
  const server = createServer((request, response) => {
    serve({ state, host }, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, refuse(500, error instanceof Error ? error.message : String(error)));
    });
  });
  // Keeps connections open longer than a client should, so that the client closes them.
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(wanted, host, done);
  });
  // Opened after the port: if two are started with the same settings, the one that gives up does not touch the file.
  const kept = file === undefined ? null : openFile(state, file, server);
  if (options.seed === true && state.contracts.size === 0) seedPractice(state);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      dropLater(state);
      kept?.flush();
    },
  };
}

function openFile(state: State, file: string, server: Server): { flush(): void } {
  try {
    return keepInFile(state, file);
  } catch (error) {
    server.close();
    throw error;
  }
}

function newState(): State {
  return {
    contracts: new Map(),
    tokens: new Map(),
    codes: new Map(),
    userTokens: new Map(),
    redirectUris: null,
    switches: defaultSwitches(),
    faults: [],
    webhook: null,
    contractWebhooks: new Map(),
    calls: [],
    counts: new Map(),
    notifications: [],
    announced: new Map(),
    held: [],
    buckets: new Map(),
    seq: 0,
    timers: new Set(),
    listeners: new Set(),
    keep: () => undefined,
  };
}

async function serve(
  { state, host }: { state: State; host: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? "/";
  const url = URL.canParse(target, "http://local") ? new URL(target, "http://local") : null;
  const method = request.method ?? "GET";
  if (url === null) return send(response, notThere());
  if (url.pathname.startsWith("/_sandbox/")) {
    const refused = refuseForeign(request.headers, host);
    if (refused !== null) return send(response, refused);
  }
  if (url.pathname === "/_sandbox/events") return streamEvents(state, response);
  if (url.pathname.startsWith("/_sandbox/")) {
    const path = url.pathname.slice("/_sandbox".length);
    const text = await readBody(request);
    return send(response, await control(state, { method, path, query: url.searchParams, text }));
  }
  if (url.pathname === "/authorize") {
    if (method === "GET") return send(response, askPerson(state, url.searchParams));
    const form = new URLSearchParams(await readBody(request));
    if (method === "POST") return send(response, takePress(state, url.searchParams, form));
  }
  const found = findCall(method, url.pathname);
  if (found !== null) return await serveApi(state, found, url, request, response);
  if (method === "GET" && servePage(url.pathname, response)) return;
  send(response, notThere());
}
