import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "./start.ts";
import { refuseForeign } from "./who-may.ts";

const host = "127.0.0.1:3001";

describe("who may use the control API", () => {
  it.each([
    ["a program", { host }, true],
    ["the till's own page", { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" }, true],
    ["one who types the address", { host, "sec-fetch-site": "none" }, true],
    ["by localhost", { host: "localhost:3001" }, true],
    ["by IPv6", { host: "[::1]:3001", origin: "http://[::1]:3001" }, true],
    ["by the name that it listens on", { host: "box.lan:3001" }, true],
    ["another site's page", { host, origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false],
    ["another site's page in an older browser", { host, origin: "https://evil.example" }, false],
    ["a page without an origin", { host, origin: "null" }, false],
    [
      "another port of the same machine",
      { host, origin: "http://127.0.0.1:8080", "sec-fetch-site": "same-site" },
      false,
    ],
    ["an image or a form, which say no origin", { host, "sec-fetch-site": "cross-site" }, false],
    ["a name that was made to lead here", { host: "evil.example:3001" }, false],
    [
      "such a name with its own page",
      { host: "evil.example", origin: "http://evil.example", "sec-fetch-site": "same-origin" },
      false,
    ],
    ["no host", {}, false],
  ])("%s: %j, %s", (_, headers, may) => {
    expect(refuseForeign(headers, "box.lan") === null).toBe(may);
  });
});

describe("the door of the control API", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ seed: true });
  });
  afterAll(() => sandbox.close());

  const ask = (method: string, path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((done, failed) => {
      const sent = request(`${sandbox.url}/_sandbox${path}`, { method, headers }, (answer) => {
        done(answer.statusCode);
        answer.destroy();
      });
      sent.on("error", failed);
      sent.end();
    });

  it.each([
    ["GET", "/contracts"],
    ["GET", "/events"],
    ["POST", "/reset"],
  ])(
    "%s %s is refused to another site's page and by another site's name, and nothing is done",
    async (method, path) => {
      expect(await ask(method, path, { origin: "https://evil.example" })).toBe(403);
      expect(await ask(method, path, { host: "evil.example" })).toBe(403);
      expect(await ask("GET", "/contracts/sb_musubi", {})).toBe(200);
    },
  );
});
