import type { Ground, Json, Shop } from "../../support/shop.ts";
import type { Finding } from "./findings.ts";

/** What explains a finding: the order's steps, log, transactions and calls, or the variation's ledger. */
export async function explain(ground: Ground, shop: Shop, finding: Finding): Promise<string[]> {
  return [
    ...(finding.orderId === undefined ? [] : await orderStory(ground, shop, finding.orderId)),
    ...(finding.variationId === undefined ? [] : await variationStory(ground, shop, finding.variationId)),
  ];
}

const time = (at: Date | string | null): string =>
  at === null ? "-" : new Date(at).toISOString().slice(11, 23);

async function orderStory({ database, control }: Ground, shop: Shop, orderId: string): Promise<string[]> {
  const steps = await database.db
    .selectFrom("operations")
    .selectAll()
    .where("orderId", "=", orderId)
    .orderBy("seq")
    .execute();
  const log = await database.db
    .selectFrom("orderLog")
    .select(["at", "event", "message"])
    .where("orderId", "=", orderId)
    .orderBy("id")
    .execute();
  const order = (await shop.api("GET", `/orders/${orderId}`)).body;
  const transactions = (await shop.transactions()).filter((each) => each["memo"] === order["number"]);
  const moments = steps.flatMap(({ createdAt, sentAt, doneAt }) => [createdAt, sentAt, doneAt]);
  const { calls } = await control("GET", `/calls?contractId=${shop.contractId}`);
  // Smaregi's times are to the second.
  const near = (calls as Json[]).filter(({ at, path }) => {
    const from = new Date(at as string).getTime();
    const isNear = (moment: Date | null) =>
      moment !== null && moment.getTime() >= from && moment.getTime() < from + 1_000;
    return (path as string).includes("/transactions") && moments.some(isNear);
  });
  return [
    `order ${order["number"]} ${JSON.stringify(order["link"])} ${JSON.stringify(order["lines"])}`,
    ...steps.map(
      (step) =>
        `  step ${step.seq} ${step.kind} ${step.state}: created ${time(step.createdAt)}, sent ${time(step.sentAt)}, ` +
        `answered ${time(step.answeredAt)}, done ${time(step.doneAt)}, attempts ${step.attempts}, looks ${step.looks}, ` +
        `number ${step.terminalTranId}, transaction ${step.transactionId}, ${step.error ?? ""}`,
    ),
    ...log.map((entry) => `  log ${time(entry.at)} ${entry.event}: ${entry.message}`),
    ...transactions.map(
      (each) =>
        `  Smaregi: ${each["transactionHeadId"]} of ${each["transactionDateTime"]}, number ${each["terminalTranId"]}, ` +
        `cancelDivision ${each["cancelDivision"]} at ${each["cancelDateTime"]}`,
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
  const steps = await database.db
    .selectFrom("variations as v")
    .innerJoin("operationStock as s", (join) =>
      join.onRef("s.merchantId", "=", "v.merchantId").onRef("s.smaregiProductId", "=", "v.smaregiProductId"),
    )
    .innerJoin("operations as p", "p.id", "s.operationId")
    .innerJoin("orders as o", "o.id", "p.orderId")
    .select(["o.number", "p.seq", "p.kind", "p.state", "s.change", "p.createdAt", "p.sentAt", "p.looks"])
    .select(["p.transactionId", "p.cancelsId", "s.doneAt"])
    .where("v.id", "=", variationId)
    .orderBy("o.number")
    .orderBy("p.seq")
    .execute();
  return [
    ...rows
      .slice(-60)
      .map(
        (row) =>
          `  ${time(row.at)} ${row.cause} ${row.number ?? ""} ${row.change} = ${row.quantity}` +
          (row.reading === null ? "" : ` (reading ${row.reading}, pending ${row.pending})`),
      ),
    ...steps.map(
      (step) =>
        `  order ${step.number} step ${step.seq} ${step.kind} ${step.change} ${step.state}: created ${time(step.createdAt)}, ` +
        `sent ${time(step.sentAt)}, counted until ${time(step.doneAt)}, looks ${step.looks}, transaction ${step.transactionId}`,
    ),
  ];
}
