import type { Db } from "../kit/database.ts";
import { isUnsure, pendingOfOrder } from "../transactions/rules.ts";
import { readLinksMoving } from "../transactions/store.ts";
import { linkPlace } from "../place/store.ts";

type Begun = { smaregiProductId: string; beganAt: Date };

/**
 * Reads the orders whose sales these readings may lack (B1), under the caller's locks. `pending` (未連携の注文数) returns what orders on
 * their way will take from a reading in the worst case, 0 or less. `isUnsure` is true if something was settled after the reading
 * began: it must be read again.
 */
export async function ordersMoving(
  db: Db,
  merchantId: string,
  readings: Begun[],
): Promise<{ pending(reading: Begun): number; isUnsure(reading: Begun): boolean }> {
  const links = await readLinksMoving(db, merchantId, readings);
  const here = links.length === 0 ? null : (await linkPlace(db, merchantId)).placed;
  return {
    pending: ({ smaregiProductId, beganAt }) =>
      links.reduce((sum, link) => sum + pendingOfOrder(link, smaregiProductId, beganAt, here), 0),
    isUnsure: ({ smaregiProductId, beganAt }) =>
      links.some((link) => isUnsure(link, smaregiProductId, beganAt)),
  };
}
