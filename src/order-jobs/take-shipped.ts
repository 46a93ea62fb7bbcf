import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { EncodingProbe, readCsv, withoutUtf16 } from "../kit/csv.ts";
import { AppError, invalid } from "../kit/errors.ts";
import { folded } from "../kit/text/rules.ts";
import { readOrdersOfNumbers } from "../orders/search/store.ts";
import { orderNumberOf, planShipped, type ShippedPlan, type ShippedRow } from "../papers/b2/rules.ts";
import { jst } from "../smaregi/jst.ts";
import { wake } from "../tasks.ts";
import { addItems, insertJob, type Reason } from "./store.ts";

const largestFile = 5 * 1024 * 1024;
const mostRows = 10_000;

/**
 * Reads parcels' numbers from B2クラウド's 発行済データ (W5), in Shift_JIS or UTF-8, by its headings. Says what each row would do and, if
 * `dryRun` is false, starts a job that sets the orders to shipped; the job also keeps the rows that belong to no order. The same file
 * again is the same job. `replace`: also overwrites another number. Throws 422 for a file without the two columns.
 */
export async function takeShipped(
  ctx: Pick<Context, "db" | "clock">,
  input: {
    merchantId: string;
    actor: string;
    dryRun: boolean;
    replace: boolean;
    body: AsyncIterable<Uint8Array>;
  },
): Promise<{ jobId: string | null; rows: ShippedPlan[] }> {
  const { merchantId, actor, dryRun, replace } = input;
  const bytes = await gather(withoutUtf16(input.body));
  const rows = await rowsOf(bytes);
  const found = await readOrdersOfNumbers(
    ctx.db,
    merchantId,
    rows.map(({ number }) => number),
  );
  const plan = planShipped(rows, new Map(found.map((order) => [order.number, order])));
  if (dryRun) return { jobId: null, rows: plan };
  const jobId = idOf(merchantId, bytes, replace);
  const shippedOn = jst(ctx.clock()).slice(0, 10);
  await transact(ctx.db, async (tx) => {
    const action = { kind: "ship" as const, carrier: "yamato" as const, trackingNumber: "", shippedOn };
    if (!(await insertJob(tx, { merchantId, id: jobId, action, actor }))) return;
    const items = plan.map((each, nth) => {
      const why = each.kind === "replaces" && replace ? null : refusals[each.kind];
      return {
        jobId,
        nth: nth + 1,
        orderId: each.orderId,
        label: each.number === "" ? `${each.row}` : each.number,
        ...(why === null
          ? {
              action: JSON.stringify({ ...action, trackingNumber: each.trackingNumber, before: each.before }),
            }
          : { outcome: "refused" as const, reason: JSON.stringify(why(each)) }),
      };
    });
    await addItems(tx, merchantId, items);
    await wake(tx, "runOrderJobs", [merchantId]);
  });
  return { jobId, rows: plan };
}

const shown = ({ row, trackingNumber, before }: ShippedPlan) => ({
  row,
  trackingNumber,
  before: before ?? "",
});

/** The reason why a row sets nothing; null if it sets something. */
const refusals: Record<ShippedPlan["kind"], ((plan: ShippedPlan) => Reason) | null> = {
  sets: null,
  same: null,
  replaces: (plan) => {
    const { row, trackingNumber, before } = shown(plan);
    return {
      code: "order_changed",
      detail: {
        ja: `${row}行目: 別のお問い合わせ番号 ${before} が入っています(ファイルは ${trackingNumber})。`,
        en: `Row ${row}: another tracking number, ${before}, stands there (the file says ${trackingNumber}).`,
      },
    };
  },
  unknown: (plan) => {
    const { row, trackingNumber } = shown(plan);
    return {
      code: "not_found",
      detail: {
        ja: `${row}行目: この番号の受注がありません(伝票番号 ${trackingNumber})。`,
        en: `Row ${row}: there is no order of this number (parcel ${trackingNumber}).`,
      },
    };
  },
  cancelled: (plan) => ({
    code: "order_cancelled",
    detail: {
      ja: `${plan.row}行目: キャンセル済みの受注です(伝票番号 ${plan.trackingNumber})。`,
      en: `Row ${plan.row}: the order is cancelled (parcel ${plan.trackingNumber}).`,
    },
  }),
  notANumber: (plan) => ({
    code: "invalid",
    detail: {
      ja: `${plan.row}行目: 伝票番号「${plan.trackingNumber}」は正しい12桁の番号ではありません。`,
      en: `Row ${plan.row}: “${plan.trackingNumber}” is no tracking number of 12 digits.`,
    },
  }),
  twice: (plan) => ({
    code: "invalid",
    detail: {
      ja: `${plan.row}行目: 同じ受注の2つ目の荷物です(伝票番号 ${plan.trackingNumber})。受注には1つ目の番号が入ります。`,
      en: `Row ${plan.row}: a second parcel of the order (${plan.trackingNumber}); the order has the first one's number.`,
    },
  }),
};

async function gather(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > largestFile)
      throw new AppError("body_too_large", {
        ja: "ファイルが大きすぎます(上限5MB)。",
        en: "The file is larger than 5 MB.",
      });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const headings = { number: "お客様管理番号", trackingNumber: "伝票番号" } as const;

async function rowsOf(bytes: Buffer): Promise<ShippedRow[]> {
  const probe = new EncodingProbe();
  probe.see(bytes);
  const rows: ShippedRow[] = [];
  let columns: { number: number; trackingNumber: number } | null = null;
  for await (const { cells, number: row } of readCsv(once(bytes), probe.end())) {
    if (columns === null) {
      columns = columnsOf(cells);
      continue;
    }
    const cell = (nth: number) => folded(cells[nth] ?? "").trim();
    rows.push({
      row,
      number: orderNumberOf(cell(columns.number)),
      trackingNumber: cell(columns.trackingNumber).replaceAll(/[- ]/g, ""),
    });
    if (rows.length > mostRows)
      throw invalid("file", {
        ja: "1回に取り込めるのは10,000行までです。",
        en: "Up to 10,000 rows are taken at once.",
      });
  }
  if (columns === null || rows.length === 0)
    throw invalid("file", { ja: "ファイルに行がありません。", en: "The file has no rows." });
  return rows;
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function columnsOf(cells: string[]): { number: number; trackingNumber: number } {
  const names = cells.map((cell) => folded(cell).replaceAll(" ", ""));
  const at = (heading: string) => names.indexOf(folded(heading));
  const columns = { number: at(headings.number), trackingNumber: at(headings.trackingNumber) };
  if (columns.number >= 0 && columns.trackingNumber >= 0) return columns;
  throw invalid("file", {
    ja: `1行目に「${headings.number}」と「${headings.trackingNumber}」の列があるファイル(B2クラウドの発行済データ)を選んでください。`,
    en: `Choose a file whose first row has the columns ${headings.number} and ${headings.trackingNumber} (B2's 発行済データ).`,
  });
}

/** The ID of a file's job: the same file with the same choice gives the same job. */
function idOf(merchantId: string, bytes: Buffer, replace: boolean): string {
  const hash = createHash("sha256").update(`${merchantId} ${replace}\n`).update(bytes).digest("hex");
  const [a, b, c, d, e] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(13, 16),
    hash.slice(17, 20),
    hash.slice(20, 32),
  ];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
