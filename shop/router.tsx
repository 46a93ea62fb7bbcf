import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
} from "@tanstack/react-router";
import { CartPage } from "./cart/CartPage.tsx";
import { CheckoutPage } from "./checkout/CheckoutPage.tsx";
import { ConfirmPage } from "./checkout/ConfirmPage.tsx";
import { DonePage } from "./checkout/DonePage.tsx";
import { Frame } from "./frame/Frame.tsx";
import { Broken, NotFound } from "./frame/NotFound.tsx";
import { shopQuery, type Place } from "./frame/shop.ts";
import { ListPage } from "./products/ListPage.tsx";
import { ProductPage } from "./products/ProductPage.tsx";
import { productQuery, productsQuery } from "./products/queries.ts";
import { readShopSearch } from "./products/search.ts";

/** The shop of the page, and the query cache. */
type Visit = { place: Place; client: QueryClient };

const root = createRootRouteWithContext<Visit>()({
  loader: ({ context: { client, place } }) => void client.prefetchQuery(shopQuery(place)),
  notFoundComponent: () => <Frame page={<NotFound />} />,
});
/**
 * The frame is not the root's component, because the library hydrates the root first. A link of the frame would then already work
 * while its page does not, and a press in between would draw the page again.
 */
const frame = createRoute({ getParentRoute: () => root, id: "frame", component: () => <Frame /> });
const page = <const Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => frame, path, component });

const goods = createRoute({
  getParentRoute: () => frame,
  path: "/",
  validateSearch: readShopSearch,
  loaderDeps: ({ search }) => search,
  // Requested in parallel with the shop, not after it.
  loader: ({ context: { client, place }, deps }) =>
    void client.prefetchInfiniteQuery(productsQuery(place, deps)),
  component: ListPage,
});

const product = createRoute({
  getParentRoute: () => frame,
  path: "/products/$id",
  loader: ({ context: { client, place }, params }) =>
    void client.prefetchQuery(productQuery(place, params.id)),
  component: ProductPage,
});

const tree = root.addChildren([
  frame.addChildren([
    goods,
    product,
    page("/cart", CartPage),
    page("/checkout", CheckoutPage),
    page("/checkout/confirm", ConfirmPage),
    page("/done", DonePage),
  ]),
]);

/** All pages of a shop and their addresses. `history`: the router's history outside of a browser. */
export const openRouter = (context: Visit, history?: RouterHistory) =>
  createRouter({
    routeTree: tree,
    context,
    basepath: `/shop/${context.place.number}`,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error }) => <Broken error={error} />,
    // On a server this would write an inline script into the page, which is forbidden.
    ...(history === undefined ? { scrollRestoration: true } : { history }),
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof openRouter>;
  }
}
