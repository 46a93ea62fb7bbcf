import {
  createMemoryHistory,
  defaultParseSearch,
  defaultStringifySearch,
  RouterProvider,
} from "@tanstack/react-router";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import type { DrawShop } from "../src/http/api-types.ts";
import { askBy, Problem } from "../ui/api.ts";
import { openClient, Provider } from "../ui/Provider.tsx";
import { drawnElement, knownOf } from "./drawn.ts";
import { shopQuery } from "./frame/shop.ts";
import { openRouter } from "./router.tsx";
import { readShopSearch } from "./products/search.ts";

/** The pages that show nothing of what a browser keeps. */
const drawnRoutes = new Set<string>(["/frame/", "/frame/products/$id"]);

/** Draws a page of a shop on the server: with a router and a memory of its own, so that nothing of one reader comes to another. */
export const draw: DrawShop = async ({ number, path, search, language, fetch }) => {
  const client = openClient({ isPatient: false });
  const place = { number, ask: askBy({ fetch, language: () => language }) };
  // Other words in an address (an advertiser's, say) change nothing on the page.
  const asked = defaultStringifySearch(readShopSearch(defaultParseSearch(search)));
  const router = openRouter({ place, client }, createMemoryHistory({ initialEntries: [`${path}${asked}`] }));
  const route = router.matchRoutes(router.latestLocation).at(-1)?.routeId ?? "";
  if (!drawnRoutes.has(route)) return null;
  await router.load();
  // The pages wait for nothing: they begin to read, and show what is there.
  const reads = client.getQueryCache().getAll();
  await Promise.allSettled(reads.map(async (read) => await read.promise));
  for (const { state } of reads) if (state.error !== null && !isRefused(state.error)) throw state.error;
  const known = knownOf(client);
  if (known === null) return null;
  const body = renderToString(
    <StrictMode>
      <Provider client={client} language={language}>
        <RouterProvider router={router} />
      </Provider>
    </StrictMode>,
  );
  const heading = /<h1[^>]*>([^<]*)/.exec(body)?.[1];
  if (heading === undefined) return null;
  const { name = "" } = client.getQueryData(shopQuery(place).queryKey) ?? {};
  // As the page itself names the window (`ui/Page.tsx`).
  const title = `${heading} | ${renderToString(name)}`;
  return { title, body, data: drawnElement({ path, language, known }) };
};

/** What was asked for is not there, or can't be: the script says so, and nobody has anything to mend. */
const isRefused = (error: unknown): boolean =>
  error instanceof Problem && error.status >= 400 && error.status < 500;
