import type { Place } from "../../kit/sealed.ts";
import { folded } from "../../kit/text/rules.ts";

/**
 * The validity of an app's code, in seconds, and how many codes before and after the current one are accepted: phones'
 * clocks differ.
 */
export const codeSeconds = 30;
export const codesAround = 1;
/** The number of recovery codes per person, and of letters in each: 120 random bits. */
export const recoveryCodes = { count: 10, letters: 24 } as const;

/** Letters that cannot be confused: no i, l, o, u. 32 of them. */
export const recoveryLetters = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Reads a code as people type it, full width or with blanks: six digits of the app, a recovery code in its one
 * spelling, or neither.
 */
export function readCode(typed: string): { kind: "app" | "recovery"; code: string } | null {
  const code = folded(typed, { ignoreCase: true }).replaceAll(/[\s-]/g, "");
  if (/^\d{6}$/.test(code)) return { kind: "app", code };
  const meant = code.replaceAll("o", "0").replaceAll(/[il]/g, "1").replaceAll("u", "v");
  return meant.length === recoveryCodes.letters && [...meant].every((each) => recoveryLetters.includes(each))
    ? { kind: "recovery", code: meant }
    : null;
}

/** A recovery code as it is shown: four groups of six. `bytes`: one random byte for each letter. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => recoveryLetters[byte % recoveryLetters.length]).join("");
  return letters.match(/.{6}/g)?.join("-") ?? letters;
}

/** The place where the secret of an account's app is stored. */
export const secretPlace = ({ merchantId, accountId }: { merchantId: string; accountId: string }): Place => ({
  column: "accounts.second_step_sealed",
  merchantId,
  id: accountId,
});
