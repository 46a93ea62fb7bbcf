import { Problem } from "./api.ts";

/** A server's path as the form writes it: `variations[0].quantity` is `variations.0.quantity`. */
const fieldOf = (path: string): string => path.replaceAll(/\[(\d+)\]/g, ".$1");

/** What a refusal says of single fields, as a form shows it beside them; the first word of each. */
export function fieldErrors(error: Error | null | undefined): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const pairs = error.errors.map(({ path, message }) => [fieldOf(path), message] as const);
  return Object.fromEntries(pairs.toReversed());
}
