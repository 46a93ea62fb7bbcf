import { showsNothing, stored } from "../kit/text/rules.ts";

/** The arguments of each command: words in their places, and options; `--json` is allowed for all. */
const taken: Record<string, string> = {
  "merchant create": "--name --trial --owner-email",
  "merchant list": "",
  "merchant end": "ID",
  "key create": "MERCHANT_ID --name --scopes --expires",
  "key revoke": "KEY_ID",
  "key rotate": "--dry-run",
  "contract allow": "MERCHANT CONTRACT_ID",
  "contract list": "MERCHANT",
  "contract revoke": "MERCHANT CONTRACT_ID",
  "sign-in link": "EMAIL",
  "sign-in closed": "",
  "second-step reset": "EMAIL",
  status: "MERCHANT_ID",
  "products register": "MERCHANT_ID FILE --dry-run --on-error --errors",
  "products change": "MERCHANT_ID FILE --dry-run --on-error --errors",
  "products export": "MERCHANT_ID FILE",
  distribute: "--print",
  restored: "",
};

/**
 * Throws an Error for a word or an option that the command does not know. Ignoring it could do something that was not meant, such as
 * the real thing if a mistyped `--dry-run` asked only to see it, or only the first file of several.
 */
export function refuseUnknown(command: string, words: string[], options: string[]): void {
  const known = (taken[command] ?? "").split(" ");
  const option = options.find((each) => each !== "json" && !known.includes(`--${each}`));
  if (option !== undefined) throw new Error(`"${command}" has no option --${option}: see --help.`);
  const surplus = words[known.filter((each) => each !== "" && !each.startsWith("--")).length];
  if (surplus !== undefined)
    throw new Error(`"${command}" does not take "${surplus}": words with blanks go in quotes, see --help.`);
}

/** What to do with a file that has bad rows. */
export function onErrorOf(typed: string | undefined): "skip" | "stop" {
  if (typed === undefined || typed === "skip" || typed === "stop") return typed ?? "skip";
  throw new Error(`--on-error is skip or stop, not "${typed}".`);
}

/** The end of a day in Japan. */
export function endOf(day: string): Date {
  const begins = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00Z` : "");
  // 2027-02-31 would become a day of March.
  if (Number.isNaN(begins.getTime()) || begins.toISOString().slice(0, 10) !== day)
    throw new Error(`"${day}" is no day: write it as 2027-03-31.`);
  return new Date(begins.getTime() + 15 * 3_600_000);
}

/** The name of a merchant or a key, by the same rules as in the console; and on one line, because lists print it. */
export function nameOf(typed: string): string {
  const name = stored(typed);
  const isOneLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && name.isWellFormed();
  if (isOneLine && name.length <= 100 && !showsNothing(name)) return name;
  throw new Error("--name is 1 to 100 letters, on one line.");
}
