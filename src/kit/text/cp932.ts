import iconv from "iconv-lite";

const broken = 0xfffd;
const isLead = (byte: number) => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
/** The letters that a company drew itself (外字): ten rows, which Windows gives the private numbers from U+E000 on. */
const firstOwn = 0xf0;
const lastOwn = 0xf9;

/** All of CP932: the letter of one byte, of two bytes (0: none), and the bytes of a letter (`none`: it has none). */
type Table = { one: Uint16Array; two: Uint16Array; bytes: Uint16Array };
/** No letter has these two bytes. */
const none = 0xffff;
let made: Table | undefined;

/** Returns the table, made once: that of iconv-lite, and every 外字, of which it lacks some and writes none. */
function table(): Table {
  if (made !== undefined) return made;
  const one = new Uint16Array(0x100).fill(broken);
  const two = new Uint16Array(0x10000);
  const bytes = new Uint16Array(0x10000).fill(none);
  const note = (letter: number, own: number) => {
    // Some letters are there two or three times: Windows writes one of them, and iconv-lite knows which.
    const written = iconv.encode(String.fromCharCode(letter), "cp932");
    const isItsOwn = iconv.decode(written, "cp932") === String.fromCharCode(letter);
    bytes[letter] = isItsOwn ? written.readUIntBE(0, written.length) : own;
  };
  for (let byte = 0; byte < 0x100; byte += 1) {
    const letter = letterOf(Buffer.from([byte]));
    if (isLead(byte) || letter === broken) continue;
    one[byte] = letter;
    note(letter, byte);
  }
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    for (let trail = 0x40; isLead(lead) && trail <= 0xfc; trail += 1) {
      const letter =
        lead >= firstOwn && lead <= lastOwn ? ownLetter(lead, trail) : letterOf(Buffer.from([lead, trail]));
      if (letter === broken) continue;
      two[lead * 0x100 + trail] = letter;
      note(letter, lead * 0x100 + trail);
    }
  }
  made = { one, two, bytes };
  return made;
}

function letterOf(bytes: Buffer): number {
  const text = iconv.decode(bytes, "cp932");
  return text.length === 1 ? text.charCodeAt(0) : broken;
}

function ownLetter(lead: number, trail: number): number {
  if (trail === 0x7f) return broken;
  return 0xe000 + (lead - firstOwn) * 188 + trail - (trail < 0x7f ? 0x40 : 0x41);
}

/** True if CP932 has this letter (a UTF-16 unit: it has none beyond them). */
const hasLetter = (unit: number): boolean => table().bytes[unit] !== none;

/** Every letter that CP932 has. */
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

/** Returns a text of letters that CP932 has as its bytes; what it lacks becomes "?" (see `asWindows` first). */
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

/**
 * Reads CP932 as its bytes come by. A byte that is no letter becomes U+FFFD by itself: it takes no comma, quote or line end with it.
 */
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

  /** What is left when no more bytes come: half a letter. */
  end(): string {
    return this.#lead === 0 ? "" : "\u{FFFD}";
  }
}
