import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type * as Attempts from "./attempt.ts";

const kept = new Map<string, string>();
let attempts: typeof Attempts;
beforeAll(async () => {
  vi.stubGlobal("location", { pathname: "/shop/01-00001/checkout" });
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
  attempts = await import("./attempt.ts");
});
beforeEach(() => kept.clear());
afterAll(() => {
  vi.unstubAllGlobals();
});

const order = (quantity: number, expectedTotal = 1000) => ({
  body: {
    kind: "normal" as const,
    lines: [{ variationId: "v", quantity }],
    customer: { name: "結城 花" },
    expectedTotal,
  },
  lineIds: ["1"],
  payment: "bankTransfer",
});

it("B3: the very same order once more has the same key, so that the shop makes one of them", () => {
  const first = attempts.noteAttempt(order(2));
  expect(attempts.noteAttempt(order(2)).key).toBe(first.key);
  expect(attempts.readAttempt()).toEqual(first);
});

it("an order without an answer is sent as it was, also where a price has changed since", () => {
  const first = attempts.noteAttempt(order(2));
  expect(attempts.noteAttempt(order(2, 9000))).toEqual(first);
  attempts.forgetAttempt(first.key);
  expect(attempts.noteAttempt(order(2, 9000))).toMatchObject({ body: { expectedTotal: 9000 } });
});

it("another order than the one without an answer is known as such, whatever a price became", () => {
  expect(attempts.isBesideAnother(order(2))).toBe(false);
  const { key } = attempts.noteAttempt(order(2));
  expect(attempts.isBesideAnother(order(2, 9000))).toBe(false);
  expect(attempts.isBesideAnother(order(3))).toBe(true);
  attempts.forgetAttempt(key);
  expect(attempts.isBesideAnother(order(3))).toBe(false);
});

it("another order has another key", () => {
  expect(attempts.noteAttempt(order(3)).key).not.toBe(attempts.noteAttempt(order(2)).key);
});

it("after the shop's answer the same order is a new one", () => {
  const { key } = attempts.noteAttempt(order(2));
  attempts.forgetAttempt("another's");
  expect(attempts.readAttempt()?.key).toBe(key);
  attempts.forgetAttempt(key);
  expect(attempts.readAttempt()).toBeNull();
  expect(attempts.noteAttempt(order(2)).key).not.toBe(key);
});

it("what was kept and can't be read is no attempt", () => {
  attempts.noteAttempt(order(2));
  for (const name of kept.keys()) kept.set(name, "{");
  expect(attempts.readAttempt()).toBeNull();
});
