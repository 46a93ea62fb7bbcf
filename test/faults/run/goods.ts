import type { Shop, Json } from "../../support/shop.ts";
import { chanceOf } from "./chance.ts";

/**
 * A variation that the shop sells. `till`: the till also sells and counts Smaregi's stock of it; otherwise only the
 * shop sells it, so that every piece must add up.
 */
export type Good = {
  name: string;
  smaregiProductId: string | null;
  stockManaged: boolean;
  till: boolean;
  /** How often it is ordered, relative to the others. */
  weight: number;
};

type Shelf = { name: string; variations: Omit<Good, "name">[] };

const linked = (smaregiProductId: string, till: boolean, weight: number) => ({
  smaregiProductId,
  stockManaged: true,
  till,
  weight,
});
const unlinked = (stockManaged: boolean, weight: number) => ({
  smaregiProductId: null,
  stockManaged,
  till: false,
  weight,
});

const shelves: Shelf[] = [
  { name: "珈琲", variations: [linked("1", true, 4)] },
  { name: "マグカップ", variations: [linked("2", true, 3)] },
  { name: "手ぬぐい", variations: [linked("3", true, 2)] },
  // Few pieces that many want: a quantity that is one too high leads to an oversell.
  { name: "限定の皿", variations: [linked("4", false, 5)] },
  { name: "限定の鉢", variations: [linked("5", false, 4)] },
  // Two variations that share one stock: sold by the shop alone, and with the till.
  { name: "Tシャツ", variations: [linked("6", true, 2), linked("6", true, 2)] },
  { name: "風呂敷", variations: [linked("7", false, 3), linked("7", false, 3), unlinked(true, 2)] },
  // At both ends of what the cart can hold.
  { name: "ねじ", variations: [linked("8", true, 2)] },
  { name: "最後の一つ", variations: [linked("9", true, 2)] },
  { name: "ショップだけの品", variations: [unlinked(true, 3)] },
  { name: "名入れ", variations: [unlinked(false, 2)] },
  // Linked to one product and then to another, or to none; and one whose product is deleted and made again.
  { name: "移す皿", variations: [linked("10", true, 2)] },
  { name: "移す鉢", variations: [linked("11", true, 2)] },
  { name: "消える品", variations: [linked("12", true, 1)] },
];

/** Everything that can be ordered; plans name a good by its index here. */
export const goods: Good[] = shelves.flatMap(({ name, variations }) =>
  variations.map((each, index) => ({
    ...each,
    name: `${name}${variations.length > 1 ? ` ${index + 1}` : ""}`,
  })),
);

/** The code of a shelf's goods in files, by the index of its only variation. */
export const codeOf = (good: number): string => `G-${good}`;

/** Indexes of the goods whose link changes, and the products that they may be linked to. */
export const movingGoods = goods.flatMap(({ name }, index) => (name.startsWith("移す") ? [index] : []));
export const movingIds = ["10", "11", "13"];

/** Products of Smaregi that are not goods of the shop at the start. */
export const crowdId = (index: number): string => String(9_000_000 + index);

/** Products that are deleted in Smaregi, and made again. */
export const goingIds = ["12", "13", "12", "13", crowdId(0), crowdId(2)];

/** Pieces of an unlinked good at the start. */
export const shopOnlyStart = 60;

/** Every product of Smaregi that is, or may become, one of the shop's. */
export const smaregiProductIds = [
  ...new Set([...goods.flatMap((good) => good.smaregiProductId ?? []), ...movingIds]),
];

/** Smaregi's stock at the start. */
export function startingStock(seed: string): Map<string, number> {
  const chance = chanceOf(`${seed} stock`);
  const range: Record<string, [number, number]> = { 8: [999_990, 1_000_010], 9: [-3, 4] };
  return new Map(
    smaregiProductIds.map((id) => {
      const sold = !goods.some((good) => good.smaregiProductId === id && !good.till);
      const [low, high] = range[id] ?? (sold ? [40, 120] : [10, 40]);
      return [id, chance.between(low, high)];
    }),
  );
}

/**
 * Registers the goods as products. Returns the IDs of their variations and of the products, in the order of `goods` and of the
 * shelves.
 */
export async function fillShelves(shop: Shop): Promise<{
  variationIds: string[];
  productIds: string[];
  productOf: (good: number) => string;
}> {
  const variationIds: string[] = [];
  const productIds: string[] = [];
  for (const { name, variations } of shelves) {
    const { status, body } = await shop.api("POST", "/products", {
      name,
      price: 1_000,
      taxRate: 10,
      ...(variations.length > 1 ? {} : { productCode: codeOf(variationIds.length) }),
      variationPattern: variations.length > 1 ? "pattern1" : "none",
      variations: variations.map(({ smaregiProductId, stockManaged }, index) => ({
        ...(variations.length > 1 ? { name: String(index + 1) } : {}),
        smaregiProductId,
        stockManaged,
        ...(smaregiProductId === null && stockManaged ? { quantity: shopOnlyStart } : {}),
      })),
    });
    if (status !== 201) throw new Error(`The product was not taken: ${JSON.stringify(body)}`);
    productIds.push(body["id"] as string);
    variationIds.push(...(body["variations"] as Json[]).map((variation) => variation["id"] as string));
  }
  await shop.quiet();
  const places = shelves.flatMap(({ variations }, shelf) => variations.map(() => shelf));
  return { variationIds, productIds, productOf: (good) => productIds[places[good] ?? 0] ?? "" };
}
