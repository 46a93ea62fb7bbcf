import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import type { Context } from "../../context.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { registerProduct } from "../save-product.ts";
import { countNotWhole } from "./count-not-whole.ts";

let ctx: Context;
let close: () => Promise<void>;
let merchantId: string;
beforeAll(async () => {
  ({ ctx, close } = await openTestContext());
  merchantId = (await createMerchant(ctx, { name: "店" })).id;
});
afterAll(() => close());

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
