import { expect, it } from "vitest";
import { parts } from "../reading/store.ts";
import { columnKeys } from "./columns.ts";
import { linesAsCsv } from "./export-lines.ts";

/** A line of an export with only these cells, and the current quantity at its end. */
const line = (cells: Partial<Record<(typeof columnKeys)[number], string>>, quantity = ""): string =>
  [...columnKeys.map((key) => cells[key] ?? ""), quantity].join(parts.cell);
const csv = (...lines: string[]): string => linesAsCsv(lines.join(parts.line));

it("P5: lines with nothing odd go out as they are, a row each", () => {
  const shirt = line({ control: "u", name: "Tシャツ", price: "100" }, "3");
  expect(csv(shirt, shirt)).toBe("u,,,Tシャツ,100,,,,,,,,,,,,,3\r\n".repeat(2));
});

it.each([
  ["a formula", "=1+1", "'=1+1"],
  ["a formula in full width, behind a blank", " ＝A1", "' ＝A1"],
  ["what was defused by hand", "'=A1", "''=A1"],
  ["a formula with a comma", "@sum(1,2)", `"'@sum(1,2)"`],
  ["a phone", "+81-3-1234", "+81-3-1234"],
  ["a comma", "白, M", '"白, M"'],
  ["a quote", '24" 型', '"24"" 型"'],
  ["a line break", "上\n下", '"上\n下"'],
])("%s in a cell touches no other line", (_, name, shown) => {
  const plain = line({ name: "皿" });
  expect(csv(plain, line({ name }), plain)).toBe(
    [",,,皿,,,,,,,,,,,,,,", `,,,${shown},,,,,,,,,,,,,,`, ",,,皿,,,,,,,,,,,,,,", ""].join("\r\n"),
  );
});

it("questions are as people write them", () => {
  const questions = JSON.stringify([{ name: "色", choices: ["白", "黒"] }, { name: "名入れ" }]);
  expect(csv(line({ questions }))).toContain('"色=白|黒\n名入れ=');
});
