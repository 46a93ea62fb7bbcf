import type { Place } from "../../kit/sealed.ts";
import { folded } from "../../kit/text/rules.ts";

/** How long a code of the app lasts, in seconds, and how many before and after the present one are taken: phones' clocks differ. */
export const codeSeconds = 30;
export const codesAround = 1;
/** How many recovery codes somebody has, and how many letters each: 120 bits of chance. */
export const recoveryCodes = { count: 10, letters: 24 } as const;

/** Letters that no one takes for another: no i, l, o, u. 32 of them. */
export const recoveryLetters = "0123456789abcdefghjkmnpqrstvwxyz";

/** A code as people type it, full width or with blanks: six digits of the app, a recovery code in its one spelling, or neither. */
export function readCode(typed: string): { kind: "app" | "recovery"; code: string } | null {
  const code = folded(typed, { ignoreCase: true }).replaceAll(/[\s-]/g, "");
  if (/^\d{6}$/.test(code)) return { kind: "app", code };
  const meant = code.replaceAll("o", "0").replaceAll(/[il]/g, "1").replaceAll("u", "v");
  return meant.length === recoveryCodes.letters && [...meant].every((each) => recoveryLetters.includes(each))
    ? { kind: "recovery", code: meant }
    : null;
}

/** A recovery code as it is shown: four groups of six. `bytes`: one of chance for each letter. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => recoveryLetters[byte % recoveryLetters.length]).join("");
  return letters.match(/.{6}/g)?.join("-") ?? letters;
}

/** Where the secret of an account's app is kept. */
export const secretPlace = ({ merchantId, accountId }: { merchantId: string; accountId: string }): Place => ({
  column: "accounts.second_step_sealed",
  merchantId,
  id: accountId,
});
