import { afterAll, beforeAll, expect, it } from "vitest";
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
const garbage: unknown[] = ["", "あ！?", "０x\u{200B}", -1.5, true, null, [], { a: 1 }, "x".repeat(3_000)];
const words = ["", "あ", "-1", "1.5", "x".repeat(3_000), "{"];

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

const japanese = /[\u3041-\u30ff\u4e00-\u9fff]/;

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

type Sent = { where: string; method: string; path: string; body: unknown };

/** Everything wrong that can be sent to one route: in its address, in its query, in each field of its body. */
function mistakes({ method, path, operation }: Operation): Sent[] {
  const bare = method === "GET" || method === "DELETE" ? undefined : {};
  const there = path.replaceAll(/\{[^}]+\}/g, "01a20a66-c2f5-74aa-9594-0cc1570362f3");
  const odd = path.replaceAll(/\{[^}]+\}/g, encodeURIComponent("あ'x"));
  const where = `${method} ${path}`;
  const schema = operation["requestBody"]?.content?.["application/json"]?.schema as Json | undefined;
  const whole = sample(schema);
  const asked = ((operation["parameters"] ?? []) as Json[]).filter((each) => each["in"] === "query");
  return [
    ...(odd === path ? [] : [{ where, method, path: odd, body: bare }]),
    ...asked.flatMap(({ name }) =>
      words.map((word) => {
        const query = `${String(name)}=${encodeURIComponent(word)}`;
        return { where: `${where}?${String(name)}`, method, path: `${there}?${query}`, body: bare };
      }),
    ),
    ...(schema === undefined ? [] : places(schema)).flatMap((place) =>
      garbage.map((value) => ({
        where: `${where} ${place.join(".")}`,
        method,
        path: there,
        body: put(whole, place, value),
      })),
    ),
  ];
}

it("P10: garbage in every field of every route is told in words for people, in both languages", async () => {
  // Events have no end; the rest is asked in turns.
  const all = operations()
    .filter(({ path }) => !path.endsWith("/events"))
    .flatMap(mistakes);
  expect(all.length).toBeGreaterThan(500);
  const told = { ja: new Map<string, string>(), en: new Map<string, string>() };
  const queue = [...all.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [nth, { where, method, path, body }] = next;
      const language = nth % 2 === 0 ? "ja" : "en";
      for (const sentence of await ask(method, path, body, language)) told[language].set(sentence, where);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  expect(told.ja.size).toBeGreaterThan(20);
  const sentences = [...told.ja, ...told.en];
  expect(sentences.filter(([sentence]) => machine.test(sentence))).toEqual([]);
  expect([...told.ja].filter(([sentence]) => !japanese.test(sentence))).toEqual([]);
  const quoted = /["“][^"”]*["”]/g;
  expect([...told.en].filter(([sentence]) => japanese.test(sentence.replaceAll(quoted, "")))).toEqual([]);
});
