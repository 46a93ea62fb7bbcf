import type { Order } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import "./orders.css";
import { orderWords } from "./words.ts";

/** How an order stands in Smaregi: a dot and a word. */
export function LinkMark({ state }: { state: Order["link"]["state"] }) {
  const words = useWords(orderWords);
  return (
    <span className="state-mark" data-state={state}>
      {words.links[state]}
    </span>
  );
}

/** An order's status in the shop. */
export function StatusMark({ status }: { status: Order["status"] }) {
  const words = useWords(orderWords);
  return (
    <span className="status-mark" data-status={status}>
      {words.statuses[status]}
    </span>
  );
}
