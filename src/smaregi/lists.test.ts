import { expect, it } from "vitest";
import { z } from "zod";
import { isMissing, paging, rowsOf } from "./lists.ts";

it("asks for a page of a list in Smaregi's words", () => {
  expect(paging(2, 1000)).toEqual({ page: "2", limit: "1000" });
});

it("what Smaregi says 404 of does not exist; a token that is refused, another status or no answer tells nothing", () => {
  const refused = {
    kind: "refused",
    step: "call",
    status: 404,
    reason: { kind: "smaregiSaid", data: { said: "x" } },
  } as const;
  expect(isMissing(refused)).toBe(true);
  expect(isMissing({ ...refused, status: 400 })).toBe(false);
  expect(isMissing({ ...refused, step: "token" })).toBe(false);
  expect(isMissing({ ...refused, kind: "unclear" } as never)).toBe(false);
});

const list = rowsOf(z.object({ productId: z.string(), amount: z.number() }), "productId");
const good = { productId: "8000001", amount: 3 };

it("P5: a row that cannot be read spoils no other, and is told with its ID and what stands in it", () => {
  expect(list.parse([])).toEqual({ rows: [], odd: [], size: 0 });
  expect(list.parse([good])).toEqual({ rows: [good], odd: [], size: 1 });
  const odd = (row: unknown) => list.parse([good, row]);
  expect(odd({ productId: "8000002", amount: "many" })).toEqual({
    rows: [good],
    odd: [
      {
        id: "8000002",
        reason: { kind: "oddRow", data: { id: "8000002", field: "amount", value: '"many"' } },
      },
    ],
    size: 2,
  });
  expect(odd({ productId: "8000002" }).odd[0]?.reason.data).toEqual({
    id: "8000002",
    field: "amount",
    value: null,
  });
  expect(odd({ amount: 1 }).odd).toEqual([
    { id: null, reason: { kind: "oddRow", data: { id: null, field: "productId", value: null } } },
  ]);
  expect(odd("none").odd).toEqual([
    { id: null, reason: { kind: "oddRow", data: { id: null, field: "", value: '"none"' } } },
  ]);
  const long = odd({ productId: "8000002", amount: "😀".repeat(200) }).odd[0]?.reason.data;
  expect(long).toHaveProperty("value", `"${"😀".repeat(99)}`);
});

it("P5: a list in which neither a row nor an ID can be recognised is none of Smaregi's", () => {
  expect(list.safeParse(["none", { amount: 1 }]).error?.issues[0]?.message).toBe("no row can be read");
  expect(list.safeParse([{ productId: "8000002" }]).success).toBe(true);
  expect(list.safeParse([{ productId: "8000002" }, {}]).success).toBe(true);
  expect(list.safeParse([good, {}]).success).toBe(true);
  expect(list.safeParse({}).success).toBe(false);
});
