import type { ComponentProps } from "react";
import { Page } from "../../ui/Page.tsx";
import { useShopName } from "./shop.ts";

/** A page of the shop, with the shop's name in the window's title. */
export function ShopPage(props: Omit<ComponentProps<typeof Page>, "site">) {
  return <Page site={useShopName()} {...props} />;
}
