import type { Ground, Json } from "../../support/shop.ts";
import { chanceOf } from "./chance.ts";
import { crowdId, smaregiProductIds } from "./goods.ts";
import type { Plan } from "./plan.ts";

/** Terminals of the shop, by store; the till's own are 1 and 4. */
export const terminalOf: Record<string, string> = { 1: "2", 2: "3" };
export const tillOf: Record<string, string> = { 1: "1", 2: "4" };

/** The content of both contracts of a run: two stores, the goods, and many products that are not linked. */
export function contractOf(plan: Plan, stockOf: (productId: string) => number): Json {
  const chance = chanceOf(`${plan.seed} contract`);
  const crowd = Array.from({ length: plan.crowd }, (_, index) => crowdId(index));
  const named = [...smaregiProductIds, ...crowd].map((productId) => ({
    productId,
    productName: `品${productId}`,
    price: 1_000,
  }));
  // A product that never moved has no stock row.
  const moved = crowd.filter(() => !chance.is(0.1));
  const row = (storeId: string) => (productId: string) => ({
    storeId,
    productId,
    stockAmount: storeId === "1" ? stockOf(productId) : chance.between(-2, 40),
  });
  return {
    clientId: "client",
    clientSecret: "secret",
    stores: [
      { storeId: "1", storeName: "本店" },
      { storeId: "2", storeName: "支店" },
    ],
    terminals: ["1", "2"].flatMap((storeId) =>
      [tillOf, terminalOf].map((of) => ({ storeId, terminalId: of[storeId], terminalName: of[storeId] })),
    ),
    products: named,
    stock: [
      ...[...smaregiProductIds, ...moved].map(row("1")),
      ...[...smaregiProductIds, ...moved.slice(0, 50)].map(row("2")),
    ],
  };
}

/** Every sale of the shop's terminals, in both contracts. */
export async function salesOf(ground: Ground, contractIds: string[]): Promise<Json[]> {
  const own = new Set(Object.values(terminalOf));
  const all = await Promise.all(
    contractIds.map(async (contractId) => {
      const rows = (await ground.control("GET", `/contracts/${contractId}/transactions`)) as Json[];
      return rows
        .filter((sale) => own.has(sale["terminalId"]))
        .map((sale): Json => ({ ...sale, contractId }));
    }),
  );
  return all.flat();
}

export const stands = (sale: Json): boolean =>
  sale["cancelDivision"] !== "1" && sale["disposeDivision"] === "0";

/** Smaregi's stock of each of these products, read one by one over its own API, as anyone may. */
export async function readSingly(
  { sandbox }: Ground,
  contractId: string,
  storeId: string,
  productIds: string[],
): Promise<Map<string, number>> {
  const asked = await fetch(`${sandbox.url}/app/${contractId}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("client:secret")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "pos.stock:read" }),
  });
  const { access_token: token } = (await asked.json()) as { access_token: string };
  const found = new Map<string, number>();
  for (const productId of new Set(productIds)) {
    const path = `${sandbox.url}/${contractId}/pos/stock?store_id=${storeId}&product_id=${productId}`;
    const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`Smaregi refused ${path}: ${answer.status} ${await answer.text()}`);
    const rows = (await answer.json()) as Json[];
    found.set(productId, Number(rows[0]?.["stockAmount"] ?? 0));
  }
  return found;
}
