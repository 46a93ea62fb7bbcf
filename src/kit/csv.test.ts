import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { csvText, encodeCsv, EncodingProbe, readCsv, withoutUtf16, type Encoding } from "./csv.ts";

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, encoding: Encoding, size = 7): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of readCsv(inPieces(bytes, size), encoding)) rows.push(row.cells);
  return rows;
}

const probe = (bytes: Buffer, size: number): Encoding => {
  const looks = new EncodingProbe();
  for (let at = 0; at < bytes.length; at += size) looks.see(bytes.subarray(at, at + size));
  return looks.end();
};

describe("a file's encoding", () => {
  const japanese = "①髙﨑～㈱結び,ソ能表十\n";
  const utf8 = Buffer.from(`商品コード,商品名\n${japanese}`);
  it.each([
    ["UTF-8", Buffer.from(japanese), "utf8"],
    ["UTF-8 with BOM", Buffer.from(`\u{FEFF}${japanese}`), "utf8"],
    ["Shift_JIS", iconv.encode(japanese, "cp932"), "cp932"],
    ["plain letters", Buffer.from("a,b\n"), "utf8"],
    ["emoji", Buffer.from("🍙\n"), "utf8"],
    ["UTF-8 cut off in the middle of a letter", Buffer.from("あ").subarray(0, 2), "cp932"],
    ["P5: UTF-8 with one broken byte", Buffer.concat([utf8, Buffer.of(0xff), utf8]), "utf8"],
    ["P5: UTF-8 whose last letter is cut off", utf8.subarray(0, utf8.length - 2), "utf8"],
    [
      "P5: Shift_JIS with a broken byte",
      Buffer.concat([iconv.encode(japanese, "cp932"), Buffer.of(0xff)]),
      "cp932",
    ],
  ])("%s is recognised, however its bytes come in", (_, bytes, encoding) => {
    for (const size of [1, 2, 3, 1000]) expect(probe(bytes, size)).toBe(encoding);
  });

  it("is UTF-8 exactly where a strict decoder says so, for bytes without many letters", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), (bytes) => {
        const strict = () => new TextDecoder("utf-8", { fatal: true }).decode(bytes) !== null;
        const isUtf8 = (() => {
          try {
            return strict();
          } catch {
            return false;
          }
        })();
        expect(probe(Buffer.from(bytes), 1)).toBe(isUtf8 ? "utf8" : "cp932");
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["utf-16le", "utf-16be"])("%s (Unicode text) comes in as UTF-8", async (encoding) => {
    const bytes = iconv.encode(japanese, encoding, { addBOM: true });
    for (const size of [1, 3, 1000]) {
      const parts: Uint8Array[] = [];
      for await (const part of withoutUtf16(inPieces(bytes, size))) parts.push(part);
      expect(Buffer.concat(parts).toString()).toBe(japanese);
    }
  });

  it.each(["", "a", "ab", japanese])("any other file comes in as it is: %j", async (text) => {
    const parts: Uint8Array[] = [];
    for await (const part of withoutUtf16(inPieces(Buffer.from(text), 1))) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(text);
  });

  it("a letter that Shift_JIS lacks costs that letter, never the cell", async () => {
    const rows = [["①髙﨑～㈱", "𠮷野家〜🍵", "結び"]];
    expect(await read(encodeCsv(csvText(rows), "cp932", true), "cp932", 1)).toEqual([
      ["①髙﨑～㈱", "〓野家～〓", "結び"],
    ]);
  });
});

describe("a file's records", () => {
  it("come out as they went in, whatever they hold, in both encodings and any pieces", async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'abあ亜ｱ,"\n\r\t; 　①') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom<Encoding>("utf8", "cp932"),
        fc.integer({ min: 1, max: 9 }),
        async (rows, encoding, size) => {
          // A row without a letter looks like a blank line; the heading shows that commas separate the cells.
          const written = [Array.from({ length: 9 }, () => "x"), ...rows.map((row) => ["x", ...row])];
          expect(await read(encodeCsv(csvText(written), encoding, true), encoding, size)).toEqual(written);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("are counted as a spreadsheet counts them, blank ones left out", async () => {
    const numbers: number[] = [];
    for await (const row of readCsv(inPieces(Buffer.from('a,b\n\n"c\nc",d\n,\ne,f'), 3), "utf8"))
      numbers.push(row.number);
    expect(numbers).toEqual([1, 3, 5]);
  });

  it.each([
    ["an .xlsx", "504b0304140000000800"],
    ["an .xls, or one with a password", "d0cf11e0a1b11ae10000"],
  ])("P10: %s is told as what it is, in any pieces, not by columns that nobody knows", async (_, begin) => {
    const book = Buffer.concat([Buffer.from(begin, "hex"), Buffer.from("[Content_Types].xml,a\n1,2\n")]);
    for (const size of [1, 3, 1_000])
      await expect(read(book, probe(book, size), size)).rejects.toMatchObject({
        code: "invalid",
        detail: { ja: expect.stringContaining("CSV UTF-8"), en: expect.stringContaining("workbook") },
      });
    expect(await read(Buffer.from("PK\n1"), "utf8", 1)).toEqual([["PK"], ["1"]]);
    expect(await read(Buffer.from("PK"), "utf8", 1)).toEqual([["PK"]]);
  });

  it("end with whatever went wrong before them", async () => {
    const broken = (async function* () {
      yield Buffer.from("a,b\n");
      throw new Error("the line is cut");
    })();
    await expect(async () => {
      for await (const _ of readCsv(broken, "utf8"));
    }).rejects.toThrow("the line is cut");
  });
});
