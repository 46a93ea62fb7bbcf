import { queryOptions, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { Shop } from "../../src/http/api-types.ts";
import { ask, type Ask } from "../../ui/api.ts";
import { numberHere } from "./kept.ts";

/**
 * A shop by its merchant number, and how to call its API. A server draws many shops at the same time, so only the page itself knows
 * its shop.
 */
export type Place = { number: string; ask: Ask };

/** The shop whose page this browser shows. */
export const placeHere = (): Place => ({ number: numberHere(), ask });

/** The shop whose page is drawn. */
export const usePlace = (): Place => useRouter().options.context.place;

/** An address of a shop's API. */
export const shopPath = ({ number }: Place, path: string): string => `/shop/v1/${number}${path}`;

/** The shop's own data; 404 if there is no such shop, or if it has ended. */
export const shopQuery = (place: Place) =>
  queryOptions({
    queryKey: ["shop"],
    queryFn: ({ signal }) => place.ask<Shop>("GET", shopPath(place, ""), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The shop's name; pages are only shown if the shop exists. */
export function useShopName(): string {
  return useQuery(shopQuery(usePlace())).data?.name ?? "";
}
