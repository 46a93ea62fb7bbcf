import { tell } from "../../../src/facts/tell.ts";
import type { Ground, Json, Shop } from "../../support/shop.ts";
import type { Finding } from "./findings.ts";
import { salesOf } from "./smaregi-contracts.ts";

/** What explains a finding: the order's transactions on both sides, its log and its calls, or the variation's ledger. */
export async function explain(
  ground: Ground,
  shop: Shop,
  contractIds: string[],
  finding: Finding,
): Promise<string[]> {
  return [
    ...(finding.orderId === undefined ? [] : await orderStory(ground, shop, contractIds, finding.orderId)),
    ...(finding.variationId === undefined ? [] : await variationStory(ground, shop, finding.variationId)),
  ];
}

const time = (at: Date | string | null): string =>
  at === null ? "-" : new Date(at).toISOString().slice(11, 23);

async function orderStory(
  ground: Ground,
  shop: Shop,
  contractIds: string[],
  orderId: string,
): Promise<string[]> {
  const { database, control } = ground;
  const rows = await database.db
    .selectFrom("transactions")
    .selectAll()
    .where("orderId", "=", orderId)
    .orderBy("createdAt")
    .execute();
  const log = await database.db
    .selectFrom("orderLog")
    .select(["at", "event", "fact"])
    .where("orderId", "=", orderId)
    .orderBy("id")
    .execute();
  const order = (await shop.api("GET", `/orders/${orderId}`)).body;
  const transactions = (await salesOf(ground, contractIds)).filter(
    (each) => each["memo"] === order["number"],
  );
  const moments = rows.flatMap(({ createdAt, sentAt, settledAt }) => [createdAt, sentAt, settledAt]);
  const { calls } = await control("GET", "/calls");
  // Smaregi's times are in whole seconds.
  const near = (calls as Json[]).filter(({ at, path }) => {
    const from = new Date(at as string).getTime();
    const isNear = (moment: Date | null) =>
      moment !== null && moment.getTime() >= from && moment.getTime() < from + 1_000;
    return (path as string).includes("/transactions") && moments.some(isNear);
  });
  return [
    `order ${order["number"]} ${JSON.stringify(order["link"])} ${JSON.stringify(order["lines"])}`,
    ...rows.map(
      (row) =>
        `  row ${row.state} ${row.halt ?? ""}: created ${time(row.createdAt)}, sent ${time(row.sentAt)}, ` +
        `settled ${time(row.settledAt)}, registers ${row.registers}, cancels ${row.cancels}, looks ${row.looks}, ` +
        `${row.contractId} store ${row.storeId} number ${row.terminalTranId}, transaction ${row.transactionId}, ${row.error === null ? "" : tell(row.error, "en")}`,
    ),
    ...log.map((entry) => `  log ${time(entry.at)} ${entry.event}: ${tell(entry.fact, "en")}`),
    ...transactions.map(
      (each) =>
        `  Smaregi (${each["contractId"]}, store ${each["storeId"]}): ${each["transactionHeadId"]} of ${each["transactionDateTime"]}, number ${each["terminalTranId"]}, ` +
        `cancelDivision ${each["cancelDivision"]} at ${each["cancelDateTime"]}, disposeDivision ${each["disposeDivision"]}`,
    ),
    ...near.map(
      ({ at, call, path, status, fault }) =>
        `  call ${(at as string).slice(11, 19)} ${call} ${(path as string).replace(/.*\/transactions/, "")} ${status} ${fault ?? ""}`,
    ),
  ];
}

async function variationStory({ database }: Ground, shop: Shop, variationId: string): Promise<string[]> {
  const rows = await database.db
    .selectFrom("movements as m")
    .leftJoin("orders as o", "o.id", "m.orderId")
    .select(["m.at", "m.cause", "m.change", "m.quantity", "m.reading", "m.pending", "o.number"])
    .where("m.variationId", "=", variationId)
    .where("m.merchantId", "=", shop.merchantId)
    .orderBy("m.id")
    .execute();
  const sales = await database.db
    .selectFrom("variations as v")
    .innerJoin("transactionStock as s", (join) =>
      join.onRef("s.merchantId", "=", "v.merchantId").onRef("s.smaregiProductId", "=", "v.smaregiProductId"),
    )
    .innerJoin("transactions as t", "t.id", "s.rowId")
    .innerJoin("orders as o", "o.id", "t.orderId")
    .select(["o.number", "o.counted", "o.uncountedAt", "t.state", "t.sale", "t.createdAt", "t.sentAt"])
    .select(["t.looks", "t.transactionId", "s.settledAt", "s.smaregiProductId"])
    .where("v.id", "=", variationId)
    .orderBy("o.number")
    .orderBy("t.createdAt")
    .execute();
  return [
    ...rows
      .slice(-60)
      .map(
        (row) =>
          `  ${time(row.at)} ${row.cause} ${row.number ?? ""} ${row.change} = ${row.quantity}` +
          (row.reading === null ? "" : ` (reading ${row.reading}, pending ${row.pending})`),
      ),
    ...sales.map(({ sale, smaregiProductId, ...row }) => {
      const pieces = sale.lines.map((line) =>
        line.smaregiProductId === smaregiProductId ? line.quantity : 0,
      );
      return (
        `  order ${row.number} ${row.state} of ${pieces.join("+")}: created ${time(row.createdAt)}, sent ${time(row.sentAt)}, ` +
        `settled ${time(row.settledAt)}, counted ${row.counted} (since ${time(row.uncountedAt)}), looks ${row.looks}, ` +
        `transaction ${row.transactionId}`
      );
    }),
  ];
}
