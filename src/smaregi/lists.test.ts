import { expect, it } from "vitest";
import { isMissing, paging } from "./lists.ts";

it("asks for a page of a list in Smaregi's words", () => {
  expect(paging(2, 1000)).toEqual({ page: "2", limit: "1000" });
});

it("what Smaregi says 404 of does not exist; a token that is refused, another status or no answer tells nothing", () => {
  const refused = { kind: "refused", step: "call", status: 404, reason: "x" } as const;
  expect(isMissing(refused)).toBe(true);
  expect(isMissing({ ...refused, status: 400 })).toBe(false);
  expect(isMissing({ ...refused, step: "token" })).toBe(false);
  expect(isMissing({ ...refused, kind: "unclear" } as never)).toBe(false);
});
