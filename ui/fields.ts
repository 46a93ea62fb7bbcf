import { Problem } from "./api.ts";

/** Converts a server's path to the form's notation: `variations[0].quantity` becomes `variations.0.quantity`. */
const fieldOf = (path: string): string => path.replaceAll(/\[(\d+)\]/g, ".$1");

/** The errors of a refusal by field, as a form shows them; only the first one for each field. */
export function fieldErrors(error: Error | null | undefined): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const pairs = error.errors.map(({ path, message }) => [fieldOf(path), message] as const);
  return Object.fromEntries(pairs.toReversed());
}
