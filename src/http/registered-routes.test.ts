import { afterAll, expect, it } from "vitest";
import { openContext, openLog } from "../context.ts";
import { readSettings } from "../env.ts";
import { createApp } from "./app.ts";
import { routes } from "./routes.ts";
import { sealingKeysOf } from "../kit/sealed.ts";

const nowhere = "http://127.0.0.1:9";
const ctx = openContext({
  settings: readSettings({}),
  connection: { host: "/nowhere", user: "nobody", database: "none" },
  smaregi: { idUrl: nowhere, apiUrl: nowhere },
  sealingKeys: sealingKeysOf([Buffer.alloc(32)]),
  log: openLog("silent"),
});
afterAll(() => ctx.close());

const unused = (): never => {
  throw new Error("Nothing is asked of it.");
};
const demo = { name: "", number: "", makeSignInLink: unused, read: unused, setAway: unused };
const app = createApp(ctx, { watch: unused, close: async () => {} }, { tillUrl: `${nowhere}/till`, demo });

/** What the server answers to, as the table writes it. */
const registered = new Set(
  app.routes
    // Pages are served by what is registered for every method.
    .filter(({ method, path }) => method !== "ALL" || path === "/assets/*")
    .map(({ method, path }) => {
      const named = path.replace("{[0-9-]+}", "").replaceAll(/:(\w+)/g, "{$1}");
      return `${method === "ALL" ? "GET" : method} ${named}`;
    }),
);

it("the table of routes has every route that the server has, and no other", () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...registered].sort());
});
