import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { client } from "../ui/Provider.tsx";
import { CartPage } from "./cart/CartPage.tsx";
import { CheckoutPage } from "./checkout/CheckoutPage.tsx";
import { ConfirmPage } from "./checkout/ConfirmPage.tsx";
import { DonePage } from "./checkout/DonePage.tsx";
import { Frame } from "./frame/Frame.tsx";
import { Broken, NotFound } from "./frame/NotFound.tsx";
import { shopNumber } from "./frame/shop.ts";
import { ListPage } from "./products/ListPage.tsx";
import { ProductPage } from "./products/ProductPage.tsx";
import { productsQuery } from "./products/queries.ts";
import { readShopSearch } from "./products/search.ts";

const root = createRootRoute({ component: Frame });
const page = <const Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const goods = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: readShopSearch,
  loaderDeps: ({ search }) => search,
  // Asked for beside the shop itself, not after it.
  loader: ({ deps }) => void client.prefetchInfiniteQuery(productsQuery(deps)),
  component: ListPage,
});

const tree = root.addChildren([
  goods,
  page("/products/$id", ProductPage),
  page("/cart", CartPage),
  page("/checkout", CheckoutPage),
  page("/checkout/confirm", ConfirmPage),
  page("/done", DonePage),
]);

/** Every page of a shop and its address. */
export const router = createRouter({
  routeTree: tree,
  basepath: `/shop/${shopNumber}`,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error }) => <Broken error={error} />,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
