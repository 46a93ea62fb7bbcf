import { expect, it } from "vitest";
import { isTokenVerdict, isVerdict, readJson, reasonOf } from "./reasons.ts";

it.each([
  ['{"title":"Bad Request","detail":"店舗がありません"}', "HTTP 400: 店舗がありません"],
  ['{"title":"Insufficient Scope","detail":null}', "HTTP 400: Insufficient Scope"],
  ['{"title":"Bad Request","detail":""}', "HTTP 400: Bad Request"],
  ['{"error":"invalid_client","error_description":"no such client"}', "HTTP 400: no such client"],
  ['{"error":"invalid_client"}', "HTTP 400: invalid_client"],
  ['{"message":"x"}', 'HTTP 400: {"message":"x"}'],
  ['["x"]', 'HTTP 400: ["x"]'],
  ["<html>\n<b>混雑</b>\n</html>", "HTTP 400: 混雑"],
  ["a<br>b", "HTTP 400: a b"],
  ["a  \n\t b", "HTTP 400: a b"],
  ['{"title":" ","error":" invalid_client "}', "HTTP 400: invalid_client"],
  ["", "HTTP 400"],
  ["\u{1f}\u{8b}\0\0", "HTTP 400: \u{1f}\u{8b}\u{fffd}\u{fffd}"],
  ['{"detail":"a\\u0000b"}', "HTTP 400: a\u{fffd}b"],
])("%s is refused with: %s", (body, reason) => {
  expect(reasonOf(body, 400)).toBe(reason);
});

it("keeps some 300 characters, whole ones, of the first ten thousand", () => {
  expect(reasonOf(`${" ".repeat(10_000)}late`, 400)).toBe("HTTP 400");
  expect([...reasonOf("😀".repeat(1_000), 400)]).toHaveLength("HTTP 400: ".length + 300);
  expect([...reasonOf(JSON.stringify({ detail: "長".repeat(1_000) }), 400)]).toHaveLength(310);
});

it("reads JSON, and nothing of what is none", () => {
  expect(readJson('{"a":1}')).toEqual({ a: 1 });
  expect(readJson("{")).toBeUndefined();
});

it("reads texts as they can be stored: a whole pair stays, half of one and NUL go", () => {
  const body = String.raw`[{"name":"\u0000\ud83d\ude00\ud83d"},"\\u0000",1]`;
  expect(readJson(body)).toEqual([{ name: "\u{fffd}😀\u{fffd}" }, String.raw`\u0000`, 1]);
});

const own = '{"type":"about:blank","title":"Bad Request"}';

it.each<[string, number, boolean]>([
  [own, 400, true],
  [own, 404, true],
  [own, 499, false],
  [own, 498, true],
  [own, 399, false],
  [own, 500, false],
  [own, 408, false],
  [own, 425, false],
  [own, 429, false],
  ['{"type":"t","title":"x","status":400}', 400, true],
  ['{"type":"t","title":"x","status":"400"}', 400, true],
  ['{"type":"t","title":"x","status":403}', 400, false],
  ['{"type":"t","title":"x","status":null}', 404, true],
  ['{"type":"","title":"x"}', 400, false],
  ['{"type":"t","title":""}', 400, false],
  ['{"title":"x"}', 400, false],
  ['{"type":"t"}', 400, false],
  ["<html>400</html>", 400, false],
  ['{"error":"invalid_client"}', 400, false],
])("P4: %s with %s is Smaregi's verdict: %s", (body, status, expected) => {
  expect(isVerdict(body, status)).toBe(expected);
});

it.each<[string, number, boolean]>([
  [own, 401, true],
  ['{"error":"invalid_client"}', 400, true],
  ['{"error":"invalid_client"}', 498, true],
  ['{"error":"invalid_client"}', 399, false],
  ['{"error":"invalid_client"}', 500, false],
  ['{"error":"slow_down"}', 429, false],
  ['{"error":""}', 400, false],
  ["<html>401</html>", 401, false],
])("P4: %s with %s refuses a token: %s", (body, status, expected) => {
  expect(isTokenVerdict(body, status)).toBe(expected);
});
