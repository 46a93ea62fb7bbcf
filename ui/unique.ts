/** A text that nobody else has. `crypto.randomUUID` is there on https only, and a shop may be tried out without. */
export function uniqueText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
