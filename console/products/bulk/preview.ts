import { useQuery } from "@tanstack/react-query";
import type { BulkJob, BulkPreview } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";
import { readCsv } from "../../../ui/read-file.ts";

/** How to read the columns of another cart's file, as it is sent to the server. */
export type Chosen = {
  cart: string | null;
  price: BulkPreview["price"];
  columns: Record<string, string>;
  /** Columns that are not named are ignored. */
  only: true;
};

/** The size of a file's beginning that is sent for the preview, in bytes. */
const begin = 256 * 1024;

/** The present choice, as a preview shows it. */
export const chosenOf = ({ cart, price, columns }: BulkPreview): Chosen => ({
  cart: cart?.name ?? null,
  price,
  columns: Object.fromEntries(
    columns.flatMap(({ heading, meaning }) => (meaning === null ? [] : [[heading, meaning]])),
  ),
  only: true,
});

/** Reads a preview from the beginning of a file: what its columns mean, and its first products. */
export function usePreview(file: File | null, kind: BulkJob["kind"], chosen: Chosen | null) {
  return useQuery<BulkPreview>({
    queryKey: ["bulk-preview", file?.name, file?.size, file?.lastModified, kind, chosen],
    enabled: file !== null,
    gcTime: 0,
    // While another choice is being read, the last preview stays on the screen.
    placeholderData: (last, query) => (query?.queryKey[1] === file?.name ? last : undefined),
    queryFn: async ({ signal }) => {
      const csv = await readCsv((file ?? new Blob()).slice(0, begin));
      const mapping = chosen === null ? undefined : JSON.stringify(chosen);
      const path = withQuery("/api/v1/products/bulk-preview", { for: kind, mapping });
      return await ask<BulkPreview>("POST", path, { csv, signal });
    },
  });
}
