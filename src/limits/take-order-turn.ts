import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { secondsToWait } from "./rules.ts";
import { countOrder } from "./store.ts";

/**
 * Counts a buyer's order by its address and by its merchant, whether it succeeds or not. Throws a 429 `too_many_orders`
 * above the limits of the settings. Called before the order is read: a flood costs only one small write each.
 */
export async function takeOrderTurn(
  ctx: Pick<Context, "db" | "settings" | "metrics">,
  { merchantId, address }: { merchantId: string; address: string },
): Promise<void> {
  const { ordersPerAddress, ordersPerMerchant } = ctx.settings.shopLimits;
  if (ordersPerAddress === 0 && ordersPerMerchant === 0) return;
  const counts = await countOrder(ctx.db, { address, merchantId, limit: ordersPerAddress });
  const { ofAddress, ofMerchant } = counts;
  const wait = secondsToWait([
    { count: ofAddress, limit: ordersPerAddress },
    ...(ofMerchant === null ? [] : [{ count: ofMerchant, limit: ordersPerMerchant }]),
  ]);
  if (wait === 0) return;
  ctx.metrics.refused.inc({ limit: "orders" });
  throw new AppError(
    "too_many_orders",
    {
      ja: `ただいまご注文が集中しているため、受け付けできませんでした。ご注文はまだ完了していません。${wait}秒ほどたってから、もう一度お試しください。`,
      en: `There are too many orders at the moment, so this one was not taken. Please try again in about ${wait} ${wait === 1 ? "second" : "seconds"}.`,
    },
    [],
    wait,
  );
}
