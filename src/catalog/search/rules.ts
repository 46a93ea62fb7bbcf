import { folded } from "../../kit/text/rules.ts";

/** Letters whose lower case is the database's own affair: it hangs on its locale. */
const cased = /[^\P{L}\p{Lo}\p{Lm}\p{ASCII}]/u;
const ascii = /^\p{ASCII}*$/u;
const hiragana = /[\u{3041}-\u{3096}\u{309D}\u{309E}]/gu;

/**
 * Returns a text in the form in which words are found, as the migrations' `search_text` makes it: folded, in lower case, without blanks,
 * in katakana. null: only the database can tell.
 */
export function searchText(text: string): string | null {
  if (ascii.test(text)) return text.toLowerCase().replaceAll(/\s/g, "");
  const plain = folded(text);
  if (cased.test(plain)) return null;
  return plain
    .toLowerCase()
    .replaceAll(" ", "")
    .replaceAll(hiragana, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x60));
}

/** The words of a product as `searchText` makes them, each once; null: only the database can tell one of them. */
export function searchTexts(words: string[]): string[] | null {
  const texts = words.map(searchText);
  const known = texts.filter((text) => text !== null);
  return known.length < texts.length ? null : [...new Set(known)];
}

/**
 * Returns a way to tell the numbers by which a merchant's words are indexed, as the migrations' `search_grams` does: PostgreSQL's
 * `hashtext` of the merchant's ID with each pair of neighbouring letters, and with each letter that is no ASCII.
 */
export function gramsFor(merchantId: string): (texts: string[]) => number[] {
  const begun = Array.from({ length: 9 }, (_, length) => beginHash(Buffer.from(merchantId), length));
  const hash = (first: number, second: number | null): number => {
    piece.fill(0);
    const length = put(put(0, first), second);
    return endHash(begun[length] ?? [0, 0, 0], words32[0] ?? 0, words32[1] ?? 0);
  };
  return (texts) => {
    const grams = new Set<number>();
    for (const text of texts) {
      let last: number | null = null;
      for (const letter of text) {
        const code = letter.codePointAt(0) ?? 0;
        if (last !== null) grams.add(hash(last, code));
        if (code > 127) grams.add(hash(code, null));
        last = code;
      }
    }
    return [...grams];
  };
}

/** What `gramsFor` is asked to see whether the database hashes as we do. */
export const probe = "結び";

const piece = new Uint8Array(8);
const words32 = new Uint32Array(piece.buffer);

/** Puts a letter in UTF-8 into the piece; returns where it ends. */
function put(at: number, code: number | null): number {
  if (code === null) return at;
  if (code < 0x80) {
    piece[at] = code;
    return at + 1;
  }
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  piece[at] = ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more));
  for (let nth = 1; nth <= more; nth += 1) piece[at + nth] = 0x80 | ((code >> (6 * (more - nth))) & 0x3f);
  return at + more + 1;
}

type State = [number, number, number];
const turned = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** Bob Jenkins' lookup3 as PostgreSQL has it (`hash_bytes`), up to the last `rest` bytes of at most 8, of a text of 36 bytes before them. */
function beginHash(bytes: Buffer, rest: number): State {
  const start = (0x9e3779b9 + 3923095 + bytes.length + rest) | 0;
  let [a, b, c]: State = [start, start, start];
  for (let at = 0; at + 12 <= bytes.length; at += 12) {
    a = (a + bytes.readInt32LE(at)) | 0;
    b = (b + bytes.readInt32LE(at + 4)) | 0;
    c = (c + bytes.readInt32LE(at + 8)) | 0;
    a = ((a - c) | 0) ^ turned(c, 4);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ turned(a, 6);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ turned(b, 8);
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ turned(c, 16);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ turned(a, 19);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ turned(b, 4);
    b = (b + a) | 0;
  }
  return [a, b, c];
}

function endHash([begunA, begunB, begunC]: State, first: number, second: number): number {
  let a = (begunA + first) | 0;
  let b = (begunB + second) | 0;
  let c = begunC;
  c = ((c ^ b) - turned(b, 14)) | 0;
  a = ((a ^ c) - turned(c, 11)) | 0;
  b = ((b ^ a) - turned(a, 25)) | 0;
  c = ((c ^ b) - turned(b, 16)) | 0;
  a = ((a ^ c) - turned(c, 4)) | 0;
  b = ((b ^ a) - turned(a, 14)) | 0;
  return ((c ^ b) - turned(b, 24)) | 0;
}
