import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A random word for keys and one-time passwords: `bytes` of randomness, URL-safe. */
export const randomWord = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** The stored form of an API key. The key has 256 bits of randomness, so a plain SHA-256 is enough and fast. */
export const keyHash = (key: string): Buffer => createHash("sha256").update(key).digest();

/** Compares two secrets in constant time. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(keyHash(given), keyHash(expected));
}
