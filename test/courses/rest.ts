import { sendOrdersAgain } from "../../src/order-link/repair.ts";
import { disposeOrder } from "../../src/order-link/press-order.ts";
import { readOrder } from "../../src/orders/read-orders.ts";
import {
  askReconciliation,
  listDifferences,
  listReconciliations,
} from "../../src/reconcile/ask-reconciliation.ts";
import { mendDifference } from "../../src/reconcile/mend-difference.ts";
import { runReconciliations } from "../../src/reconcile/run-reconciliations.ts";
import { leaveSignalsForAll } from "../../src/signals/store.ts";
import { answerZeros } from "../../src/stock-sync/zero-guard/answer-zeros.ts";
import { hurryOrders } from "../../src/transactions/due/store.ts";
import { productIds, type World } from "./world.ts";

/** An hour passes: everything is due that was put off, and no former call is under way any more. */
export async function letTimePass({ ctx, merchantId, select, isInCall }: World): Promise<void> {
  await ctx.db.transaction().execute((tx) => hurryOrders(tx, [merchantId]));
  await select("update signals set retry_at = null where merchant_id = $1");
  if (!isInCall())
    await select("update transactions set sent_at = sent_at - interval '1 hour' where merchant_id = $1");
}

/** Makes every product in Smaregi that was deleted there. */
export async function remakeProducts({ control, own }: World): Promise<void> {
  const products = productIds.map((productId) => ({ productId, productName: productId, price: 1000 }));
  await control("POST", `/contracts/${own}/products`, products);
}

/** From now on Smaregi answers as it should. */
export async function endTrouble({ control, own, switches, select }: World): Promise<void> {
  await control("DELETE", "/faults");
  await switches({ maintenance: false });
  await select("delete from smaregi_pauses where contract_id = $2 and $1::uuid is not null", own);
}

/** How many rounds of work are enough for everything that goes on by itself. */
const mostRounds = 40;

/** Works until nothing is left that goes on by itself; a surprise if that does not come. */
async function settle(world: World): Promise<void> {
  const { attempt, select, surprises } = world;
  for (let round = 0; round < mostRounds; round += 1) {
    await letTimePass(world);
    await attempt(["send", world.send]);
    await attempt(["sync", world.sync]);
    const [left] = await select(
      `select (select count(*)::int from orders where merchant_id = $1 and restless) as orders,
         (select count(*)::int from signals where merchant_id = $1) as signals`,
    );
    if (left.orders === 0 && left.signals === 0) return;
  }
  surprises.push(`after ${mostRounds} rounds something still waits for Smaregi`);
}

/**
 * What follows a course: Smaregi answers, the connection is what it was at first, and the merchant answers and presses all that the
 * product offers, until nothing is offered any more.
 */
export async function comeToRest(world: World): Promise<void> {
  const { ctx, who, merchantId, own, attempt, orders } = world;
  const press = async (name: string, work: () => Promise<unknown>) => {
    await attempt([name, work]);
    await settle(world);
  };
  world.leaveCalls();
  world.tell("--- at rest");
  await endTrouble(world);
  await remakeProducts(world);
  await press("the connection as at first", () =>
    world.connect({ contractId: own, enabled: true, storeId: "1", terminalId: "2" }),
  );
  await press("差異チェック", () => compare(world));
  const { run, items } = await lastDifferences(world);
  for (const { id } of items)
    await press("a difference", () => mendDifference(ctx, { ...who, reconciliationId: run, id: String(id) }));
  for (let time = 0; time < 3; time += 1) {
    await press("送り直す for all", () => sendOrdersAgain(ctx, { ...who, orderIds: "behind" }));
    for (const id of orders) {
      const { link } = await readOrder(ctx, { merchantId, id });
      if (link.why === "cancelRefused") await press("打消する", () => disposeOrder(ctx, { ...who, id }));
    }
  }
  await press("a look at all stock", () =>
    ctx.db.transaction().execute((tx) => leaveSignalsForAll(tx, merchantId, "askedAgain")),
  );
  await press("set to 0", () => answerZeros(ctx, { ...who, answer: "setToZero" }));
  await press("差異チェック", () => compare(world));
}

/** 差異チェック, to its end. */
export async function compare({ ctx, who, merchantId }: World): Promise<void> {
  await askReconciliation(ctx, who);
  await runReconciliations(ctx, { merchantId });
}

/** The differences of the last 差異チェック. */
export async function lastDifferences({ ctx, merchantId }: World) {
  const { items: runs } = await listReconciliations(ctx, { merchantId, cursor: undefined, limit: 1 });
  const [run] = runs;
  if (run === undefined) return { run: "", state: "none", items: [] };
  const page = { merchantId, id: run.id, cursor: undefined, limit: 200 };
  return { run: run.id, state: run.state, items: (await listDifferences(ctx, page)).items };
}
