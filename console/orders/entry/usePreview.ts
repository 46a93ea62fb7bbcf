import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { OrderPreview } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { fieldErrors } from "../../../ui/fields.ts";

/**
 * Reads what saving this would do, a short pause after the last letter, and again if a quantity changes meanwhile. `body` null: it
 * cannot be sent yet. Returns the newest preview, whether it belongs to the present input, and what the server would refuse.
 */
export function usePreview(path: string, body: object | null) {
  const wanted = body === null ? null : JSON.stringify(body);
  const [asked] = useDebouncedValue(wanted, 350);
  const preview = useQuery({
    queryKey: ["products", "preview", path, asked],
    queryFn: ({ signal }) =>
      ask<OrderPreview>("POST", path, { body: JSON.parse(asked ?? "{}") as object, signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const isCurrent = asked === wanted && wanted !== null && !preview.isFetching;
  const error = isCurrent ? preview.error : null;
  return {
    shown: wanted === null || error !== null ? null : (preview.data ?? null),
    isCurrent,
    error,
    errors: fieldErrors(error),
  };
}
