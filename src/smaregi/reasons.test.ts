import { expect, it } from "vitest";
import { reasonOf } from "./reasons.ts";

it.each([
  ['{"title":"Bad Request","detail":"店舗がありません"}', "HTTP 400: 店舗がありません"],
  ['{"title":"Insufficient Scope","detail":null}', "HTTP 400: Insufficient Scope"],
  ['{"title":"Bad Request","detail":""}', "HTTP 400: Bad Request"],
  ['{"error":"invalid_client","error_description":"no such client"}', "HTTP 400: no such client"],
  ['{"error":"invalid_client"}', "HTTP 400: invalid_client"],
  ['{"message":"x"}', 'HTTP 400: {"message":"x"}'],
  ['["x"]', 'HTTP 400: ["x"]'],
  ["<html>\n<b>混雑</b>\n</html>", "HTTP 400: 混雑"],
  ["", "HTTP 400"],
])("%s is refused with: %s", (body, reason) => {
  expect(reasonOf(body, 400)).toBe(reason);
});

it("keeps some 300 characters, whole ones", () => {
  expect([...reasonOf("😀".repeat(1_000), 400)]).toHaveLength("HTTP 400: ".length + 300);
  expect([...reasonOf(JSON.stringify({ detail: "長".repeat(1_000) }), 400)]).toHaveLength(310);
});
