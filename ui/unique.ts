/** A unique text. `crypto.randomUUID` exists only with https, and a shop may be tried without it. */
export function uniqueText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same as a UUID, for what the server stores under an ID that we choose. */
export function uniqueId(): string {
  const text = uniqueText();
  const variant = ((Number.parseInt(text[16] ?? "8", 16) & 3) | 8).toString(16);
  const parts = [text.slice(0, 8), text.slice(8, 12), `4${text.slice(13, 16)}`, variant + text.slice(17, 20)];
  return [...parts, text.slice(20)].join("-");
}
