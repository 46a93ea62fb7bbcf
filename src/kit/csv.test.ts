import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { csvText, encodeCsv, EncodingProbe, fitsShiftJis, readCsv, type Encoding } from "./csv.ts";

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
  it.each([
    ["UTF-8", Buffer.from(japanese), "utf8"],
    ["UTF-8 with BOM", Buffer.from(`\u{FEFF}${japanese}`), "utf8"],
    ["Shift_JIS", iconv.encode(japanese, "cp932"), "cp932"],
    ["plain letters", Buffer.from("a,b\n"), "utf8"],
    ["UTF-8 cut off in the middle of a letter", Buffer.from("あ").subarray(0, 2), "cp932"],
  ])("%s is recognised, however its bytes come in", async (_, bytes, encoding) => {
    for (const size of [1, 2, 3, 1000]) expect(probe(bytes, size)).toBe(encoding);
  });

  it("letters of Windows' Shift_JIS survive in both directions, and what it can't hold is known", async () => {
    const rows = [["①髙﨑～㈱", "結び"]];
    expect(await read(encodeCsv(csvText(rows), "cp932", true), "cp932", 1)).toEqual(rows);
    expect(fitsShiftJis("①髙﨑～㈱")).toBe(true);
    expect(fitsShiftJis("𠮷野家🍵")).toBe(false);
  });
});

describe("a file's records", () => {
  it("come out as they went in, whatever they hold, in both encodings and any pieces", async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'abあ亜ｱ,"\n\r 　①') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom<Encoding>("utf8", "cp932"),
        fc.integer({ min: 1, max: 9 }),
        async (rows, encoding, size) => {
          // A row without a letter is a blank line to people.
          const written = rows.map((row) => ["x", ...row]);
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

  it("are refused where quotes are wrong, with the row", async () => {
    await expect(read(Buffer.from('a,b\n"c,d\n'), "utf8")).rejects.toMatchObject({ code: "invalid" });
    await expect(read(Buffer.from('a,b\nc,d"e"\n'), "utf8")).rejects.toMatchObject({
      detail: { ja: expect.stringContaining("2行目") },
    });
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
