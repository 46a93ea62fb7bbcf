import type { Order } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import "./orders.css";
import { orderWords } from "./words.ts";

/** An order's state in Smaregi: a dot and a word. */
export function LinkMark({ state }: { state: Order["link"]["state"] }) {
  const words = useWords(orderWords);
  return (
    <span className="state-mark" data-state={state}>
      {words.links[state]}
    </span>
  );
}

/** The steps of an order's payment and shipping; unfinished ones are highlighted. */
export function AxesMark({ order: { status, work } }: { order: Pick<Order, "status" | "work"> }) {
  const words = useWords(orderWords);
  if (status === "cancelled") return <span className="axes-mark soft">{words.statuses.cancelled}</span>;
  return (
    <span className="axes-mark">
      <span data-done={work.payment === "paid" || undefined}>{words.steps[work.payment]}</span>
      <span data-done={work.shipping === "shipped" || undefined}>{words.steps[work.shipping]}</span>
    </span>
  );
}
