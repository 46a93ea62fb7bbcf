import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecordReader } from "./csv-records.ts";

function read(text: string, size = text.length) {
  const reader = new RecordReader();
  const rows = [];
  for (let at = 0; at < text.length; at += size) rows.push(...reader.read(text.slice(at, at + size), false));
  rows.push(...reader.read("", true));
  return rows;
}
const cells = (text: string, size?: number) => read(text, size).map((row) => row.cells);
const numbers = (text: string, size?: number) => read(text, size).map((row) => row.number);
const faults = (text: string) =>
  read(text).flatMap(({ number, fault }) => (fault === undefined ? [] : [number]));

describe("P5: a row's fault is a row's fault", () => {
  it.each([
    [
      "a stray quote is a letter",
      'a,b\nQ-1,24" モニタ\nQ-3,茶\n',
      [
        ["a", "b"],
        ["Q-1", '24" モニタ'],
        ["Q-3", "茶"],
      ],
      [],
    ],
    [
      "two of them",
      'a,b\n6"x4",1\n',
      [
        ["a", "b"],
        ['6"x4"', "1"],
      ],
      [],
    ],
    [
      "one inside a quoted cell",
      'a,b\n"24" 型",1\nc,d',
      [
        ["a", "b"],
        ['24" 型', "1"],
        ["c", "d"],
      ],
      [],
    ],
    [
      "blanks behind a quoted cell",
      'a,b\n"c" ,d',
      [
        ["a", "b"],
        ["c", "d"],
      ],
      [],
    ],
    [
      "a quoted cell that never closes spoils its line",
      'a,b\nQ-1,"豆\nQ-2,茶\nQ-3,葉',
      [
        ["a", "b"],
        ["Q-1", '"豆'],
        ["Q-2", "茶"],
        ["Q-3", "葉"],
      ],
      [2],
    ],
    [
      "and does not swallow a good quoted cell behind it",
      'a,b,c\nQ-1,"豆,1\nQ-2,"茶",2\nQ-3,"葉\n葉",3',
      [
        ["a", "b", "c"],
        ["Q-1", '"豆', "1"],
        ["Q-2", "茶", "2"],
        ["Q-3", "葉\n葉", "3"],
      ],
      [2],
    ],
    [
      "in the last line",
      'a,b\n1,2\n3,"',
      [
        ["a", "b"],
        ["1", "2"],
        ["3", '"'],
      ],
      [3],
    ],
    [
      "too many cells and too few are told apart later",
      "a,b\n1,2,3\n4",
      [["a", "b"], ["1", "2", "3"], ["4"]],
      [],
    ],
    [
      "an end mark of DOS is nothing",
      "a,b\r\n1,2\r\n\u001A",
      [
        ["a", "b"],
        ["1", "2"],
      ],
      [],
    ],
    [
      "behind the last cell too",
      "a,b\r\n1,2\u001A\u001A\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
      [],
    ],
    [
      "lines may end in CR",
      "a,b\r1,2\r",
      [
        ["a", "b"],
        ["1", "2"],
      ],
      [],
    ],
    [
      "Excel's text formula stays for the row to read",
      'a,b\n="0490",1\n"=""0491""",2',
      [
        ["a", "b"],
        ['="0490"', "1"],
        ['="0491"', "2"],
      ],
      [],
    ],
  ])("%s", (_, text, expected, bad) => {
    for (const size of [1, 2, 5, 1000]) expect(cells(text, size)).toEqual(expected);
    expect(faults(text)).toEqual(bad);
  });

  it("however broken one line is, the unquoted lines around it come through", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a," ;\t'), maxLength: 8 }), (odd) => {
        const all = cells(`h,i\n1,2\n${odd}\n3,4\n5,6\n`);
        expect(all.slice(0, 2)).toEqual([
          ["h", "i"],
          ["1", "2"],
        ]);
        expect(all.at(-1)).toEqual(["5", "6"]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["a heading alone", "a,b", [["a", "b"]]],
    ["a quoted cell at the very end", 'a\n"b"', [["a"], ["b"]]],
    [
      "quoted cells at the ends of lines",
      'a,"b"\r\n1,"2"\r\n',
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a row with a blank cell",
      "a,b\n1,\n",
      [
        ["a", "b"],
        ["1", ""],
      ],
    ],
    ["a blank row is none", "a,b\n , \n", [["a", "b"]]],
  ])("%s", (_, text, expected) => {
    expect(cells(text, 1)).toEqual(expected);
    expect(faults(text)).toEqual([]);
  });

  it.each([
    ["a\n\nb\n", [1, 3]],
    ["a\r\rb\r", [1, 3]],
    ["a\r\n\r\nb\r\n", [1, 3]],
    ["\n\na\nb", [3, 4]],
    ['a\r\n"b\r\nc\r\n', [1, 2, 3]],
  ])("the records of %j have the numbers of their lines", (text, expected) => {
    for (const size of [1, 2, 3, 1000]) expect(numbers(text, size)).toEqual(expected);
  });

  it("a good record has no fault at all", () => {
    expect(read("a\n")).toStrictEqual([{ number: 1, cells: ["a"] }]);
  });

  it.each([
    [
      "LF",
      'a,b\n"1",2\n3',
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a quoted cell",
      'a,b\n1,"2"\n3',
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["CR, behind which a LF may come", "a,b\r1,2\r", [["a", "b"]]],
  ])("a record is told as soon as its end is there: %s", (_, text, expected) => {
    expect([...new RecordReader().read(text, false)].map((row) => row.cells)).toEqual(expected);
  });

  it("a quote is given up once it has run for a million letters, not before", () => {
    const reader = new RecordReader();
    const next = (text: string) => [...reader.read(text, false)];
    expect(next(`a\n"b\n${"c".repeat(999_997)}`)).toMatchObject([{ cells: ["a"] }]);
    expect(next("c")).toMatchObject([{ number: 2, cells: ['"b'], fault: { en: expect.any(String) } }]);
    expect(next("\n")).toMatchObject([{ number: 3, cells: ["c".repeat(999_998)] }]);
  });

  it("a line that is given up at its CR ends there", () => {
    const reader = new RecordReader();
    const line = `"${"b".repeat(1_000_000)}`;
    const told = [...reader.read(`a\n${line}\r`, false), ...reader.read("c", true)];
    expect(told.map((row) => row.cells)).toEqual([["a"], [line], ["c"]]);
  });

  it("a closed quote is closed, however much follows", () => {
    const long = "c".repeat(1_000_001);
    expect(read(`a\n"b"\n${long}`)).toStrictEqual([
      { number: 1, cells: ["a"] },
      { number: 2, cells: ["b"] },
      { number: 3, cells: [long] },
    ]);
  });

  it.each([
    ["quotes that are doubled once too often, as in an export of an export", '""豆"",""100""\n', 30_000],
    ["a quote that only others doubled follow", '""x\n', 100_000],
    ["stray quotes by the thousand in one cell", `"${'a"'.repeat(300_000)}\n`, 1],
  ])("takes time by its length, which were minutes otherwise: %s", (_, line, times) => {
    expect(cells(`a\n${line.repeat(times)}`, 65_536)).toHaveLength(1 + times);
  });

  it.each([
    ["a line without an end", "b".repeat(2_000_000)],
    ["cells without an end", "b,".repeat(1_000_000)],
    ["a record that goes on over lines", '"b\n",'.repeat(400_000)],
  ])("%s is told after two million letters, and the lines behind it come through", (_, long) => {
    for (const size of [2_500_000, 300_001]) {
      const [heading, odd, ...more] = read(`a\r\n${long}bbb\r\nc\r\nd`, size);
      expect([heading, more]).toEqual([
        { number: 1, cells: ["a"] },
        [
          { number: 3, cells: ["c"] },
          { number: 4, cells: ["d"] },
        ],
      ]);
      expect(odd).toEqual({
        number: 2,
        cells: [long.slice(0, 1_000)],
        fault: { ja: expect.stringContaining("200万文字"), en: expect.stringContaining("two million") },
      });
    }
  });

  it("a record of two million letters is one", () => {
    const long = "b".repeat(1_999_998);
    expect(cells(`a\n${long}\r\nc`, 700_000)).toEqual([["a"], [long], ["c"]]);
    expect(faults(`a\n${long}\r\nc`)).toEqual([]);
  });

  it("nothing of a record that was too long is kept, not even where the file ends in it", () => {
    expect(numbers(`a\n${"b".repeat(3_000_000)}`, 500_000)).toEqual([1, 2]);
  });

  it("a NUL is a broken letter", () => {
    expect(cells("a\0,b\n\0,c", 1)).toEqual([
      ["a\u{FFFD}", "b"],
      ["\u{FFFD}", "c"],
    ]);
  });

  it("the reason is said in both languages", () => {
    const fault = read('a\n"b')[1]?.fault;
    expect(fault?.ja).toContain("閉じられていない");
    expect(fault?.en).toContain("never closed");
  });
});

describe("what parts the cells is recognised from the heading", () => {
  it.each([
    ["tabs", "商品コード\t商品名\nTS-1\t豆, 茶\n"],
    ["semicolons", "商品コード;商品名\nTS-1;豆, 茶\n"],
    ["commas", '商品コード,商品名\nTS-1,"豆, 茶"\n'],
    ["a sep= line", "sep=;\r\n商品コード;商品名\r\nTS-1;豆, 茶\r\n"],
    ["a quoted sep= line", '"sep=|"\n商品コード|商品名\nTS-1|豆, 茶\n'],
    ["blank lines first", "\n\n商品コード\t商品名\nTS-1\t豆, 茶"],
  ])("%s", (_, text) => {
    for (const size of [1, 3, 1000]) {
      expect(cells(text, size)).toEqual([
        ["商品コード", "商品名"],
        ["TS-1", "豆, 茶"],
      ]);
    }
  });

  it.each([
    [
      "commas where it has as many of others",
      "a,b;c\n1,2",
      [
        ["a", "b;c"],
        ["1", "2"],
      ],
    ],
    ["commas where it has none", "a\n1;2", [["a"], ["1;2"]]],
    [
      "no sep= behind another cell",
      "a,sep=b\n1,2",
      [
        ["a", "sep=b"],
        ["1", "2"],
      ],
    ],
    [
      "no sep= of more than one letter",
      "sep=x,b\n1,2",
      [
        ["sep=x", "b"],
        ["1", "2"],
      ],
    ],
    ["a sep= line with blanks behind it", "sep=; \na;b,c", [["a", "b,c"]]],
    ["a sep= line alone", "sep=;", []],
  ])("%s", (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it("a heading of a million letters is not waited for any longer", () => {
    const long = "b".repeat(999_998);
    const reader = new RecordReader();
    const told = [...reader.read(`a,${long}`, false), ...reader.read(";c;d\n", true)];
    expect(told.map((row) => row.cells)).toEqual([["a", `${long};c;d`]]);
  });

  it("commas inside a quoted heading part nothing", () => {
    expect(cells('"a,b,c";d\n1;2')).toEqual([
      ["a,b,c", "d"],
      ["1", "2"],
    ]);
  });
});
