import { invalid } from "../../kit/errors.ts";
import { weaknessOf, weaknessWords } from "./rules.ts";

/** Words that are known about everyone here. */
const ours = ["musubi", "結び", "むすび", "smaregi", "スマレジ"];

/** The 49,000 most frequent passwords of leaks; loaded on first use, because most processes never need them. */
let common: Promise<ReadonlySet<string>> | undefined;
const readCommon = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
};

/** Throws a 422 with the reason for a password that is easy to guess; `own`: what others know about the account. */
export async function refuseWeak(password: string, own: string[]): Promise<void> {
  const known = { own: [...own, ...ours], common: await (common ??= readCommon()) };
  const why = weaknessOf(password, known);
  if (why !== null) throw invalid("password", weaknessWords[why]);
}
