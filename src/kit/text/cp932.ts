import iconv from "iconv-lite";

const broken = 0xfffd;
const lineEnd = 0x0a;
const isLead = (byte: number) => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
/**
 * Letters that a company drew itself (外字): ten rows, which Windows maps to the private code points from U+E000 on.
 */
const firstOwn = 0xf0;
const lastOwn = 0xf9;

/** All of CP932: the letter of one byte, of two bytes (0: none), and the bytes of a letter (`none`: it has none). */
type Table = { one: Uint16Array; two: Uint16Array; bytes: Uint16Array };
/** No letter has these two bytes. */
const none = 0xffff;
let made: Table | undefined;

/**
 * Returns the table, made once: the one of iconv-lite, plus every 外字, because iconv-lite lacks some of them and
 * writes none.
 */
function table(): Table {
  if (made !== undefined) return made;
  const one = new Uint16Array(0x100).fill(broken);
  const two = new Uint16Array(0x10000);
  const bytes = new Uint16Array(0x10000).fill(none);
  const all = codes();
  const letters = lettersOf(all);
  const written = bytesOf(letters);
  one[lineEnd] = lineEnd;
  bytes[lineEnd] = lineEnd;
  for (const [index, code] of all.entries()) {
    const letter = letters[index] ?? broken;
    if (letter === broken) continue;
    if (code < 0x100) one[code] = letter;
    else two[code] = letter;
    // Some letters exist two or three times: Windows writes one of them, and iconv-lite knows which.
    bytes[letter] = written[index] ?? code;
  }
  made = { one, two, bytes };
  return made;
}

/** Every byte and pair of bytes that may be a letter. */
function codes(): number[] {
  const all = Array.from({ length: 0x100 }, (_, byte) => byte);
  const pairs = all
    .filter(isLead)
    .flatMap((lead) => all.slice(0x40, 0xfd).map((trail) => lead * 0x100 + trail));
  return [...all.filter((byte) => !isLead(byte) && byte !== lineEnd), ...pairs];
}

/** The letter of each code; decoded all at once, because thousands of small calls take a third of a second. */
function lettersOf(all: number[]): number[] {
  const bytes = all.flatMap((code) => (code < 0x100 ? [code, lineEnd] : [code >> 8, code & 0xff, lineEnd]));
  const lines = iconv.decode(Buffer.from(bytes), "cp932").split("\n");
  return all.map((code, index) => {
    const lead = code >> 8;
    if (lead >= firstOwn && lead <= lastOwn) return ownLetter(lead, code & 0xff);
    const line = lines[index] ?? "";
    return line.length === 1 ? line.charCodeAt(0) : broken;
  });
}

/** The code by which iconv-lite writes each letter; undefined: it would not be the same when read back. */
function bytesOf(letters: number[]): (number | undefined)[] {
  const text = letters.map((letter) => String.fromCharCode(letter)).join("\n");
  const bytes = iconv.encode(text, "cp932");
  const back = iconv.decode(bytes, "cp932").split("\n");
  let at = 0;
  return letters.map((letter, index) => {
    const end = bytes.indexOf(lineEnd, at);
    const code = bytes.subarray(at, end === -1 ? bytes.length : end);
    at += code.length + 1;
    return back[index] === String.fromCharCode(letter) ? code.readUIntBE(0, code.length) : undefined;
  });
}

function ownLetter(lead: number, trail: number): number {
  if (trail === 0x7f) return broken;
  return 0xe000 + (lead - firstOwn) * 188 + trail - (trail < 0x7f ? 0x40 : 0x41);
}

/** True if CP932 has this letter (a UTF-16 unit: it has none beyond them). */
const hasLetter = (unit: number): boolean => table().bytes[unit] !== none;

/** Every letter of CP932. */
export const allLetters = (): string[] =>
  Array.from({ length: 0x10000 }, (_, unit) => unit)
    .filter(hasLetter)
    .map((unit) => String.fromCharCode(unit));

/** True if CP932 has every letter of a text. */
export function hasLetters(text: string): boolean {
  const { bytes } = table();
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[text.charCodeAt(index)] === none) return false;
  }
  return true;
}

/** Returns a text as CP932 bytes; letters that CP932 lacks become "?" (call `asWindows` first). */
export function encodeWindows(text: string): Buffer {
  const { bytes } = table();
  const out = Buffer.allocUnsafe(text.length * 2);
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    const known = bytes[text.charCodeAt(index)] ?? none;
    const code = known === none ? 0x3f : known;
    if (code > 0xff) out[at++] = code >> 8;
    out[at++] = code & 0xff;
  }
  return out.subarray(0, at);
}

/** Decodes CP932 as its bytes arrive. A byte that is no letter becomes U+FFFD alone: no comma, quote or line end is lost with it. */
export class WindowsDecoder {
  #lead = 0;

  write(part: Uint8Array): string {
    const { one, two } = table();
    const units = new Uint16Array(part.length + 2);
    let at = 0;
    for (const byte of part) {
      if (this.#lead !== 0) {
        const letter = two[this.#lead * 0x100 + byte] ?? 0;
        this.#lead = 0;
        units[at++] = letter === 0 ? broken : letter;
        if (letter !== 0 || byte >= 0x80) continue;
      }
      if (isLead(byte)) this.#lead = byte;
      else units[at++] = one[byte] ?? broken;
    }
    return Buffer.from(units.buffer, 0, at * 2).toString("utf16le");
  }

  /** What is left at the end of the bytes: half a letter. */
  end(): string {
    return this.#lead === 0 ? "" : "\u{FFFD}";
  }
}
