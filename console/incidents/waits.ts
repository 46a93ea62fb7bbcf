import type { IncidentWhole, Status } from "../../src/http/api-types.ts";

/** True if Smaregi is linked and answers, so that a call may succeed now. */
export const isAnswering = ({ connection }: Pick<Status, "connection">): boolean =>
  connection.state === "on" && connection.maintenance === undefined;

type Incident = Pick<IncidentWhole, "state" | "cause" | "mode" | "open">;

/**
 * The numbers of orders and products that wait for まとめて送り直す after a failure in the standard mode, once Smaregi answers again (B2,
 * P9). Null if none wait.
 */
export function waitingForPress(incident: Incident, answers: boolean): IncidentWhole["open"] | null {
  const { state, cause, mode, open } = incident;
  const isOver = state === "open" && cause === "smaregi_down" && mode === "standard" && answers;
  return isOver && open.orders + open.products > 0 ? open : null;
}

/** True if a press would send something again. For receivers it sends what waits for those that are switched off. */
export const canSendAgain = ({ state, cause, open }: Omit<Incident, "mode">): boolean =>
  state === "open" && (open.orders + open.products > 0 || cause === "delivery_failed");

const connection = ["credentials", "scope_missing", "contract_ended", "store_gone", "webhook_silent"];

/** The pages where an incident of this cause can be examined or repaired, the most relevant first. */
export function placesOf(
  cause: IncidentWhole["cause"],
): ("top" | "connection" | "log" | "orders" | "notices" | "webhooks")[] {
  if (cause === "delivery_failed") return ["notices", "webhooks"];
  if (cause === "stock_mass_zero") return ["top", "log"];
  if (cause === "webhook_silent") return ["connection"];
  if (cause === "product_gone" || cause === "stock_unread") return ["log"];
  return connection.includes(cause) ? ["connection", "log"] : ["log", "orders"];
}
