import { AppError } from "../kit/errors.ts";

/** How many pieces a buyer may order at once: the merchant's setting. */
type MostPieces = { piecesPerLine: number; piecesPerOrder: number };

/** Throws 422 if a buyer orders more pieces than allowed, at the line that has too many, or at `lines`. */
export function refuseTooMany(lines: { quantity: number }[], most: MostPieces): void {
  const ofLine = {
    ja: `一度にご注文いただけるのは、1商品${most.piecesPerLine}点までです。`,
    en: `Up to ${most.piecesPerLine} pieces of a product can be ordered at once.`,
  };
  const ofOrder = {
    ja: `一度にご注文いただけるのは、合計${most.piecesPerOrder}点までです。`,
    en: `Up to ${most.piecesPerOrder} pieces can be ordered at once.`,
  };
  const fields = lines.flatMap(({ quantity }, at) =>
    quantity > most.piecesPerLine ? [{ path: `lines[${at}].quantity`, message: ofLine }] : [],
  );
  if (fields.length > 0) throw new AppError("invalid", ofLine, fields);
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (pieces > most.piecesPerOrder)
    throw new AppError("invalid", ofOrder, [{ path: "lines", message: ofOrder }]);
}
