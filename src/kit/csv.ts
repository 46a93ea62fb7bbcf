import { Readable, pipeline } from "node:stream";
import { TextDecoder } from "node:util";
import { CsvError, parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import iconv from "iconv-lite";
import { invalid, type AppError } from "./errors.ts";

/** UTF-8 (with or without BOM), or Shift_JIS as Windows writes it (CP932: ①, 髙, ～, ㈱). */
export type Encoding = "utf8" | "cp932";

/** One record of a file; `number` counts the header as 1, as a spreadsheet does. */
export type CsvRow = { number: number; cells: string[] };

/** Tells the encoding of a file as its bytes come by: what is not good UTF-8 to the last byte is Shift_JIS. */
export class EncodingProbe {
  #utf8: TextDecoder | null = new TextDecoder("utf-8", { fatal: true });
  #begin = Buffer.alloc(0);

  /** Looks at the next bytes. Throws 422 for UTF-16, which spreadsheets write under other names. */
  see(bytes: Uint8Array): void {
    if (this.#begin.length < 2) {
      this.#begin = Buffer.concat([this.#begin, bytes.subarray(0, 2)]);
      const mark = this.#begin.subarray(0, 2).toString("hex");
      if (mark === "fffe" || mark === "feff") throw invalid("file", utf16);
    }
    this.#decode(bytes, true);
  }

  /** The encoding, once all bytes were seen. */
  end(): Encoding {
    this.#decode(new Uint8Array(), false);
    return this.#utf8 === null ? "cp932" : "utf8";
  }

  #decode(bytes: Uint8Array, stream: boolean): void {
    try {
      this.#utf8?.decode(bytes, { stream });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#utf8 = null;
    }
  }
}

const utf16 = {
  ja: "UTF-16のファイルは読み取れません。「CSV UTF-8」または「CSV (コンマ区切り)」の形式で保存してください。",
  en: "The file is UTF-16. Save it as CSV in UTF-8 or Shift_JIS.",
};

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  for await (const part of bytes) yield decoder.write(Buffer.from(part));
  const rest = decoder.end();
  if (rest !== undefined) yield rest;
}

/**
 * The records of a file as they come, blank ones left out; nothing of the file is held. Lines may end in LF or CRLF,
 * quoted cells may hold line breaks. Throws 422 with the line where a quote is not closed or stands in the wrong place.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<CsvRow> {
  const parser = parse({ relax_column_count: true, max_record_size: 1_000_000 });
  // It ends the parser with whatever goes wrong before it; the loop below meets it there.
  pipeline(Readable.from(decoded(bytes, encoding)), parser, () => {});
  let number = 0;
  try {
    for await (const record of parser) {
      const cells = record as string[];
      number += 1;
      if (cells.some((cell) => cell.trim() !== "")) yield { number, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error) : error;
  }
}

function brokenCsv(error: CsvError): AppError {
  const row = Number(error["records"]) + 1;
  const message = {
    ja: `CSVとして読み取れません。${row}行目付近の「"」(引用符)を確認してください。`,
    en: `The file is not right as CSV: look at the quotes (") near row ${row} (${error.code}).`,
  };
  return invalid("file", message);
}

/** Rows as CSV text, CRLF at the end of each. */
export function csvText(rows: string[][]): string {
  return stringify(rows, { record_delimiter: "windows", quoted_match: /[\r\n]/ });
}

/** Text as bytes; the first of a file in UTF-8 begins with the mark that Excel needs. */
export function encodeCsv(text: string, encoding: Encoding, isFirst: boolean): Buffer {
  return iconv.encode(text, encoding, { addBOM: isFirst && encoding === "utf8" });
}

/** Whether Shift_JIS can hold a text. */
export function fitsShiftJis(text: string): boolean {
  return iconv.decode(iconv.encode(text, "cp932"), "cp932") === text;
}
