import { expect, it } from "vitest";
import { keyHash, randomWord, sameSecret } from "./secrets.ts";

it("keys are kept as hashes", () => {
  const word = randomWord(32);
  expect(word).toMatch(/^[\w-]{43}$/);
  expect(keyHash(word)).toHaveLength(32);
  expect([sameSecret("a", "a"), sameSecret("a", "b"), sameSecret("", "a")]).toEqual([true, false, false]);
});
