import { useQueries } from "@tanstack/react-query";
import { Problem } from "../../ui/api.ts";
import { productQuery } from "../products/queries.ts";
import { rowsOf, type Row } from "./rules.ts";
import { useCart } from "./useCart.ts";

/** The cart's lines as they are today, read anew whenever their stock or price changes. */
export function useRows() {
  const { lines } = useCart();
  const ids = [...new Set(lines.map((line) => line.productId))];
  const reads = useQueries({ queries: ids.map(productQuery) });
  const isGone = (error: Error | null) => error instanceof Problem && error.status === 404;
  const rows: Row[] = rowsOf(lines, (productId) => {
    const read = reads[ids.indexOf(productId)];
    return isGone(read?.error ?? null) ? null : read?.data;
  });
  return {
    rows,
    isLoading: reads.some((read) => read.isPending),
    error: reads.find((read) => read.data === undefined && !isGone(read.error))?.error ?? null,
    retry: () => void Promise.all(reads.map((read) => read.refetch())),
  };
}
