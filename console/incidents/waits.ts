import type { IncidentWhole, Status } from "../../src/http/api-types.ts";

/** True where Smaregi is linked and answers: what is sent now may go through. */
export const isAnswering = ({ connection }: Pick<Status, "connection">): boolean =>
  connection.state === "on" && connection.maintenance === undefined;

type Incident = Pick<IncidentWhole, "state" | "cause" | "mode" | "open">;

/** How many orders and products wait for まとめて送り直す after a night of the standard mode: Smaregi answers again (B2, P9). */
export function waitingForPress(incident: Incident, answers: boolean): IncidentWhole["open"] | null {
  const { state, cause, mode, open } = incident;
  const isOver = state === "open" && cause === "smaregi_down" && mode === "standard" && answers;
  return isOver && open.orders + open.products > 0 ? open : null;
}

/** True where a press would send something again; that of receivers sends what waits for those that are off. */
export const canSendAgain = ({ state, cause, open }: Omit<Incident, "mode">): boolean =>
  state === "open" && (open.orders + open.products > 0 || cause === "delivery_failed");

const connection = ["credentials", "scope_missing", "contract_ended", "store_gone", "webhook_silent"];

/** Where an incident of this cause is looked into or put right, the nearest first. */
export function placesOf(
  cause: IncidentWhole["cause"],
): ("top" | "connection" | "log" | "orders" | "notices" | "webhooks")[] {
  if (cause === "delivery_failed") return ["notices", "webhooks"];
  if (cause === "stock_mass_zero") return ["top", "log"];
  if (cause === "webhook_silent") return ["connection"];
  if (cause === "product_gone" || cause === "stock_unread") return ["log"];
  return connection.includes(cause) ? ["connection", "log"] : ["log", "orders"];
}
