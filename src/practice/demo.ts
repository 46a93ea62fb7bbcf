import { actors } from "../facts/actors.ts";
import { tell } from "../facts/tell.ts";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { authenticate } from "../accounts/keys/api-keys.ts";
import { listProducts } from "../catalog/reading/read-products.ts";
import { registerProduct } from "../catalog/save-product.ts";
import { allowContract } from "../connection/proof/vouch.ts";
import { saveConnection } from "../connection/save-connection.ts";
import type { Context } from "../context.ts";
import { groupBy } from "../kit/group-by.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import type { SmaregiProduct } from "../smaregi/types.ts";

/** The contract that the local Smaregi starts with, and its app's credentials: for practice, not secret. */
export const practiceContract = {
  contractId: "sb_musubi",
  storeId: "1",
  terminalId: "2",
  clientId: "musubi-practice",
  clientSecret: "musubi-practice-secret",
};

const actor = actors.practice;

/** What is stored about the demo; `filled`: true once its products exist. */
export type Demo = { id: string; number: string; name: string; apiKey: string; filled: boolean };

/**
 * Opens the demo merchant, which is linked to the local Smaregi and has a linked product for each of Smaregi's (those of one group
 * become one product with variations). It is made at the first start and noted in `DATA_DIR/demo.json` step by step, so a start that
 * was killed is continued by the next one.
 */
export async function openDemo(ctx: Context, dataDir: string): Promise<Demo> {
  const file = join(dataDir, "demo.json");
  const demo = (await readKept(ctx, file)) ?? (await keep(file, await makeMerchant(ctx)));
  if (demo.filled) return demo;
  const { clientId: _, clientSecret: __, ...place } = practiceContract;
  await allowContract(ctx, { merchantId: demo.id, contractId: place.contractId });
  await saveConnection(ctx, {
    merchantId: demo.id,
    actor,
    connection: { ...place, enabled: true, mode: "standard" },
  });
  await fill(ctx, demo.id);
  return await keep(file, { ...demo, filled: true });
}

async function makeMerchant(ctx: Context): Promise<Demo> {
  const { id, number, name, apiKey } = await createMerchant(ctx, { name: "結び 練習店", standing: "trial" });
  return { id, number, name, apiKey, filled: false };
}

async function fill(ctx: Context, merchantId: string): Promise<void> {
  const account = { contractId: practiceContract.contractId, ...credentials(ctx) };
  const answer = await ctx.smaregi.productPage(account, { page: 1, limit: 1000 });
  if (answer.kind !== "found")
    throw new Error(`The local Smaregi did not list its products: ${tell(answer.reason, "en")}`);
  const { items } = await listProducts(ctx, { merchantId, limit: 1000 });
  const linked = new Set(
    items.flatMap((item) => item.variations.map((variation) => variation.smaregiProductId)),
  );
  for (const group of grouped(answer.products)) {
    if (group.some((product) => linked.has(product.productId))) continue;
    await registerProduct(ctx, { merchantId, actor, product: asProduct(group) });
  }
}

async function keep(file: string, demo: Demo): Promise<Demo> {
  await writeFile(`${file}.new`, JSON.stringify(demo), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return demo;
}

async function readKept(ctx: Context, file: string): Promise<Demo | null> {
  try {
    const demo = JSON.parse(await readFile(file, "utf8")) as Demo;
    await authenticate(ctx, `Bearer ${demo.apiKey}`);
    return demo;
  } catch (error) {
    // There is no file yet, or it belongs to another database: the demo is made again.
    ctx.log.debug({ err: error }, "there is no demo merchant yet");
    return null;
  }
}

function credentials(ctx: Context) {
  return { clientId: ctx.settings.clientId ?? "", clientSecret: ctx.settings.clientSecret ?? "" };
}

function grouped(products: SmaregiProduct[]): SmaregiProduct[][] {
  const groups = groupBy(products, ({ groupCode, productId }) =>
    groupCode === null ? `product ${productId}` : `group ${groupCode}`,
  );
  return [...groups.values()];
}

const variationName = (product: SmaregiProduct): string =>
  [product.color, product.size].filter((part) => part !== null && part !== "").join(" ") ||
  product.productName;

function asProduct(group: SmaregiProduct[]) {
  const [first] = group;
  if (first === undefined) throw new Error("A group of products is empty");
  const variations = group.map((product) => ({
    ...(group.length > 1 ? { name: variationName(product) } : {}),
    stockManaged: product.stockManaged,
    smaregiProductId: product.productId,
  }));
  // The group's name is the common beginning of its products' names.
  const name =
    group.length > 1 ? (first.productName.split(/[\s　(（]/)[0] ?? first.productName) : first.productName;
  return {
    name,
    price: first.price ?? 0,
    taxRate: first.reduceTaxId === null ? (10 as const) : (8 as const),
    published: true,
    variationPattern: group.length > 1 ? ("pattern1" as const) : ("none" as const),
    variations,
  };
}
