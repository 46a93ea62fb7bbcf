/** The maximum nesting of a body; a deeper one would overflow the stack of the code that walks through it. */
const deepest = 64;

/** True if a JSON text nests deeper than any of our bodies. Scans it once, letter by letter, before it is parsed. */
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
