import type { HoldCause } from "../../kit/tables.ts";
import type { Reading } from "../rules.ts";

/** Why a quantity that this reading would make 0 is held. */
export function holdCause(reading: Reading): HoldCause {
  if (reading.kind === "missing") return "gone";
  return reading.kind === "found" ? "storeChanged" : "noRows";
}

const why: { [Cause in HoldCause]: (product: string) => string } = {
  gone: (product) =>
    `スマレジに商品ID ${product} の商品がありません。多くの商品が一度にスマレジからなくなったため、在庫を0にせず保留しています。スマレジの商品と、契約ID・店舗IDを確認してください。`,
  noRows: (product) =>
    `スマレジのこの店舗に商品ID ${product} の在庫がありません。多くの商品の在庫が一度になくなったため、在庫を0にせず保留しています。契約ID・店舗IDと、スマレジの在庫を確認してください。`,
  storeChanged: (product) =>
    `変更後の店舗では、商品ID ${product} の在庫が0です。多くの商品の在庫が一度に0になるため、保留しています。契約ID・店舗IDを確認してください。`,
};

/** What the failure of a held product says (F1). */
export function heldReason(cause: HoldCause, smaregiProductId: string): string {
  return why[cause](smaregiProductId);
}

/**
 * True if a quantity may not fall to 0 by this reading yet: the product itself has to be asked for (P3). A single answer
 * that the product does not exist is proof (S5), and so is a row that says 0.
 */
export function needsProof(reading: Reading): boolean {
  return reading.kind === "neverMoved" || (reading.kind === "missing" && reading.listed === true);
}
