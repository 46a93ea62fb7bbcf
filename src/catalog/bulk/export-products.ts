import type { Context } from "../../context.ts";
import { csvText, encodeCsv, type Encoding } from "../../kit/csv.ts";
import { readLinesAfter } from "../reading/store.ts";
import { columnKeys, columns, noted, type ColumnKey } from "./columns.ts";
import { linesAsCsv } from "./export-lines.ts";
import { words } from "./row-changes.ts";

const pageSize = 1_000;

/**
 * Yields all products in the format of bulk change, oldest first, one row per variation, piece by piece. 在庫数 is blank, which changes
 * nothing when the file comes back: otherwise quantities sold in the meantime would come back with it. The column beside it has the
 * current number and is ignored. A letter that Shift_JIS lacks becomes 〓; such a cell changes nothing when it is sent back.
 */
export async function* exportProducts(
  ctx: Context,
  { merchantId, encoding }: { merchantId: string; encoding: Encoding },
): AsyncGenerator<Buffer> {
  const headings = [...columnKeys.map((key) => columns[key].ja), noted.currentQuantity.ja];
  yield encodeCsv(csvText([headings]), encoding, true);
  const read = async (after: number) =>
    await readLinesAfter(ctx.db, merchantId, { after, limit: pageSize, words });
  let page = await read(0);
  while (page.last !== null) {
    // The next page is read while this one is written and sent.
    const next = read(page.last);
    next.catch(() => undefined);
    if (page.lines !== null) yield encodeCsv(linesAsCsv(page.lines), encoding, false);
    page = await next;
  }
}

const examples: Partial<Record<ColumnKey, string>>[] = [
  {
    control: "n",
    productCode: "TS-001",
    name: "Tシャツ",
    price: "2980",
    taxRate: "10",
    published: "公開",
    variationPattern: "パターン1",
    variationName: "白 M",
    stockManaged: "する",
    smaregiProductId: "8000001",
  },
  {
    control: "n",
    productCode: "TS-001",
    name: "Tシャツ",
    variationPattern: "パターン1",
    variationName: "白 L",
    janCode: "4901234567894",
    stockManaged: "する",
    smaregiProductId: "8000002",
  },
  {
    control: "n",
    productCode: "COFFEE-1",
    name: "コーヒー豆 200g",
    price: "1200",
    taxRate: "8",
    published: "公開",
    variationPattern: "なし",
    stockManaged: "する",
    quantity: "30",
  },
];

/** An empty file with the headings of bulk register or bulk change; `withExamples` adds sample rows. */
export function template(kind: "register" | "change", encoding: Encoding, withExamples: boolean): Buffer {
  const keys = columnKeys.filter((key) => kind === "change" || key !== "systemProductNumber");
  const rows = withExamples && kind === "register" ? examples : [];
  const lines = [keys.map((key) => columns[key].ja), ...rows.map((row) => keys.map((key) => row[key] ?? ""))];
  return encodeCsv(csvText(lines), encoding, true);
}
