import { queryOptions, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { Shop } from "../../src/http/api-types.ts";
import { ask, type Ask } from "../../ui/api.ts";
import { numberHere } from "./kept.ts";

/** A shop by its merchant number, and how its API is asked. Many are drawn beside each other on a server: nothing keeps one but its page. */
export type Place = { number: string; ask: Ask };

/** The shop whose page this browser shows. */
export const placeHere = (): Place => ({ number: numberHere(), ask });

/** The shop of the page that is drawn. */
export const usePlace = (): Place => useRouter().options.context.place;

/** An address of a shop's API. */
export const shopPath = ({ number }: Place, path: string): string => `/shop/v1/${number}${path}`;

/** Whose shop it is; 404 where there is none, or it has ended. */
export const shopQuery = (place: Place) =>
  queryOptions({
    queryKey: ["shop"],
    queryFn: ({ signal }) => place.ask<Shop>("GET", shopPath(place, ""), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The shop's name; pages are shown only where there is a shop. */
export function useShopName(): string {
  return useQuery(shopQuery(usePlace())).data?.name ?? "";
}
