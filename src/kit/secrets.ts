import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A random word for keys and one-time passwords: `bytes` of randomness, URL-safe. */
export const randomWord = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** What is stored of an API key. It has 256 bits of randomness, so a plain SHA-256 is enough and quick. */
export const keyHash = (key: string): Buffer => createHash("sha256").update(key).digest();

/** Compares two secrets in a time that tells nothing about them. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(keyHash(given), keyHash(expected));
}
