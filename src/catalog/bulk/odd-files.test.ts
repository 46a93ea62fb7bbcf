import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import type { TestDatabase } from "../../../test/support/database.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import type { Encoding } from "../../kit/csv.ts";
import { packageRoot } from "../../kit/package-root.ts";
import { encodeWindows } from "../../kit/text/cp932.ts";
import { asWindows } from "../../kit/text/windows.ts";
import { exportProducts } from "./export-products.ts";
import { listChanges, listRefused, readJob, refusedAsCsv } from "./read-jobs.ts";
import { receiveFile, type BulkOptions } from "./receive-file.ts";
import { runBulkJobs } from "./run-bulk-jobs.ts";

const folder = join(packageRoot, "test/odd-files");

/**
 * The result of each file: rows taken and refused; `only`: its encoding is what is odd, so it is not sent in the other
 * one; `apart`: rows whose cells could not be separated, while the file of refused rows separates them.
 */
const files: Record<
  string,
  { taken: number; refused: number; only?: true; apart?: number; options?: Partial<BulkOptions> }
> = {
  "codes-that-excel-made-dates.csv": { taken: 1, refused: 4 },
  "codes-that-read-the-same.csv": { taken: 2, refused: 1 },
  "decomposed-letters.csv": { taken: 2, refused: 0 },
  "ec-cube-import.csv": { taken: 2, refused: 0, options: { unknownColumns: "ignore" } },
  "empty-lines-and-columns.csv": { taken: 2, refused: 0 },
  "end-mark-of-dos.csv": { taken: 1, refused: 0 },
  "errors-of-excel.csv": { taken: 1, refused: 3 },
  "formulas.csv": { taken: 3, refused: 0 },
  "headings-in-full-width.csv": { taken: 1, refused: 0 },
  "joined-emoji.csv": { taken: 2, refused: 0, only: true },
  "letters-of-windows-shift-jis.csv": { taken: 1, refused: 0, only: true },
  "line-breaks-in-cells.csv": { taken: 2, refused: 0 },
  "names-of-people.csv": { taken: 3, refused: 0, only: true },
  "negative-and-huge-numbers.csv": { taken: 1, refused: 4 },
  "numbers-as-people-type-them.csv": { taken: 2, refused: 1 },
  "numbers-in-short.csv": { taken: 1, refused: 2 },
  "old-mac-line-ends.csv": { taken: 2, refused: 0 },
  "one-broken-byte-shift-jis.csv": { taken: 2, refused: 1, only: true },
  "one-broken-byte.csv": { taken: 2, refused: 1, only: true },
  "only-a-heading.csv": { taken: 0, refused: 0 },
  "plain.csv": { taken: 2, refused: 0 },
  "quote-never-closed.csv": { taken: 3, refused: 1, apart: 1 },
  "semicolons.csv": { taken: 2, refused: 0 },
  "sep-line.csv": { taken: 1, refused: 0 },
  "stray-quote.csv": { taken: 3, refused: 0 },
  "tabs.tsv": { taken: 2, refused: 0 },
  "texts-in-the-dress-of-excel.csv": { taken: 2, refused: 0 },
  "too-few-cells.csv": { taken: 2, refused: 1 },
  "too-many-cells.csv": { taken: 2, refused: 1 },
  "unseen-letters.csv": { taken: 1, refused: 1, only: true },
  "utf-16.csv": { taken: 1, refused: 0, only: true },
  "very-long-cells.csv": { taken: 1, refused: 2 },
  "wave-dashes.csv": { taken: 3, refused: 0 },
  "with-bom.csv": { taken: 1, refused: 0, only: true },
};

let database: TestDatabase;
let ctx: Context;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ ctx, database, close } = await openTestContext());
  await runMigrations({ pgPool: database.pool });
});
afterAll(() => close());

async function* once(bytes: Buffer) {
  yield bytes;
}
async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

async function send(merchantId: string, bytes: Buffer, options: Partial<BulkOptions> = {}) {
  const how: BulkOptions = { kind: "register", onError: "skip", dryRun: false, ...options };
  const id = await receiveFile(ctx, { merchantId, actor: "test", ...how, body: once(bytes) });
  await runBulkJobs(ctx, { merchantId });
  return await readJob(ctx, { merchantId, id });
}

/** The products with their variations, without the times of saving. */
const products = async (merchantId: string) =>
  await database.db
    .selectFrom("products as p")
    .innerJoin("variations as v", "v.productId", "p.id")
    .select(["p.serial", "p.name", "p.productCode", "p.price", "p.taxRate", "p.published", "p.questions"])
    .select(["v.name as variation", "v.productCode as code", "v.janCode", "v.stockManaged", "v.quantity"])
    .where("p.merchantId", "=", merchantId)
    .orderBy("p.serial")
    .execute();

it("each odd file has its outcome in the table", () => {
  expect(readdirSync(folder).toSorted()).toEqual(Object.keys(files).toSorted());
});

describe.each(Object.entries(files))("%s", (name, { taken, refused, only, apart = 0, options }) => {
  const stored = readFileSync(join(folder, name));
  /** The first result. */
  let made: Awaited<ReturnType<typeof products>>;

  async function firstSent(bytes: Buffer) {
    const { id: merchantId } = await addMerchant(ctx, "店");
    const job = await send(merchantId, bytes, options ?? {});
    expect({ taken: job.done, refused: job.failed, left: job.notDone }).toEqual({ taken, refused, left: 0 });
    return { merchantId, job };
  }

  it("good rows are taken, bad ones come back, and what is exported changes nothing", async () => {
    const { merchantId, job } = await firstSent(stored);
    made = await products(merchantId);
    const at = { merchantId, id: job.id, limit: 100 };
    const problems = (await listRefused(ctx, at)).items.flatMap((row) => row.problems);
    expect(problems.length).toBeGreaterThanOrEqual(refused);
    for (const { message } of problems)
      expect(`${message.ja}${message.en}`).not.toMatch(/undefined|\[object|\/\^/);

    // The refused rows, sent again as they came back, are refused again: nothing was lost or silently repaired.
    const errors = await whole((await refusedAsCsv(ctx, { ...at, language: "ja" })).bytes);
    const again = await send(merchantId, errors, options ?? {});
    expect({ taken: again.done, refused: again.failed }).toEqual({
      taken: apart,
      refused: refused - apart,
    });

    const before = await products(merchantId);
    for (const encoding of ["utf8", "cp932"] satisfies Encoding[]) {
      const exported = await whole(exportProducts(ctx, { merchantId, encoding }));
      const checked = await send(merchantId, exported, { kind: "change", dryRun: true });
      expect({ taken: checked.done, refused: checked.failed }).toEqual({
        taken: taken + apart,
        refused: 0,
      });
      const changes = (await listChanges(ctx, { merchantId, id: checked.id, limit: 100 })).items;
      expect(changes.flatMap((row) => row.changes)).toEqual([]);
      const changed = await send(merchantId, exported, { kind: "change" });
      expect({ taken: changed.done, refused: changed.failed }).toEqual({
        taken: taken + apart,
        refused: 0,
      });
      expect(await products(merchantId)).toEqual(before);
    }
  });

  if (only === true) return;
  it("in Shift_JIS it makes the same", async () => {
    const inWindows = (text: string) => asWindows(text).text;
    const { merchantId } = await firstSent(encodeWindows(inWindows(stored.toString("utf8"))));
    const same = JSON.parse(inWindows(JSON.stringify(made))) as typeof made;
    expect(await products(merchantId)).toEqual(same);
  });
});
