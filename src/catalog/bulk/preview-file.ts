import type { Context } from "../../context.ts";
import { EncodingProbe, readCsv, withoutUtf16 } from "../../kit/csv.ts";
import type { CsvRow } from "../../kit/csv-records.ts";
import { invalid, type Text } from "../../kit/errors.ts";
import { chooseMapping, headingsDigest, type AskedMapping } from "./carts/choose-mapping.ts";
import { carts } from "./carts/known-carts.ts";
import { meaningsOf, type Mapping } from "./carts/mapping.ts";
import { matchColumns } from "./carts/match-columns.ts";
import { readingOf } from "./carts/reading.ts";
import { headerProblems, isOurs, missingColumns } from "./columns.ts";
import { texts } from "./problems.ts";
import type { ReadRow } from "./read-row.ts";
import { keptMapping } from "./store.ts";
import { unitsOf } from "./units.ts";

/** The part of a file that is looked at: enough for its first products. A longer body is cut there. */
const previewBytes = 256 * 1024;
const shownProducts = 10;
const shownSamples = 3;
const readRows = 300;

/**
 * Looks at the beginning of a file before it is sent (P10, U8): what its columns mean (by `asked`, else by the
 * merchant's earlier choice for such headings, else as recognised), and how its first products would be read. Writes
 * nothing.
 */
export async function previewFile(
  ctx: Context,
  input: {
    merchantId: string;
    kind: "register" | "change";
    asked: AskedMapping | null;
    body: AsyncIterable<Uint8Array>;
  },
) {
  const { rows: all, isCut } = await beginOf(input.body);
  const [first, ...rows] = all;
  if (first === undefined) throw invalid("file", texts.emptyFile);
  if (first.fault !== undefined) throw invalid("file", first.fault);
  const headings = first.cells.map((cell) => cell.trim());
  const kept = (await keptMapping(ctx.db, input.merchantId, headingsDigest(headings))) as Mapping | null;
  const samples = rows.map((row) => row.cells);
  const ours = isOurs(headings);
  const mapping =
    input.asked === null
      ? ours
        ? null
        : (kept ?? matchColumns(headings, samples))
      : chooseMapping(input.asked, headings, "ignore");
  const reading = readingOf({ kind: input.kind, headings, mapping });
  const products = [];
  for await (const { rows: own } of unitsOf(reading.read(each(rows)))) {
    products.push(asProduct(own));
    if (products.length > shownProducts) break;
  }
  // The last product of a cut file may continue after the cut.
  if (isCut && products.length <= shownProducts && products.length > 1) products.pop();
  const order = mapping === null ? null : meaningsOf(headings, mapping);
  return {
    ours,
    cart: carts.find(({ name }) => name === mapping?.cart) ?? null,
    kept: kept !== null && input.asked === null,
    price: mapping?.price ?? "included",
    columns: headings.map((heading, index) => ({
      heading,
      samples: samples
        .map((cells) => cells[index] ?? "")
        .filter((cell) => cell.trim() !== "")
        .slice(0, shownSamples),
      meaning: order?.[index] ?? null,
    })),
    problems:
      order === null
        ? headerProblems(headings, input.kind, "ignore")
        : missingColumns(input.kind, (key) => reading.headingOf(key) !== null),
    products: products.slice(0, shownProducts),
  };
}

async function* each<T>(all: T[]): AsyncGenerator<T> {
  yield* all;
}

async function beginOf(body: AsyncIterable<Uint8Array>): Promise<{ rows: CsvRow[]; isCut: boolean }> {
  const probe = new EncodingProbe();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of withoutUtf16(body)) {
    const taken = Buffer.from(part).subarray(0, previewBytes - size);
    probe.see(taken);
    parts.push(taken);
    size += taken.length;
    if (size >= previewBytes) break;
  }
  const rows: CsvRow[] = [];
  for await (const row of readCsv(each(parts), probe.end())) {
    rows.push(row);
    if (rows.length > readRows) break;
  }
  const isCut = size >= previewBytes || rows.length > readRows;
  return { rows: isCut && rows.length > 2 ? rows.slice(0, -1) : rows, isCut };
}

function asProduct(rows: ReadRow[]) {
  const first = rows[0]?.product ?? {};
  return {
    row: rows[0]?.number ?? 0,
    name: first.name ?? null,
    productCode: first.productCode ?? null,
    price: first.price ?? null,
    taxRate: first.taxRate ?? null,
    published: first.published ?? null,
    variations: rows.map(({ variation }) => ({
      name: variation.name ?? "",
      productCode: variation.productCode ?? null,
      janCode: variation.janCode ?? null,
      price: variation.price ?? null,
      stockManaged: variation.stockManaged ?? true,
      quantity: variation.quantity ?? null,
      smaregiProductId: variation.smaregiProductId ?? null,
    })),
    problems: rows.flatMap((row) => row.problems.map((problem): Text => problem.message)),
  };
}
