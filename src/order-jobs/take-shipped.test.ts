import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { placeOrder } from "../orders/place-order.ts";
import { readOrder } from "../orders/read-orders.ts";
import { workOnOrder } from "../orders/work/work-on-order.ts";
import { listOutcomes, readJob } from "./read-job.ts";
import { runOrderJobs } from "./run-order-jobs.ts";
import { takeShipped } from "./take-shipped.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
let variationId = "";
beforeAll(async () => {
  database = await testDatabase();
  ctx = {
    db: database.db,
    pool: database.pool,
    stopping: new AbortController().signal,
    clock: () => new Date("2026-11-26T00:00:00Z"),
  } as Context;
  merchantId = (await createMerchant(ctx, { name: "発送の店" })).id;
  variationId = await addVariation(ctx, merchantId, { stockManaged: false });
});
afterAll(() => database.drop());

const actor = "店員";
const placed = async () => {
  const order = { kind: "normal" as const, lines: [{ variationId, quantity: 1 }], money: noMoney };
  return await placeOrder(ctx, { merchantId, actor, order });
};
async function* inTwo(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 7);
  yield bytes.subarray(7);
}
const take = (text: string, more: { dryRun?: boolean; replace?: boolean; sjis?: boolean } = {}) => {
  const { dryRun = false, replace = false, sjis = true } = more;
  const bytes = sjis ? iconv.encode(text, "cp932") : Buffer.from(`\u{FEFF}${text}`);
  return takeShipped(ctx, { merchantId, actor, dryRun, replace, body: inTwo(bytes) });
};
const file = (rows: string[]) =>
  ["出荷予定日,お客様管理番号,お届け先名,伝票番号", ...rows.map((row) => `2026/11/26,${row}`)].join("\r\n");
const trackingOf = async (id: string) => (await readOrder(ctx, { merchantId, id })).work.trackingNumber;

describe("W5: parcels' numbers come in from B2クラウド's file", () => {
  it("a row with a letter that no database holds belongs to no order, and the others are taken", async () => {
    const { number, id } = await placed();
    const { jobId, rows } = await take(file([`0\0,山田,1\0`, `${number},山田,123456789013`]), {});
    expect(rows.map(({ kind }) => kind)).toEqual(["unknown", "sets"]);
    await runOrderJobs(ctx, { merchantId });
    expect(await readJob(ctx, { merchantId, id: jobId ?? "" })).toMatchObject({ done: 1, refused: 1 });
    expect(await trackingOf(id)).toBe("123456789013");
  });

  it("sets each order to shipped with its number, keeps the rows that belong to none, and says so; again it is the same", async () => {
    const [one, other] = [await placed(), await placed()];
    const text = file([
      `${one.number},山田,1234-5678-9013`,
      "99999999,だれか,123456789013",
      `${other.number},鈴木,1.23457E+11`,
    ]);
    const looked = await take(text, { dryRun: true });
    expect(looked.jobId).toBeNull();
    expect(looked.rows.map(({ kind }) => kind)).toEqual(["sets", "unknown", "notANumber"]);
    expect(await trackingOf(one.id)).toBeUndefined();

    const { jobId } = await take(text);
    expect((await take(text)).jobId).toBe(jobId);
    await runOrderJobs(ctx, { merchantId });
    const id = jobId ?? "";
    expect(await readJob(ctx, { merchantId, id })).toMatchObject({ done: 1, same: 0, refused: 2 });
    const { items } = await listOutcomes(ctx, { merchantId, id, limit: 10, outcome: "refused" });
    expect(items.map(({ label, reason }) => [label, reason?.code])).toEqual([
      ["99999999", "not_found"],
      [other.number, "invalid"],
    ]);
    expect(items[0]?.reason?.detail.ja).toContain("3行目");
    // The parcel's number is stored only with the order, so it is gone when the buyer is erased.
    const kept = await database.pool.query("select action from order_job_items where job_id = $1", [id]);
    expect(kept.rows.map(({ action }) => action)).toEqual([null, null, null]);
    const { work, status } = await readOrder(ctx, { merchantId, id: one.id });
    expect({ work, status }).toEqual({
      status: "shipped",
      work: {
        payment: "unpaid",
        shipping: "shipped",
        shippedOn: "2026-11-26",
        carrier: "yamato",
        trackingNumber: "123456789013",
      },
    });
  });

  it("leaves another number alone, unless it is told to replace it; UTF-8 is read as well", async () => {
    const { id, number } = await placed();
    await workOnOrder(ctx, { merchantId, actor, id, change: { trackingNumber: "999999999994" } });
    const text = file([`${number},山田,123456789013`]);
    await take(text, { sjis: false });
    await runOrderJobs(ctx, { merchantId });
    expect(await trackingOf(id)).toBe("999999999994");
    await take(text, { sjis: false, replace: true });
    await runOrderJobs(ctx, { merchantId });
    expect(await trackingOf(id)).toBe("123456789013");
  });

  it("leaves a number alone that somebody entered after the file was taken, and says so", async () => {
    const [one, other] = [await placed(), await placed()];
    const change = (id: string, trackingNumber: string) =>
      workOnOrder(ctx, { merchantId, actor, id, change: { trackingNumber } });
    await change(other.id, "999999999994");
    const text = file([`${one.number},山田,123456789013`, `${other.number},鈴木,123456789024`]);
    const { jobId } = await take(text, { replace: true });
    await change(one.id, "111111111114");
    await change(other.id, "111111111125");
    await runOrderJobs(ctx, { merchantId });
    expect([await trackingOf(one.id), await trackingOf(other.id)]).toEqual(["111111111114", "111111111125"]);
    const { items } = await listOutcomes(ctx, { merchantId, id: jobId ?? "", limit: 10 });
    expect(items.map(({ outcome, reason }) => [outcome, reason?.code])).toEqual([
      ["refused", "order_changed"],
      ["refused", "order_changed"],
    ]);
  });

  it("an order that was sent before keeps the day on which it was, with its number in the file or a new one", async () => {
    const [one, other] = [await placed(), await placed()];
    const sent = { shipping: "shipped", shippedOn: "2026-11-20" } as const;
    const known = { carrier: "yamato", trackingNumber: "123456789013" } as const;
    await workOnOrder(ctx, { merchantId, actor, id: one.id, change: { ...sent, ...known } });
    await workOnOrder(ctx, { merchantId, actor, id: other.id, change: sent });
    const { jobId } = await take(
      file([`${one.number},山田,123456789013`, `${other.number},鈴木,123456789013`]),
    );
    await runOrderJobs(ctx, { merchantId });
    expect(await readJob(ctx, { merchantId, id: jobId ?? "" })).toMatchObject({
      same: 1,
      done: 1,
      refused: 0,
    });
    for (const { id } of [one, other])
      expect((await readOrder(ctx, { merchantId, id })).work).toMatchObject({ ...sent, ...known });
  });

  it.each([
    ["without the two columns", "注文番号,名前\r\n1,x"],
    ["without rows", "お客様管理番号,伝票番号\r\n"],
    ["that is empty", ""],
  ])("a file %s is refused", async (_, text) => {
    await expect(take(text)).rejects.toMatchObject({ code: "invalid" });
  });
});
