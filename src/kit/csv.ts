import { TextDecoder } from "node:util";
import { RecordReader, type CsvRow } from "./csv-records.ts";
import { invalid } from "./errors.ts";
import { asWindows } from "./text/windows.ts";
import { encodeWindows, WindowsDecoder } from "./text/cp932.ts";

/** UTF-8 (with or without BOM), or Shift_JIS as Windows writes it (CP932: ①, 髙, ～, ㈱). */
export type Encoding = "utf8" | "cp932";

/**
 * Detects the encoding of a file as its bytes arrive: UTF-8 if all of it is UTF-8, or if its Japanese letters far outnumber a few
 * broken bytes (P5: one broken byte does not make it another encoding); otherwise Shift_JIS.
 */
export class EncodingProbe {
  #letters = 0;
  #broken = 0;
  #isLong = false;
  #missing = 0;
  /** The range of the next byte: some first bytes narrow it (no overlong forms, no half surrogates). */
  #least = 0x80;
  #most = 0xbf;

  /** Looks at the next bytes. */
  see(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#missing > 0) {
        if (byte >= this.#least && byte <= this.#most) {
          this.#missing -= 1;
          this.#least = 0x80;
          this.#most = 0xbf;
          if (this.#missing === 0 && this.#isLong) this.#letters += 1;
          continue;
        }
        this.#broken += 1;
        this.#missing = 0;
      }
      this.#begin(byte);
    }
  }

  #begin(byte: number): void {
    if (byte < 0x80) return;
    this.#least = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#most = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    this.#isLong = byte >= 0xe0;
    if (byte >= 0xc2 && byte <= 0xdf) this.#missing = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.#missing = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.#missing = 3;
    else this.#broken += 1;
  }

  /** The encoding, after all bytes were seen. */
  end(): Encoding {
    const broken = this.#broken + (this.#missing > 0 ? 1 : 0);
    return broken === 0 || this.#letters > broken * 4 ? "utf8" : "cp932";
  }
}

/** Passes on the bytes of a file; converts UTF-16 (spreadsheets call it Unicode text) to UTF-8. */
export async function* withoutUtf16(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null | undefined;
  let begin: Uint8Array = new Uint8Array();
  for await (const part of body) {
    let bytes: Uint8Array = part;
    if (decoder === undefined) {
      begin = Buffer.concat([begin, part]);
      if (begin.length < 2) continue;
      decoder = utf16Decoder(begin);
      bytes = begin;
    }
    yield decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (decoder === undefined && begin.length > 0) yield begin;
  if (decoder) yield Buffer.from(decoder.decode());
}

function utf16Decoder(begin: Uint8Array): TextDecoder | null {
  if (begin[0] === 0xff && begin[1] === 0xfe) return new TextDecoder("utf-16le");
  return begin[0] === 0xfe && begin[1] === 0xff ? new TextDecoder("utf-16be") : null;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === "cp932") {
    const windows = new WindowsDecoder();
    for await (const part of bytes) yield windows.write(part);
    yield windows.end();
    return;
  }
  const utf8 = new TextDecoder("utf-8");
  for await (const part of bytes) yield utf8.decode(part, { stream: true });
  yield utf8.decode();
}

/** The first bytes of workbooks: .xlsx, .ods and .numbers (a ZIP), and .xls or a workbook with a password. */
const workbooks = ["504b0304", "d0cf11e0"];

/** Passes a file on. Throws a 422 if it is a workbook: otherwise its bytes would be reported as unknown columns. */
async function* withoutWorkbook(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begin: Uint8Array | null = new Uint8Array();
  for await (const part of bytes) {
    if (begin === null) {
      yield part;
      continue;
    }
    begin = Buffer.concat([begin, part]);
    if (begin.length < 4) continue;
    if (workbooks.includes(Buffer.from(begin.subarray(0, 4)).toString("hex"))) {
      throw invalid("file", {
        ja: "CSVファイルではなく、Excelなどのブックのままです。「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選び、保存したファイルを送ってください。",
        en: "This is a workbook of a spreadsheet, not a CSV file. Save it as “CSV UTF-8 (Comma delimited)” and send that file.",
      });
    }
    yield begin;
    begin = null;
  }
  if (begin !== null && begin.length > 0) yield begin;
}

/**
 * The records of a file as they arrive, without blank ones (see `RecordReader`); does not hold the file in memory. Throws a 422 if
 * the file is a workbook.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<CsvRow> {
  const reader = new RecordReader();
  for await (const text of decoded(withoutWorkbook(bytes), encoding)) yield* reader.read(text, false);
  yield* reader.read("", true);
}

/** Rows as CSV text, each ending with CRLF. */
export function csvText(rows: string[][]): string {
  return rows.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Text as bytes; in UTF-8, the first bytes of a file are the mark (BOM) that Excel needs. For Shift_JIS see `asWindows`. */
export function encodeCsv(text: string, encoding: Encoding, isFirst: boolean): Buffer {
  // Line by line: a text that CP932 has completely is quick, and one odd letter slows down only its own line.
  if (encoding === "cp932")
    return encodeWindows(
      text
        .split("\n")
        .map((line) => asWindows(line).text)
        .join("\n"),
    );
  return Buffer.from(isFirst ? `\u{FEFF}${text}` : text);
}
