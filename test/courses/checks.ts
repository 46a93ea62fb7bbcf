import { watchIncidents } from "../../src/incidents/watch-incidents.ts";
import { readOrder } from "../../src/orders/read-orders.ts";
import { lastDifferences } from "./rest.ts";
import type { World } from "./world.ts";

/** What is wrong once everything is at rest, in words. */
export async function findingsOf(world: World): Promise<string[]> {
  const found = await Promise.all([orders(world), stock(world), differences(world), telling(world)]);
  return [...world.surprises, ...found.flat()];
}

/**
 * Each order is in Smaregi once with its lines and its total, a cancelled one is not; or the product says that a person has to look at
 * it, because it is in another contract or was closed by hand.
 */
async function orders({
  ctx,
  control,
  merchantId,
  own,
  other,
  orders: ids,
  handled,
}: World): Promise<string[]> {
  const standing: any[] = [];
  for (const contractId of [own, other])
    standing.push(...(await control("GET", `/contracts/${contractId}/transactions`)));
  const findings: string[] = [];
  for (const [index, id] of ids.entries()) {
    const { number, status, link, lines, total } = await readOrder(ctx, { merchantId, id });
    const mine = standing.filter(
      ({ memo, cancelDivision, disposeDivision = "0" }) =>
        memo === number && cancelDivision === "0" && disposeDivision === "0",
    );
    const say = (text: string) =>
      void findings.push(`order ${index + 1} (${status}, ${JSON.stringify(link)}) ${text}`);
    // Placed while the shop had no connection, before Smaregi had any order of it.
    const isNone = link.state === "off" && link.why === undefined;
    if (link.why === "otherContract" || handled.has(id) || isNone) continue;
    if (status === "cancelled") {
      if (mine.length > 0) say("stands in Smaregi");
      continue;
    }
    if (mine.length !== 1) say(`stands in Smaregi ${mine.length} times`);
    if (link.state !== "registered") say("is not registered");
    const shown = (details: any[]) =>
      details.map(({ quantity, salesPrice }) => `${Number(quantity)} x ${Number(salesPrice)}`).join(", ");
    const wanted = lines.map(({ quantity, unitPrice }) => ({ quantity, salesPrice: unitPrice }));
    for (const each of mine)
      if (shown(each.details) !== shown(wanted) || Number(each.total) !== total)
        say(`has ${shown(each.details)} in Smaregi instead of ${shown(wanted)}`);
  }
  return findings;
}

/** Each synced quantity is Smaregi's, and each ledger adds up to its quantity. */
async function stock({ control, own, select, variations }: World): Promise<string[]> {
  const rows: any[] = await control("GET", `/contracts/${own}/stock?storeId=1`);
  const amounts = new Map(rows.map(({ productId, stockAmount }) => [productId, Number(stockAmount)]));
  const findings: string[] = [];
  for (const [index, { id, quantity, stockManaged, smaregiProductId }] of (await variations()).entries()) {
    const say = (text: string) => void findings.push(`variation ${index + 1} ${text}`);
    if (stockManaged && smaregiProductId !== null) {
      const amount = Math.max(amounts.get(smaregiProductId) ?? 0, 0);
      if (quantity !== amount) say(`has ${quantity}, Smaregi ${amount}`);
    }
    const movements = await select(
      "select change, quantity, cause from movements where merchant_id = $1 and variation_id = $2 order by id",
      id,
    );
    let before = 0;
    for (const { change, quantity: after, cause } of movements) {
      if ((after ?? 0) !== before + change) say(`goes from ${before} to ${after} by ${change} (${cause})`);
      before = after ?? 0;
    }
    if ((movements.at(-1)?.quantity ?? null) !== quantity) say(`has ${quantity}, its ledger ends otherwise`);
  }
  return findings;
}

async function differences(world: World): Promise<string[]> {
  const { state, items } = await lastDifferences(world);
  // Shops may have prices of their own.
  const left = items
    .filter(({ cause }) => cause !== "productPrice")
    .map(({ cause }) => `difference: ${cause}`);
  return state === "done" ? left : [...left, `差異チェック is ${state}`];
}

/** Entries that stay open until a person closes them: goods that were left out, and what stands in another contract. */
const asked = ["leftOut", "otherContract"];

/** Nothing is told any more of what is over. */
async function telling({ ctx, merchantId, select }: World): Promise<string[]> {
  await watchIncidents(ctx, { merchantId });
  const open = await select(
    "select fact->>'kind' as kind from integration_log where merchant_id = $1 and state = 'open'",
  );
  const incidents = await select(
    "select cause from incidents where merchant_id = $1 and state = 'open' and well_since is null",
  );
  const isPersonal = open.some(({ kind }) => asked.includes(kind));
  return [
    ...open.filter(({ kind }) => !asked.includes(kind)).map(({ kind }) => `open in the log: ${kind}`),
    ...incidents
      // No notification comes in a course.
      .filter(({ cause }) => cause !== "webhook_silent" && !isPersonal)
      .map(({ cause }) => `open incident: ${cause}`),
  ];
}
