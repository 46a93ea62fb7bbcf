/** How deep a body may nest; deeper ones would overflow the stack of whatever walks through them. */
const deepest = 64;

/** True for a JSON text that nests deeper than any body of ours does. Reads it once, letter by letter, before it is parsed. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isText) {
      if (letter === "\\") at += 1;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "[" || letter === "{") {
      depth += 1;
      if (depth > deepest) return true;
    } else if (letter === "]" || letter === "}") depth -= 1;
  }
  return false;
}
