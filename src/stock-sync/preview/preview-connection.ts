import { tryConnection, type ConnectionInput } from "../../connection/save-connection.ts";
import { syncedProducts } from "../../connection/store.ts";
import { checkPlace, type Check } from "../../connection/test-connection.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { behindOrders } from "../../orders/store.ts";
import { insertPreview } from "../../place/previews/store.ts";
import { accountOf, noAccount } from "../../smaregi/account.ts";
import { clamp } from "../../stock/rules.ts";
import { lockSynced } from "../../stock/store.ts";
import { databaseClock } from "../clock.ts";
import { ordersMoving } from "../orders-moving.ts";
import { readStock } from "../read-stock.ts";
import { applyReading, type Reading } from "../rules.ts";
import { databaseTime } from "../../kit/now.ts";
import { namesOf } from "./store.ts";

/** What a quantity would become, and by what kind of answer. */
type Change = {
  variationId: string;
  smaregiProductId: string;
  quantityNow: number | null;
  quantityThen: number;
  because: Reading["kind"];
};

/** The most changes that are shown one by one: those that fall to 0 first. */
const mostExamples = 20;

/**
 * What saving a connection would do (P3): which quantities it would change, read from Smaregi with the connection as it would
 * be; which orders do not stand there as they are; and what can't be used. Nothing is changed. A save with its `previewId` is
 * not asked again about what falls to 0 here. 503 where Smaregi can't be read.
 */
export async function previewConnection(
  ctx: Context,
  input: { merchantId: string; actor: string; connection: ConnectionInput },
) {
  const { merchantId, actor } = input;
  const { toBe } = await tryConnection(ctx, input);
  const { contractId, storeId, terminalId, enabled } = toBe;
  const account = accountOf(ctx, toBe);
  const changes: Change[] = [];
  let warnings: Check[] = [];
  if (account === null) warnings = [{ name: "credentials", ok: false, fact: noAccount.reason }];
  else {
    const place = await checkPlace(ctx, account, toBe);
    warnings = place.filter(({ ok, fact }) => !ok || fact.kind === "storeClosedByHand");
    if (enabled) {
      const products = await syncedProducts(ctx.db, merchantId);
      const now = databaseClock(await databaseTime(ctx.db));
      const askedAt = now();
      const signals = products.map((smaregiProductId) => ({ smaregiProductId, askedAt, notifiedAt: null }));
      for await (const readings of readStock({ smaregi: ctx.smaregi, account, storeId, now }, signals))
        changes.push(...(await changesBy(ctx, merchantId, readings)));
    }
  }
  const zeros = changes.filter(({ quantityThen }) => quantityThen === 0);
  const id = newId();
  const toZero = [...new Set(zeros.map(({ smaregiProductId }) => smaregiProductId))];
  await insertPreview(ctx.db, { merchantId, id, contractId, storeId, terminalId, toZero, madeBy: actor });
  return {
    previewId: id,
    quantities: {
      changed: changes.length,
      toZero: zeros.length,
      noRow: zeros.filter(({ because }) => because !== "found").length,
      examples: await named(ctx, merchantId, [...new Set([...zeros, ...changes])].slice(0, mostExamples)),
    },
    orders: { notAsTheyStand: (await behindOrders(ctx.db, merchantId)).length },
    warnings,
  };
}

async function changesBy(ctx: Context, merchantId: string, readings: Reading[]): Promise<Change[]> {
  const broken = readings.find((reading) => reading.kind === "failed" && reading.ofRow !== true);
  if (broken?.kind === "failed")
    throw new AppError("smaregi_unreachable", {
      ja: "スマレジの在庫を取得できないため、変わる数を確認できませんでした。何も変更していません。接続テストで原因を確認してください。",
      en: "Smaregi's stock can't be read, so what would change is not known. Nothing was changed. See the connection test.",
    });
  const byProduct = new Map(readings.map((reading) => [reading.smaregiProductId, reading]));
  // A short transaction of its own: nothing is locked while Smaregi is asked.
  return await transact(ctx.db, async (tx) => {
    const rows = await lockSynced(tx, merchantId, [...byProduct.keys()]);
    const orders = await ordersMoving(tx, merchantId, readings);
    return rows.flatMap((row): Change[] => {
      const reading = byProduct.get(row.smaregiProductId ?? "");
      if (reading === undefined) return [];
      // By whatever store it was read before.
      const applied = applyReading({ ...row, readingBeganAt: null }, reading, orders.pending(reading));
      if (applied.kind === "kept" || applied.kind === "passedOver") return [];
      const quantityThen = applied.kind === "stored" ? clamp(applied.level) : 0;
      if (quantityThen === row.quantity) return [];
      const { id: variationId, quantity: quantityNow } = row;
      const { smaregiProductId, kind: because } = reading;
      return [{ variationId, smaregiProductId, quantityNow, quantityThen, because }];
    });
  });
}

async function named(ctx: Context, merchantId: string, changes: Change[]) {
  const ids = changes.map(({ variationId }) => variationId);
  const names = new Map((await namesOf(ctx.db, merchantId, ids)).map(({ id, ...name }) => [id, name]));
  return changes.flatMap((change) => {
    const name = names.get(change.variationId);
    return name === undefined ? [] : [{ ...change, ...name }];
  });
}
