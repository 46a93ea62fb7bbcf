import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse, patient, type House, type Json, type Shop } from "../support/shop.ts";

let house: House;
let shop: Shop;
let spec: Json;
beforeAll(async () => {
  house = await openHouse(patient);
  shop = await house.openShop({ connect: false });
  spec = (await (await fetch(`${house.server.url}/openapi.json`)).json()) as Json;
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

/** Of every kind that a program or a person sends by mistake. */
const garbage: unknown[] = [
  "",
  " ",
  "あ！?",
  "０x",
  "\u{200B}",
  -1.5,
  1e21,
  true,
  null,
  [],
  [[]],
  {},
  { a: 1 },
  "x".repeat(30_000),
];

const resolved = (schema: Json | undefined): Json => {
  const name = schema?.["$ref"]?.split("/").at(-1);
  return name === undefined ? (schema ?? {}) : resolved(spec["components"].schemas[name]);
};

/** A value that fits a schema, as far as it is needed to reach a field within it. */
function sample(given: Json | undefined, depth = 0): unknown {
  const schema = resolved(given);
  if (depth > 5) return null;
  const choice = (schema["anyOf"] ?? schema["oneOf"] ?? schema["allOf"])?.[0];
  if (choice !== undefined) return sample(choice, depth + 1);
  if (schema["enum"] !== undefined) return schema["enum"][0];
  const type = [schema["type"]].flat()[0];
  if (type === "object")
    return Object.fromEntries(
      Object.entries((schema["properties"] ?? {}) as Json).map(([name, each]) => [
        name,
        sample(each, depth + 1),
      ]),
    );
  if (type === "array") return [sample(schema["items"], depth + 1)];
  if (type === "boolean") return false;
  return type === "integer" || type === "number" ? Math.max(1, Number(schema["minimum"] ?? 1)) : "1";
}

type Path = (string | number)[];
/** Where a body can be wrong: itself, and each of its fields. */
function places(given: Json | undefined, at: Path = []): Path[] {
  const schema = resolved(given);
  if (at.length > 6) return [at];
  const choices: Json[] = schema["anyOf"] ?? schema["oneOf"] ?? schema["allOf"] ?? [];
  const fields = Object.entries((schema["properties"] ?? {}) as Json);
  return [
    at,
    ...choices.flatMap((choice) => places(choice, at).slice(1)),
    ...fields.flatMap(([name, each]) => places(each, [...at, name])),
    ...(schema["items"] === undefined ? [] : places(schema["items"], [...at, 0])),
  ];
}

function put(body: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  if (typeof head === "number") return [put(Array.isArray(body) ? body[0] : {}, rest, value)];
  const own = (typeof body === "object" && body !== null && !Array.isArray(body) ? body : {}) as Json;
  return { ...own, [head]: put(own[head], rest, value) };
}

type Operation = { method: string; path: string; operation: Json };
const operations = (): Operation[] =>
  Object.entries(spec["paths"] as Json).flatMap(([path, each]) =>
    Object.entries(each as Json).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );

/** Patterns, names of types, and words of libraries and of JavaScript. */
const machine =
  /[\\^$]\/|\/\^|\\[dwspu]|\[A-Z|\[0-9|\{\d+,\d*\}|パターン\/|regex|\bNaN\b|\bnull\b|undefined|\[object|\b(?:array|object|string|boolean|integer|enum|union|literal|schema|zod|json schema|typeof|instanceof)\b|expected|received|invalid_|Invalid (?:input|string)|unrecognized|too_(?:small|big)|SyntaxError|at position \d/i;

async function ask(method: string, path: string, body: unknown, language: string): Promise<string[]> {
  const response = await fetch(`${house.server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${shop.apiKey}`,
      "accept-language": language,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.headers.get("content-type")?.includes("event-stream") === true) {
    await response.body?.cancel();
    return [];
  }
  const text = await response.text();
  if (response.status < 400) return [];
  if (response.status >= 500 && response.status !== 503)
    return [`HTTP ${response.status}: ${text.slice(0, 200)}`];
  const problem = JSON.parse(text) as { detail: string; errors?: { message: string }[] };
  return [problem.detail, ...(problem.errors ?? []).map(({ message }) => message)];
}

describe("P10: whatever is sent, what is told is for people", () => {
  it.each(["ja", "en"])("garbage in every field of every route, told in %s", async (language) => {
    const told = new Map<string, string>();
    let asked = 0;
    const note = async (where: string, method: string, path: string, body: unknown) => {
      asked += 1;
      for (const sentence of await ask(method, path, body, language))
        if (!told.has(sentence)) told.set(sentence, where);
    };
    for (const { method, path, operation } of operations()) {
      // Ends this merchant's own way in, or tells events without an end.
      if (path.endsWith("/events")) continue;
      const there = path.replaceAll(/\{[^}]+\}/g, "01a20a66-c2f5-74aa-9594-0cc1570362f3");
      const odd = path.replaceAll(/\{[^}]+\}/g, encodeURIComponent("あ'x"));
      if (odd !== path)
        await note(
          `${method} ${path}`,
          method,
          odd,
          method === "GET" || method === "DELETE" ? undefined : {},
        );
      for (const parameter of (operation["parameters"] ?? []) as Json[])
        if (parameter["in"] === "query")
          for (const value of ["", "あ", "-1", "1.5", "x".repeat(3_000), "{", "%00"])
            await note(
              `${method} ${path}?${parameter["name"]}`,
              method,
              `${there}?${parameter["name"]}=${encodeURIComponent(value)}`,
              method === "GET" ? undefined : {},
            );
      const schema = operation["requestBody"]?.content?.["application/json"]?.schema;
      if (schema === undefined) continue;
      const whole = sample(schema);
      for (const place of places(schema))
        for (const value of garbage)
          await note(`${method} ${path} ${place.join(".")}`, method, there, put(whole, place, value));
    }
    expect(asked).toBeGreaterThan(1_000);
    expect(told.size).toBeGreaterThan(20);
    expect([...told].filter(([sentence]) => machine.test(sentence))).toEqual([]);
    if (language === "ja")
      expect([...told].filter(([sentence]) => !/[\u3041-\u30ff\u4e00-\u9fff]/.test(sentence))).toEqual([]);
    else
      expect(
        [...told.keys()].filter((sentence) =>
          /[\u3041-\u30ff\u4e00-\u9fff]/.test(sentence.replaceAll(/["“][^"”]*["”]/g, "")),
        ),
      ).toEqual([]);
  });
});
