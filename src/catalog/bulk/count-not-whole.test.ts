import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { openContext, openLog, type Context } from "../../context.ts";
import { readSettings } from "../../env.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { registerProduct } from "../save-product.ts";
import { countNotWhole } from "./count-not-whole.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId: string;
beforeAll(async () => {
  database = await testDatabase();
  const smaregi = { idUrl: "http://127.0.0.1:9", apiUrl: "http://127.0.0.1:9" };
  const { connection } = database;
  const settings = readSettings({});
  ctx = openContext({ settings, connection, smaregi, secretKey: Buffer.alloc(32), log: openLog("silent") });
  merchantId = (await createMerchant(ctx, { name: "店" })).id;
});
afterAll(async () => {
  await ctx.close();
  await database.drop();
});

const register = async (name: string, variations: { name: string }[]) =>
  await registerProduct(ctx, {
    merchantId,
    actor: "test",
    product: { name, price: 1, taxRate: 10, variationPattern: "pattern1", variations },
  });

it("P10: the cells that lose a letter in Shift_JIS are counted as the export has them, a row a variation", async () => {
  await register("10〜12月の①", [{ name: "S−M" }, { name: "髙" }]);
  expect(await countNotWhole(ctx, { merchantId })).toEqual({ cells: 0, examples: [] });
  await register("🍵の茶", [{ name: "大" }, { name: "caf\u{E9}" }]);
  const { cells, examples } = await countNotWhole(ctx, { merchantId });
  expect(cells).toBe(3);
  expect(examples.map(({ text, written }) => [text, written])).toEqual([
    ["🍵の茶", "〓の茶"],
    ["🍵の茶", "〓の茶"],
    ["caf\u{E9}", "cafe"],
  ]);
});
