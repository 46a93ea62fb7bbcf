import { registerProduct } from "../../src/catalog/save-product.ts";
import { allowContract } from "../../src/connection/proof/vouch.ts";
import { AppError } from "../../src/kit/errors.ts";
import type { Mode } from "../../src/kit/tables.ts";
import { chanceOf } from "../faults/run/chance.ts";
import type { LinkedShop } from "../support/linked-shop.ts";

/** Smaregi's products: 20 pieces of each in the first store, 7 in the second. The other contract has the first three. */
export const productIds = ["8000001", "8000002", "8000003", "8000004", "8000005"];

export type Variation = {
  id: string;
  productId: string;
  quantity: number | null;
  stockManaged: boolean;
  smaregiProductId: string | null;
  hasSiblings: boolean;
};

/** The name and the work of something that happens. */
export type Doing = [name: string, work: () => Promise<unknown>];

/** The same, with how often it happens beside the others. */
export type Weighted = [weight: number, ...Doing];

/** A shop, its two contracts at the local Smaregi, and what happened to them in this course. */
export type World = Awaited<ReturnType<typeof openWorld>>;

/** Thrown in place of an answer: as if the process had died at this moment. */
class Killed extends Error {}

/**
 * Opens a shop for one course: two variations that share a product, a pair of one product, one whose stock is not managed and one that
 * Smaregi does not know.
 */
export async function openWorld(linked: LinkedShop, seed: string) {
  const { ctx, control } = linked;
  const chance = chanceOf(seed);
  const shop = await linked.openShop();
  const { merchantId, select } = shop;
  const who = { merchantId, actor: "test" };
  const own = `sb_${merchantId}`;
  const other = `sc_${merchantId}`;
  const goods = (ids: string[]) =>
    ids.map((productId) => ({ productId, productName: productId, price: 1000 }));
  const stockOf = (storeId: string, ids: string[], stockAmount: number) =>
    ids.map((productId) => ({ storeId, productId, stockAmount }));
  await control("PUT", `/contracts/${own}`, {
    stores: [
      { storeId: "1", storeName: "本店" },
      { storeId: "2", storeName: "支店" },
    ],
    terminals: [
      { storeId: "1", terminalId: "2", terminalName: "オンライン" },
      { storeId: "1", terminalId: "3", terminalName: "オンライン2" },
      { storeId: "2", terminalId: "4", terminalName: "支店" },
    ],
    products: goods(productIds),
    stock: [...stockOf("1", productIds, 20), ...stockOf("2", productIds, 7)],
  });
  await control("PUT", `/contracts/${other}`, {
    stores: [{ storeId: "1", storeName: "別の契約" }],
    terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
    products: goods(productIds.slice(0, 3)),
    stock: stockOf("1", productIds.slice(0, 3), 5),
  });
  await allowContract(ctx, { merchantId, contractId: other });
  const [first, second, third, fourth, fifth] = productIds;
  const one = { name: "品", price: 1000, taxRate: 10 as const };
  for (const variation of [
    { stockManaged: true, smaregiProductId: second },
    { stockManaged: true, smaregiProductId: first },
    { stockManaged: false, smaregiProductId: third },
    { stockManaged: true, quantity: 20 },
  ])
    await registerProduct(ctx, { ...who, product: { ...one, variations: [variation] } });
  const pair = [
    { name: "S", stockManaged: true, smaregiProductId: fourth },
    { name: "M", stockManaged: true, smaregiProductId: fifth },
  ];
  await registerProduct(ctx, { ...who, product: { ...one, variationPattern: "pattern1", variations: pair } });
  await shop.notify();
  await shop.sync();

  const story: string[] = [];
  const surprises: string[] = [];
  let isNested = false;
  const tell = (text: string) => void story.push(isNested ? `    ${text}` : text);
  /** Does something. A refusal belongs to the course; any other error is a surprise. */
  const attempt = async ([name, work]: Doing): Promise<void> => {
    tell(name);
    try {
      await work();
    } catch (error) {
      if (error instanceof AppError) tell(`  refused: ${error.code}`);
      else if (isKilled(error)) tell("  died");
      else surprises.push(`${name} threw ${error instanceof Error ? error.stack : String(error)}`);
    }
  };
  const place = { contractId: own, enabled: true, mode: "standard" as Mode, storeId: "1", terminalId: "2" };
  const real = ctx.smaregi;
  return {
    ...shop,
    ctx,
    control,
    chance,
    who,
    own,
    other,
    story,
    surprises,
    tell,
    attempt,
    /** The IDs of all orders. */
    orders: [] as string[],
    /** Orders that a person has closed by hand: Smaregi need not have them. */
    handled: new Set<string>(),
    /** The connection as it was saved last. */
    place,
    /** Saves the connection with this change. */
    connect: async (change: Partial<typeof place>) => {
      await shop.connect(Object.assign(place, change));
    },
    variations: async (): Promise<Variation[]> =>
      (
        await select(
          `select v.id, v.product_id, v.quantity, v.stock_managed, v.smaregi_product_id, p.variation_pattern = 'pattern1' as pair
           from variations v join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
           where v.merchant_id = $1 and v.deleted_at is null order by v.id`,
        )
      ).map((row) => ({
        id: row.id,
        productId: row.product_id,
        quantity: row.quantity,
        stockManaged: row.stock_managed,
        smaregiProductId: row.smaregi_product_id,
        hasSiblings: row.pair,
      })),
    /** From now on something may happen in the middle of each call to Smaregi (`next`), and the process may die at it. */
    disturbCalls: (next: () => Doing) => {
      const mayHappen = async () => {
        if (isNested || !chance.is(0.3)) return;
        isNested = true;
        try {
          await attempt(next());
        } finally {
          isNested = false;
        }
      };
      const disturbed = (name: string, call: (...given: unknown[]) => Promise<{ kind: string }>) => {
        return async (...given: unknown[]) => {
          await mayHappen();
          if (chance.is(0.02)) throw new Killed("before the call");
          const answer = await call(...given);
          tell(`  ${name}: ${answer.kind}`);
          if (chance.is(0.04)) throw new Killed("after the call");
          await mayHappen();
          return answer;
        };
      };
      const calls = Object.entries(real).filter(([name]) => !["time", "close", "forget"].includes(name));
      ctx.smaregi = {
        ...real,
        ...Object.fromEntries(calls.map(([name, call]) => [name, disturbed(name, call as never)])),
      };
    },
    /** True in the middle of a call to Smaregi. */
    isInCall: () => isNested,
    leaveCalls: () => void (ctx.smaregi = real),
  };
}

const isKilled = (error: unknown): boolean =>
  error instanceof Killed || (error instanceof AggregateError && error.errors.every(isKilled));
