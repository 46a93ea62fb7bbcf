import { setTimeout as delay } from "node:timers/promises";
import type { WantedLine, Act } from "./plan-buyers.ts";
import type { Answered, Sender } from "./requests.ts";
import type { Story } from "./story.ts";

export type OrderLine = { variationId: string; quantity: number; unitPrice?: number };

/** An order as its buyer knows it. */
export type Placed = {
  key: string;
  orderId: string;
  number: string;
  /** As placed, and as the last acknowledged edit left them. */
  first: OrderLine[];
  lines: OrderLine[];
  cancelled: boolean;
  /** An edit or cancellation was sent again: the first request may still take effect after the last. */
  unsure: boolean;
};

export type Counter = {
  send: Sender;
  story: Story;
  /** The IDs of the goods, by their index. */
  variationIds: string[];
  productIds: string[];
  /** The product of a good, by its index. */
  productOf: (good: number) => string;
  isOver: () => boolean;
  /** Reports an answer that no caller should ever get. */
  complain: (text: string) => void;
};

/** Plays one buyer's acts; returns every order that was acknowledged. */
export async function playBuyer(counter: Counter, acts: Act[]): Promise<Placed[]> {
  const own: Placed[] = [];
  for (const act of acts) {
    await delay(act.pauseMs);
    if (counter.isOver()) break;
    if (act.do === "place") await place(counter, act, own);
    else if (act.do === "saveProduct") await saveProduct(counter, act.which);
    else {
      const open = own.filter((order) => !order.cancelled);
      const order = open[Math.floor(act.which * open.length)];
      if (order === undefined) continue;
      if (act.do === "edit") await edit(counter, order, linesOf(counter, act.lines));
      else await cancel(counter, order);
    }
  }
  return own;
}

const linesOf = ({ variationIds }: Counter, wanted: WantedLine[]): OrderLine[] =>
  wanted.map(({ good, ...line }) => ({ variationId: variationIds[good] ?? "", ...line }));

async function place(counter: Counter, act: Extract<Act, { do: "place" }>, own: Placed[]): Promise<void> {
  const { send, story, complain } = counter;
  const lines = linesOf(counter, act.lines);
  // The order contains the key, too, so that two orders of one key are visible even if the shop forgets keys.
  const body = { kind: act.kind, lines, ...act.money, customer: { note: act.key } };
  const answers = await Promise.all(
    Array.from({ length: act.twice ? 2 : 1 }, () => send("POST", "/orders", body, act.key)),
  );
  if (act.twice) story.count("orders sent twice at once");
  const taken = answers.filter(({ status }) => status === 201);
  for (const answer of answers) {
    if (answer.unanswered > 0) story.count("orders sent again under their key");
    if (answer.status !== 201 && !isOutOfStock(answer)) complain(told(`POST /orders ${act.key}`, answer));
  }
  const ids = new Set(taken.map((answer) => answer.body["id"] as string));
  if (ids.size > 1) complain(`The key "${act.key}" was answered with two orders: ${[...ids].join(", ")}`);
  const [first] = taken;
  if (first === undefined) return story.count("orders refused (out of stock)");
  story.count("orders");
  const order = { key: act.key, orderId: first.body["id"] as string, number: first.body["number"] as string };
  own.push({ ...order, first: lines, lines, cancelled: false, unsure: false });
}

async function edit(counter: Counter, order: Placed, lines: OrderLine[]): Promise<void> {
  const answer = await counter.send("PATCH", `/orders/${order.orderId}`, { lines });
  if (answer.unanswered > 0) order.unsure = true;
  if (answer.status === 200) {
    counter.story.count("edits");
    order.lines = lines;
  } else if (isOutOfStock(answer)) counter.story.count("edits refused (out of stock)");
  else counter.complain(told(`PATCH order ${order.number}`, answer));
}

async function cancel(counter: Counter, order: Placed): Promise<void> {
  const answer = await counter.send("POST", `/orders/${order.orderId}/status`, { status: "cancelled" });
  if (answer.status !== 200) return counter.complain(told(`cancel order ${order.number}`, answer));
  counter.story.count("cancels");
  order.cancelled = true;
}

async function saveProduct(counter: Counter, which: number): Promise<void> {
  const id = counter.productIds[Math.floor(which * counter.productIds.length)] ?? "";
  const answer = await counter.send("PATCH", `/products/${id}`, { published: true });
  if (answer.status !== 200) return counter.complain(told(`PATCH product ${id}`, answer));
  counter.story.count("products saved");
}

const isOutOfStock = ({ status, body }: Answered): boolean =>
  status === 409 && body["code"] === "out_of_stock";
const told = (what: string, { status, body }: Answered): string =>
  `${what} was answered ${status}: ${JSON.stringify(body)}`;
