import { describe, expect, it } from "vitest";
import type { ReadRow } from "./read-row.ts";
import { batchesOf, oneAhead, unitsOf, type Unit } from "./units.ts";

type Given = Omit<Partial<ReadRow>, "product" | "variation"> & {
  product?: Partial<ReadRow["product"]>;
  variation?: Partial<ReadRow["variation"]>;
};

async function* each<T>(all: T[]) {
  yield* all;
}
async function all<T>(some: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of some) found.push(one);
  return found;
}
const rowsOf = (given: Given[]) =>
  given.map(
    (row, index) => ({ number: index + 2, product: {}, variation: {}, ...row }) as unknown as ReadRow,
  );
/** The numbers of the rows of each unit. */
const grouped = async (given: Given[]) =>
  (await all(unitsOf(each(rowsOf(given))))).map(({ isNew, rows }) => [
    isNew,
    ...rows.map(({ number }) => number),
  ]);

const fresh = (product: Given["product"], name?: string): Given => ({
  control: "new" as never,
  product: product ?? {},
  variation: name === undefined ? {} : { name },
});
const change = (more: Given): Given => ({ control: "change" as never, ...more });

it.each<[string, Given[], unknown[][]]>([
  ["nothing", [], []],
  [
    "new rows with one product code are one product",
    [fresh({ name: "T", productCode: "T-1" }, "S"), fresh({ productCode: "T-1" }, "M")],
    [[true, 2, 3]],
  ],
  [
    "without a code: with one name",
    [fresh({ name: "T" }, "S"), fresh({ name: "T" }, "M"), fresh({ name: "U" }, "S")],
    [
      [true, 2, 3],
      [true, 4],
    ],
  ],
  [
    "another code is another product, whatever the name",
    [fresh({ name: "T", productCode: "T-1" }, "S"), fresh({ name: "T", productCode: "T-2" }, "S")],
    [
      [true, 2],
      [true, 3],
    ],
  ],
  [
    "a code after none is another product",
    [fresh({ name: "T" }, "S"), fresh({ name: "T", productCode: "T-2" }, "S")],
    [
      [true, 2],
      [true, 3],
    ],
  ],
  [
    "without a name or a code nothing belongs together",
    [fresh({}, "S"), fresh({}, "M")],
    [
      [true, 2],
      [true, 3],
    ],
  ],
  [
    "rows without variation names are products of their own",
    [fresh({ name: "T" }), fresh({ name: "T" })],
    [
      [true, 2],
      [true, 3],
    ],
  ],
  [
    "so are those after a row with a variation's name",
    [fresh({ name: "T" }, "S"), fresh({ name: "T" })],
    [
      [true, 2],
      [true, 3],
    ],
  ],
  [
    "and those of another pattern",
    [
      fresh({ name: "T", variationPattern: "none" }, "S"),
      fresh({ name: "T", variationPattern: "none" }, "M"),
    ],
    [
      [true, 2],
      [true, 3],
    ],
  ],
  [
    "pattern 1 may be named",
    [fresh({ name: "T", variationPattern: "pattern1" }, "S"), fresh({ name: "T" }, "M")],
    [[true, 2, 3]],
  ],
  [
    "changes with one product's number belong together, whichever variation it is",
    [
      change({ systemProductNumber: "01-1-T000000001-001" }),
      change({ systemProductNumber: "01-1-T000000001-012" }),
      change({ systemProductNumber: "01-1-T000000002-001" }),
    ],
    [
      [false, 2, 3],
      [false, 4],
    ],
  ],
  [
    "so do those with one product code, and those with one variation's",
    [
      change({ product: { productCode: "A" } }),
      change({ product: { productCode: "A" }, variation: { productCode: "x" } }),
      change({ variation: { productCode: "A" } }),
      change({ variation: { productCode: "A" } }),
    ],
    [
      [false, 2, 3],
      [false, 4, 5],
    ],
  ],
  [
    "changes that name nothing stand alone",
    [change({}), change({})],
    [
      [false, 2],
      [false, 3],
    ],
  ],
  [
    "a new row is none of the product that is changed before it",
    [
      change({ product: { productCode: "A" } }),
      fresh({ productCode: "A", name: "T" }, "S"),
      change({ product: { productCode: "A" } }),
    ],
    [
      [false, 2],
      [true, 3],
      [false, 4],
    ],
  ],
])("rows that follow each other: %s", async (_, given, expected) => {
  expect(await grouped(given)).toEqual(expected);
});

it("a batch has whole units, until its rows are enough", async () => {
  const unit = (count: number): Unit => ({
    isNew: true,
    rows: rowsOf(Array.from({ length: count }, () => ({}))),
  });
  const sizes = async (units: Unit[]) =>
    (await all(batchesOf(each(units), 3))).map((batch) => batch.map(({ rows }) => rows.length));
  expect(await sizes([unit(1), unit(1), unit(1), unit(2), unit(5), unit(1)])).toEqual([
    [1, 1, 1],
    [2, 5],
    [1],
  ]);
  expect(await sizes([unit(3)])).toEqual([[3]]);
  expect(await sizes([])).toEqual([]);
});

describe("one is made ready ahead", () => {
  const made: number[] = [];
  async function* numbers(failAt = 9) {
    try {
      for (let nth = 1; nth < 5; nth += 1) {
        if (nth === failAt) throw new Error("broken");
        made.push(nth);
        yield nth;
      }
    } finally {
      made.push(0);
    }
  }

  it("all come, in their order", async () => {
    expect(await all(oneAhead(numbers()))).toEqual([1, 2, 3, 4]);
  });

  it("not more than one, and whoever leaves ends the source", async () => {
    made.length = 0;
    for await (const one of oneAhead(numbers())) if (one === 2) break;
    expect(made).toEqual([1, 2, 3, 0]);
  });

  it("one that fails is told when its turn comes", async () => {
    const seen: number[] = [];
    const read = async () => {
      for await (const one of oneAhead(numbers(3))) seen.push(one);
    };
    await expect(read()).rejects.toThrow("broken");
    expect(seen).toEqual([1, 2]);
  });
});
