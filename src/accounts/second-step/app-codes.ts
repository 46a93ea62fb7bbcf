import { Secret, TOTP } from "otpauth";
import { codesAround, codeSeconds } from "./rules.ts";

/** A new secret in the form in which people type it into an app if they cannot scan it: 160 bits, base32. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

const appOf = (secret: string, more: object = {}) =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: codeSeconds,
    ...more,
  });

/** What an app reads from the QR code: the secret, its owner and the shop. */
export const uriOf = (secret: string, { shop, email }: { shop: string; email: string }): string =>
  appOf(secret, { issuer: `結び ${shop}`, label: email }).toString();

/** The number of a code's half minute, counted since 1970; null if the code matches none around `now`. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const away = appOf(secret).validate({ token: code, timestamp, window: codesAround });
  return away === null ? null : Math.floor(timestamp / (codeSeconds * 1000)) + away;
}
