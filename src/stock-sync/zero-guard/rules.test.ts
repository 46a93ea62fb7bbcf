import { expect, it } from "vitest";
import { tell } from "../../facts/tell.ts";
import type { Reading } from "../rules.ts";
import { heldReason, holdCause, needsProof } from "./rules.ts";

const at = { smaregiProductId: "8000001", beganAt: new Date(0) };
const missing = { ...at, kind: "missing" } as const;
const neverMoved = { ...at, kind: "neverMoved" } as const;
const zero = { ...at, kind: "found", amount: 0 } as const;

it.each<[Reading, string, string]>([
  [missing, "gone", "スマレジからなくなったため"],
  [neverMoved, "noRows", "この店舗に"],
  [zero, "storeChanged", "変更後の店舗では"],
])("B8: %o is held as %s, and the failure says so with its product", (reading, cause, words) => {
  expect(holdCause(reading)).toBe(cause);
  const said = tell(heldReason(holdCause(reading), "8000001"), "ja");
  expect(said).toContain(words);
  expect(said).toContain("商品ID 8000001 ");
});

it.each<[string, Reading, boolean]>([
  ["no row of it proves no 0 yet", neverMoved, true],
  ["a list that does not hold it proves none", { ...missing, listed: true }, true],
  ["the answer that it does not exist proves it", missing, false],
  ["a row that says 0 proves it", zero, false],
  [
    "no answer makes no 0",
    { ...at, kind: "failed", status: 500, reason: { kind: "silent", data: {} } },
    false,
  ],
])("P3: %s", (_, reading, expected) => {
  expect(needsProof(reading)).toBe(expected);
});
