import { createCipheriv, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { keyIdOf, sealWith, sealedWith, sealingKeysOf, unseal, type Place } from "./sealed.ts";

const key = randomBytes(32);
const other = randomBytes(32);
const keys = sealingKeysOf([other, key]);
const place: Place = { column: "receivers.target_sealed", merchantId: "m1", id: "r1" };

/** Seals as before keys had IDs and values were bound to a place. */
function sealFormer(by: Buffer, secret: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", by, nonce);
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

describe("credentials at rest", () => {
  it("come back with the key whose ID they bear, each time sealed otherwise", () => {
    const sealed = sealWith(key, place, "ひみつ 🔑");
    expect(unseal(keys, place, sealed)).toBe("ひみつ 🔑");
    expect(sealWith(key, place, "ひみつ 🔑").equals(sealed)).toBe(false);
    expect(sealedWith(sealed)).toBe(keyIdOf(key));
    expect(sealed.includes("ひみつ")).toBe(false);
  });

  it.each<[string, Place]>([
    ["another column", { ...place, column: "receivers.secret_sealed" }],
    ["another merchant's row", { ...place, merchantId: "m2" }],
    ["another row", { ...place, id: "r2" }],
    ["a row that has no ID", { column: place.column, merchantId: "m1" }],
    ["a row whose ID only looks alike when put together", { ...place, merchantId: "m", id: "1r1" }],
  ])("do not open in %s", (_, elsewhere) => {
    expect(() => unseal(keys, elsewhere, sealWith(key, place, "secret"))).toThrow(/authenticate/);
  });

  it("open nothing where any byte was changed, or the end is missing", () => {
    const sealed = sealWith(key, place, "secret");
    const refused = /authenticate|missing|none of the keys|authentication tag|initialization vector/i;
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(keys, place, changed), `byte ${at}`).toThrow(refused);
    }
    for (const length of [0, 8, 12, 24, 40, sealed.length - 1])
      expect(() => unseal(keys, place, sealed.subarray(0, length)), `${length} bytes`).toThrow(refused);
  });

  it("say which key is missing", () => {
    const sealed = sealWith(key, place, "secret");
    expect(() => unseal(sealingKeysOf([other]), place, sealed)).toThrow(
      `receivers.target_sealed is sealed with a key that is missing. MUSUBI_SECRET_KEY lacks the key ${keyIdOf(key)}`,
    );
  });

  it("still open in the form of before, with any of the keys, and with no other", () => {
    const former = sealFormer(key, "secret");
    expect(sealedWith(former)).toBeNull();
    expect(unseal(keys, place, former)).toBe("secret");
    expect(() => unseal(sealingKeysOf([other]), place, former)).toThrow(
      /none of the keys.*MUSUBI_SECRET_KEY/,
    );
  });
});
