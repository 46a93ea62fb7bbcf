import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { openClient, openNotes } from "./local.fixture.ts";
import type { Smaregi } from "./types.ts";

export type Asked = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };

/** A server that answers as each test defines, for what only the bare wire can show, and a client of it. */
export function useServer() {
  let server: Server | undefined;
  const wired = {
    smaregi: undefined as unknown as Smaregi,
    notes: openNotes(),
    /** Starts the server. Returns the list of requests that it received, with bodies read to the end. */
    answer: async (
      reply: (request: IncomingMessage, response: ServerResponse) => unknown,
      options: { timeoutMs?: number } = {},
    ): Promise<Asked[]> => {
      const asked: Asked[] = [];
      const take = async (request: IncomingMessage, response: ServerResponse) => {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        asked.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
        reply(request, response);
      };
      server = createServer((request, response) => void take(request, response));
      await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
      wired.notes = openNotes();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      wired.smaregi = openClient(url, { ...wired.notes.options, ...options });
      return asked;
    },
    /** Stops the server: from then on nothing listens there. */
    stop: async (): Promise<void> => {
      const ended = server;
      server = undefined;
      if (ended === undefined) return;
      await new Promise<void>((done) => {
        ended.close(() => done());
        ended.closeAllConnections();
      });
    },
  };
  afterEach(async () => {
    await wired.smaregi?.close();
    await wired.stop();
  });
  return wired;
}

/** Answers token calls, and leaves all others to `reply`. */
export const withToken =
  (reply: (request: IncomingMessage, response: ServerResponse) => unknown) =>
  (request: IncomingMessage, response: ServerResponse): unknown =>
    request.url?.startsWith("/app/")
      ? response.end(JSON.stringify({ access_token: "t", expires_in: 3600, scope: "pos.stock:read" }))
      : reply(request, response);
