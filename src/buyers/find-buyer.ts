import { notFound } from "../kit/errors.ts";
import type { Db } from "../kit/database.ts";
import { isId } from "../kit/ids.ts";
import { identityOf, isSameBuyer } from "./rules.ts";
import { lockOrders, readCandidates } from "./store.ts";

/**
 * All orders and plans of an order's buyer, including that order even if the buyer gave nothing to identify them by. In a transaction
 * the order is locked. Throws 404 if there is no such order.
 */
export async function findBuyer(db: Db, { merchantId, orderId }: { merchantId: string; orderId: string }) {
  const [order] = isId(orderId) ? await lockOrders(db, merchantId, [orderId]) : [];
  if (order === undefined) throw notFound({ ja: "受注", en: "order" });
  const buyer = identityOf(order.customer);
  const isTheirs = ({ customer }: { customer: object | null }) => isSameBuyer(buyer, identityOf(customer));
  const { orders, plans } = await readCandidates(db, merchantId, buyer);
  const others = orders.filter((each) => each.id !== order.id && isTheirs(each));
  return { order, orders: [order, ...others], plans: plans.filter(isTheirs) };
}
