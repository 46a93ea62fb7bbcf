import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Encrypts a credential with AES-256-GCM: 12 bytes nonce, 16 bytes tag, the rest. `key` is 32 bytes. */
export function seal(key: Buffer, secret: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The reverse of `seal`. Throws where the key is another one or the bytes were changed. */
export function unseal(key: Buffer, bytes: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** A random word for keys and one-time passwords: `bytes` of randomness, URL-safe. */
export const randomWord = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** What is stored of an API key. It has 256 bits of randomness, so a plain SHA-256 is enough and quick. */
export const keyHash = (key: string): Buffer => createHash("sha256").update(key).digest();

/** Compares two secrets in a time that tells nothing about them. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(keyHash(given), keyHash(expected));
}
