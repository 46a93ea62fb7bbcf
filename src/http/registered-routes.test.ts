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

/** The routes that the server answers, in the form of the table. */
const registered = new Set(
  app.routes
    // Routes that are registered for every method serve pages.
    .filter(({ method, path }) => method !== "ALL" || path === "/assets/*")
    .map(({ method, path }) => {
      const named = path.replace("{[0-9-]+}", "").replaceAll(/:(\w+)/g, "{$1}");
      return `${method === "ALL" ? "GET" : method} ${named}`;
    }),
);

it("the table of routes has every route that the server has, and no other", () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...registered].sort());
});

/** The places of a description that allow null by one word and forbid it by another. */
function contradictions(said: unknown, at = ""): string[] {
  if (typeof said !== "object" || said === null) return [];
  const schema = said as { type?: unknown; enum?: unknown[]; allOf?: { type?: unknown }[] };
  const takesNull = ({ type }: { type?: unknown }) => [type].flat().includes("null");
  const isOdd =
    (schema.allOf?.some(takesNull) ?? false) ||
    (Array.isArray(schema.enum) && takesNull(schema) && !schema.enum.includes(null));
  const below = Object.entries(said).flatMap(([key, each]) => contradictions(each, `${at}/${key}`));
  return isOdd ? [at, ...below] : below;
}

it("every route is described with what it answers: problems, too, and what their bodies are", async () => {
  type Answers = { responses: Record<string, { content?: object }> };
  const described: unknown = await (await app.request("/openapi.json")).json();
  const { paths } = described as { paths: Record<string, Record<string, Answers>> };
  const lacking = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) => {
      const isTold = responses["4XX"] !== undefined && responses["5XX"] !== undefined;
      // Smaregi is answered with an empty body.
      const good = path.startsWith("/webhooks/") ? undefined : responses["200"];
      const hasBody = good === undefined || good.content !== undefined;
      return isTold && hasBody ? [] : [`${method} ${path}`];
    }),
  );
  expect(lacking).toEqual([]);
});

it("what may be null is described so that a program built on the description takes null", async () => {
  const described: unknown = await (await app.request("/openapi.json")).json();
  expect(contradictions(described)).toEqual([]);
});
