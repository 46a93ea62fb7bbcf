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

/** Whose page it is, and what was read of it. */
type Visit = { place: Place; client: QueryClient };

const root = createRootRouteWithContext<Visit>()({
  loader: ({ context: { client, place } }) => void client.prefetchQuery(shopQuery(place)),
  notFoundComponent: () => <Frame page={<NotFound />} />,
});
/**
 * The frame is not the root's own: the library takes over what stands in the root by itself, before the rest. A link of the frame would
 * be at work while its page is not, and a press in between would have the page drawn anew.
 */
const frame = createRoute({ getParentRoute: () => root, id: "frame", component: () => <Frame /> });
const page = <const Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => frame, path, component });

const goods = createRoute({
  getParentRoute: () => frame,
  path: "/",
  validateSearch: readShopSearch,
  loaderDeps: ({ search }) => search,
  // Asked for beside the shop itself, not after it.
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

/** Every page of a shop and its address. `history`: where its address is kept, where that is no browser's. */
export const openRouter = (context: Visit, history?: RouterHistory) =>
  createRouter({
    routeTree: tree,
    context,
    basepath: `/shop/${context.place.number}`,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error }) => <Broken error={error} />,
    // On a server it would be a script within the page, which a page may not have.
    ...(history === undefined ? { scrollRestoration: true } : { history }),
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof openRouter>;
  }
}
