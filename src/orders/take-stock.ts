import type { Tx } from "../kit/database.ts";
import { AppError, type FieldError } from "../kit/errors.ts";
import { orderMovements, type StockRow } from "../stock/rules.ts";
import { writeMovements } from "../stock/store.ts";
import type { LineInput } from "./lines.ts";

/**
 * Moves the quantities of an order at once (O2 to O4), on rows locked with their siblings. Too little of one
 * is 409 `out_of_stock` with the line and what is left, and nothing is taken.
 */
export async function takeStock(
  tx: Tx,
  rows: StockRow[],
  changes: Map<string, number>,
  order: { merchantId: string; orderId: string; cause: string; actor: string; lines: LineInput[] },
): Promise<void> {
  const { movements, shortages } = orderMovements(rows, changes);
  if (shortages.length > 0) {
    const fields = shortages.map(({ variationId, available }): FieldError => {
      const index = order.lines.findIndex((line) => line.variationId === variationId);
      return {
        path: `lines[${index}].quantity`,
        message: { ja: `在庫が足りません(残り${available})。`, en: `Only ${available} left in stock.` },
      };
    });
    throw new AppError(
      "out_of_stock",
      { ja: "在庫が足りません。", en: "There is too little stock." },
      fields,
    );
  }
  const { merchantId, orderId, cause, actor } = order;
  await writeMovements(
    tx,
    merchantId,
    movements.map((movement) => ({ ...movement, cause, actor, orderId })),
  );
}
