import type { Money, OperationState, Sale } from "../kit/tables.ts";

/** Sum of the lines, tax included, before fees and discounts. */
export function subtotalOf(lines: { unitPrice: number; quantity: number }[]): number {
  return lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
}

/** What the buyer pays, whole yen. An undecided shipping fee counts as nothing yet. */
export function totalOf(lines: { unitPrice: number; quantity: number }[], money: Money): number {
  const fees = (money.shippingFee ?? 0) + money.paymentFee + money.coolFee + money.wrappingFee;
  const reductions = money.discount + money.couponDiscount + money.pointsUsed;
  return subtotalOf(lines) + fees - reductions + money.adjustment;
}

/** Pieces a variation, over all lines: the same variation may stand on several. */
export function piecesOf(lines: { variationId: string; quantity: number }[]): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const line of lines) {
    pieces.set(line.variationId, (pieces.get(line.variationId) ?? 0) + line.quantity);
  }
  return pieces;
}

/** What an edit does to the quantities: what the old lines held comes back, what the new ones hold is taken. */
export function changeOf(before: Map<string, number>, after: Map<string, number>): Map<string, number> {
  const changes = new Map<string, number>();
  for (const variationId of new Set([...before.keys(), ...after.keys()])) {
    const change = (before.get(variationId) ?? 0) - (after.get(variationId) ?? 0);
    if (change !== 0) changes.set(variationId, change);
  }
  return changes;
}

/** What a sale takes from each Smaregi product (negative). Lines that are not linked move nothing there (O6). */
export function stockOfSale(sale: Sale): Map<string, number> {
  const stock = new Map<string, number>();
  for (const line of sale.lines) {
    if (line.smaregiProductId === null) continue;
    stock.set(line.smaregiProductId, (stock.get(line.smaregiProductId) ?? 0) - line.quantity);
  }
  return stock;
}

/** A step of an order in Smaregi, as far as planning and showing need it. */
export type Operation = {
  id: string;
  seq: number;
  kind: "register" | "cancel";
  state: OperationState;
  sale: Sale | null;
  cancelsId: string | null;
  transactionId: string | null;
  reported: boolean;
};

export type PlannedOperation =
  | { kind: "register"; sale: Sale; cancelsId: null }
  | { kind: "cancel"; sale: null; cancelsId: string };

/**
 * What an edit (`sale`: the order as it is now) or a cancellation (`null`) needs in Smaregi (O3, O4):
 * each transaction that stands there or may stand there is cancelled once, then the sale is registered anew.
 * A registration that was not sent yet is dropped: there is nothing to cancel.
 */
export function planOperations(
  existing: Operation[],
  sale: Sale | null,
): { drop: string[]; add: PlannedOperation[] } {
  const drop = existing
    .filter((operation) => operation.kind === "register" && operation.state === "waiting")
    .map((operation) => operation.id);
  const beingCancelled = new Set(
    existing
      .filter((operation) => operation.state !== "failed" && operation.state !== "dropped")
      .map((operation) => operation.cancelsId),
  );
  const add: PlannedOperation[] = existing
    .filter((operation) => operation.kind === "register" && mayStand(operation.state))
    .filter((operation) => !beingCancelled.has(operation.id))
    .map((operation) => ({ kind: "cancel", sale: null, cancelsId: operation.id }));
  if (sale !== null) add.push({ kind: "register", sale, cancelsId: null });
  return { drop, add };
}

const mayStand = (state: OperationState): boolean =>
  state === "sending" || state === "unclear" || state === "done";

export type LinkState = "off" | "sending" | "registered" | "cancelled" | "failed";

/** How the order stands in Smaregi: the newest step that was not dropped tells. */
export function linkOf(operations: Operation[]): { state: LinkState; transactionId?: string } {
  const steps = operations.filter((operation) => operation.state !== "dropped");
  const last = steps.at(-1);
  if (last === undefined) return { state: operations.length > 0 ? "cancelled" : "off" };
  const registered = steps.findLast((operation) => operation.transactionId !== null);
  const transactionId = registered?.transactionId ?? null;
  return { state: stateOf(steps, last), ...(transactionId === null ? {} : { transactionId }) };
}

function stateOf(steps: Operation[], last: Operation): LinkState {
  // A failure that people were told of shows as one, even while it is still being looked into.
  if (steps.some((step) => step.state === "unclear" && step.reported)) return "failed";
  if (
    steps.some((step) => step.state === "waiting" || step.state === "sending" || step.state === "unclear")
  ) {
    return "sending";
  }
  if (last.state === "failed") return "failed";
  return last.kind === "register" ? "registered" : "cancelled";
}
