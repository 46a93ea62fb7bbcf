import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { keyHash, randomWord, sameSecret, seal, unseal } from "./secrets.ts";

const key = randomBytes(32);

describe("credentials at rest", () => {
  it("come back with the same key only, and not where a byte was changed", () => {
    const sealed = seal(key, "ひみつ 🔑");
    expect(unseal(key, sealed)).toBe("ひみつ 🔑");
    expect(seal(key, "ひみつ 🔑").equals(sealed)).toBe(false);
    expect(() => unseal(randomBytes(32), sealed)).toThrow(/authenticate/);
    const changed = Buffer.from(sealed);
    changed[sealed.length - 1] = (changed[sealed.length - 1] ?? 0) ^ 1;
    expect(() => unseal(key, changed)).toThrow(/authenticate/);
  });

  it("keys are kept as hashes", () => {
    const word = randomWord(32);
    expect(word).toMatch(/^[\w-]{43}$/);
    expect(keyHash(word)).toHaveLength(32);
    expect([sameSecret("a", "a"), sameSecret("a", "b"), sameSecret("", "a")]).toEqual([true, false, false]);
  });
});
