import { useQueries, useQuery } from "@tanstack/react-query";
import { Problem } from "../../ui/api.ts";
import { shopQuery, usePlace } from "../frame/shop.ts";
import { productQuery } from "../products/queries.ts";
import { piecesIn, rowsOf, type Row } from "./rules.ts";
import { useCart } from "./useCart.ts";

/** The cart's lines as they are today; read again whenever their stock or price changes. */
export function useRows() {
  const { lines } = useCart();
  const place = usePlace();
  const { data: shop } = useQuery(shopQuery(place));
  const ids = [...new Set(lines.map((line) => line.productId))];
  const reads = useQueries({ queries: ids.map((id) => productQuery(place, id)) });
  const isGone = (error: Error | null) => error instanceof Problem && error.status === 404;
  const known = (productId: string) => {
    const read = reads[ids.indexOf(productId)];
    return isGone(read?.error ?? null) ? null : read?.data;
  };
  const rows: Row[] = rowsOf(lines, known, shop?.piecesPerLine);
  const atOnce = shop?.piecesPerOrder;
  return {
    rows,
    /** The most pieces that the shop sells at once, if the cart has more; otherwise null. */
    overAtOnce: atOnce !== undefined && piecesIn(lines) > atOnce ? atOnce : null,
    isLoading: reads.some((read) => read.isPending),
    error: reads.find((read) => read.data === undefined && !isGone(read.error))?.error ?? null,
    retry: () => void Promise.all(reads.map((read) => read.refetch())),
  };
}
