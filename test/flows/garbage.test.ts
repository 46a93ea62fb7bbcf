import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../support/wait.ts";
import { openHouse, patient, type House, type Json, type Shop } from "../support/shop.ts";

let house: House;
let shop: Shop;
let spec: Json;
beforeAll(async () => {
  house = await openHouse({ ...patient, MUSUBI_LOG: "info" });
  shop = await house.openShop({ connect: false });
  spec = (await (await fetch(`${house.server.url}/openapi.json`)).json()) as Json;
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

/** Values of every kind that a program or a person sends by mistake. */
const garbage: unknown[] = [
  "",
  "1\0\ud800",
  "0000-01-01",
  "あ！?",
  "０x\u{200B}",
  -1.5,
  true,
  null,
  [],
  { a: 1 },
  "x".repeat(3_000),
];
const words = ["", "あ", "-1", "1.5", "x".repeat(3_000), "{", "1\0"];

const resolved = (schema: Json | undefined): Json => {
  const name = schema?.["$ref"]?.split("/").at(-1);
  return name === undefined ? (schema ?? {}) : resolved(spec["components"].schemas[name]);
};

const choicesOf = (schema: Json): Json[] => schema["anyOf"] ?? schema["oneOf"] ?? schema["allOf"] ?? [];

/** A value that fits a schema, as far as needed to reach a field inside it; the `nth` one if several shapes are possible. */
function sample(given: Json | undefined, nth: number, depth = 0): unknown {
  const schema = resolved(given);
  if (depth > 5) return null;
  const choices = choicesOf(schema);
  if (choices.length > 0) return sample(choices[Math.min(nth, choices.length - 1)], nth, depth + 1);
  if (schema["enum"] !== undefined) return schema["enum"][0];
  const type = [schema["type"]].flat()[0];
  if (type === "object")
    return Object.fromEntries(
      Object.entries((schema["properties"] ?? {}) as Json).map(([name, each]) => [
        name,
        sample(each, nth, depth + 1),
      ]),
    );
  if (type === "array") return [sample(schema["items"], nth, depth + 1)];
  if (type === "boolean") return false;
  if (type === "integer" || type === "number") return Math.max(1, Number(schema["minimum"] ?? 1));
  return texts[String(schema["format"])] ?? "1";
}

const nobody = "01a20a66-c2f5-74aa-9594-0cc1570362f3";
/** A text that fits each format. */
const texts: Record<string, string> = {
  uuid: nobody,
  date: "2026-11-27",
  "date-time": "2026-11-27T00:00:00Z",
  email: "a@example.com",
};

/** One body for each shape of the schema part that has the most shapes. */
function samples(given: Json | undefined): unknown[] {
  const different = Array.from({ length: 4 }, (_, nth) => JSON.stringify(sample(given, nth)));
  return [...new Set(different)].map((text) => JSON.parse(text) as unknown);
}

type Path = (string | number)[];
/** The places where a body can be wrong: itself, and each of its fields. */
function places(given: Json | undefined, at: Path = []): Path[] {
  const schema = resolved(given);
  if (at.length > 6) return [at];
  const fields = Object.entries((schema["properties"] ?? {}) as Json);
  return [
    at,
    ...choicesOf(schema).flatMap((choice) => places(choice, at).slice(1)),
    ...fields.flatMap(([name, each]) => places(each, [...at, name])),
    ...(schema["items"] === undefined ? [] : places(schema["items"], [...at, 0])),
  ];
}

const isIn = (body: unknown, [head, ...rest]: Path): boolean =>
  head === undefined ||
  (typeof body === "object" && body !== null && head in body && isIn((body as Json)[head], rest));

/** Each place of a schema, with the first body that contains it. */
function placesIn(schema: Json): { whole: unknown; place: Path }[] {
  const bodies = samples(schema);
  const byName = new Map(places(schema).map((place) => [place.join("."), place]));
  return [...byName.values()].map((place) => ({
    whole: bodies.find((body) => isIn(body, place)) ?? bodies[0],
    place,
  }));
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

/** Patterns, type names, and words of libraries and of JavaScript. */
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

/** All wrong requests to one route: in its address, in its query, in each field of its body. */
function mistakes({ method, path, operation }: Operation): Sent[] {
  const bare = method === "GET" || method === "DELETE" ? undefined : {};
  const there = path.replaceAll(/\{[^}]+\}/g, nobody);
  const parts = [...path.matchAll(/\{[^}]+\}/g)].map(([part]) => part);
  const fitting = (part: string) =>
    part === "{merchantNumber}" ? shop.number : part === "{differenceId}" ? "1" : nobody;
  // One part of the address at a time, because one error must not hide another.
  const odd = parts.flatMap((part) =>
    ["あ'x", "1\0"].map((word) =>
      parts.reduce(
        (sum, each) => sum.replace(each, each === part ? encodeURIComponent(word) : fitting(each)),
        path,
      ),
    ),
  );
  const where = `${method} ${path}`;
  const schema = operation["requestBody"]?.content?.["application/json"]?.schema as Json | undefined;
  const asked = ((operation["parameters"] ?? []) as Json[]).filter((each) => each["in"] === "query");
  return [
    ...odd.map((each) => ({ where, method, path: each, body: bare })),
    ...asked.flatMap(({ name }) =>
      words.map((word) => {
        const query = `${String(name)}=${encodeURIComponent(word)}`;
        return { where: `${where}?${String(name)}`, method, path: `${there}?${query}`, body: bare };
      }),
    ),
    ...(schema === undefined ? [] : placesIn(schema)).flatMap(({ whole, place }) =>
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
  // Event streams do not end; the rest is requested in turns.
  const all = operations()
    .filter(({ path }) => !path.endsWith("/events"))
    .flatMap(mistakes);
  expect(all.length).toBeGreaterThan(5_000);
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

const encoded = (text: string) => Buffer.from(text).toString("base64url");
/**
 * Each looks like a valid value but is not one: days and times of no calendar, numbers that no column holds, IDs from other lists.
 */
const nearly = [
  "2026-02-30",
  "0000-01-01",
  "+262026-01-01T00:00:00Z",
  "2147483648",
  "9".repeat(20),
  "a\0",
  ...["2147483648", "9".repeat(16), "-1", "2026-13-45", "1\0"].map(encoded),
];

/** One ID of each thing that an address can name, by the address of its list. */
async function things(): Promise<Map<string, string>> {
  const api = async (path: string, body: object) => (await shop.api("POST", path, body)).body as Json;
  const product = {
    name: "品物",
    price: 100,
    taxRate: 10,
    variations: [{ stockManaged: true, quantity: 9 }],
  };
  const { id, variations } = await api("/products", product);
  const lines = [{ variationId: variations[0].id, quantity: 1 }];
  const order = await api("/orders", { kind: "normal", lines });
  const every = { unit: "month", count: 1 };
  const plan = await api("/plans", { kind: "subscription", every, firstOn: "2999-01-01", lines });
  const { body: file } = await shop.csv("register", "商品コード,商品名,販売価格\nA,品物,百円\n");
  const made: [string, unknown][] = [
    ["products", id],
    ["variations", variations[0].id],
    ["orders", order["id"]],
    ["plans", plan["id"]],
    ["bulk-jobs", file["id"]],
  ];
  return new Map(made.map(([list, own]) => [`/api/v1/${list}/{id}`, String(own)]));
}

it("P5: what looks like a value of ours and is none is refused or passed over, in each query of each list and thing", async () => {
  const there = await things();
  const all = operations().flatMap(({ method, path, operation }) => {
    if (method !== "GET" || path.endsWith("/events")) return [];
    const begin = [...there.keys()].find((each) => path.startsWith(each)) ?? "";
    const asked = ((operation["parameters"] ?? []) as Json[]).filter((each) => each["in"] === "query");
    return asked.flatMap(({ name }) =>
      nearly.map((word) => ({
        where: `${path}?${String(name)}=${word}`,
        path: `${path.replace(begin, begin.replace("{id}", there.get(begin) ?? ""))}?${String(name)}=${encodeURIComponent(word)}`,
      })),
    );
  });
  // Addresses for people, which no document describes.
  const number = encodeURIComponent(`${shop.number}\0`);
  for (const path of [`/shop/v1/${number}`, `/shop/v1/${number}/products`, `/shop/${number}`])
    all.push({ where: path, path });
  const failed: string[] = [];
  const worker = async () => {
    for (let next = all.shift(); next !== undefined; next = all.shift()) {
      const [sentence = ""] = await ask("GET", next.path, undefined, "ja");
      if (sentence.startsWith("HTTP 5")) failed.push(next.where);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  expect(failed).toEqual([]);
  for (const email of ["a\0b@example.com", "\ud800@example.com"]) {
    const said = await ask("POST", "/console/api/session", { email, password: "a\0b" }, "ja");
    expect(said[1]).toBe("使えない文字(制御文字、または壊れた文字)が含まれています。");
  }
});

it("a caller who leaves in the middle of a body is logged as that, and not as a database that is away", async () => {
  const { hostname, port } = new URL(house.server.url);
  const left = () => house.server.log().split("a caller left in the middle of the body").length - 1;
  const heads = [
    ["/console/api/session", "Content-Type: application/json\r\nContent-Length: 1000"],
    ["/console/api/session", "Content-Type: application/json\r\nTransfer-Encoding: chunked"],
  ];
  for (const [nth, [path, head]] of heads.entries()) {
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: musubi\r\nExpect: 100-continue\r\n${head}\r\n\r\n`);
    await once(socket, "data");
    socket.destroy();
    await until("it is logged", async () => left() === nth + 1);
  }
  expect(house.server.log()).not.toContain("found no database");
});
