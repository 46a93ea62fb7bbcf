import type { Fact } from "../../facts/fact.ts";
import type { HoldCause } from "../../kit/tables.ts";
import type { Reading } from "../rules.ts";

/** Why a quantity is held that this reading would set to 0. */
export function holdCause(reading: Reading): HoldCause {
  if (reading.kind === "missing") return "gone";
  return reading.kind === "found" ? "storeChanged" : "noRows";
}

const kinds = { gone: "heldGone", noRows: "heldNoRows", storeChanged: "heldStoreChanged" } as const;

/** The reason that the log gives for a held product (F1). */
export function heldReason(cause: HoldCause, smaregiProductId: string): Fact {
  return { kind: kinds[cause], data: { productId: smaregiProductId } };
}

/**
 * True if a quantity may not fall to 0 by this reading yet, because the product itself has to be asked for (P3). A single answer that
 * the product does not exist is proof (S5), and so is a row that says 0.
 */
export function needsProof(reading: Reading): boolean {
  return reading.kind === "neverMoved" || (reading.kind === "missing" && reading.listed === true);
}
