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

/** The pages that show nothing stored in the browser. */
const drawnRoutes = new Set<string>(["/frame/", "/frame/products/$id"]);

/**
 * Draws a page of a shop on the server. Each call has a router and a cache of its own, so that no reader gets another reader's data.
 */
export const draw: DrawShop = async ({ number, path, search, language, fetch }) => {
  const client = openClient({ isPatient: false });
  const place = { number, ask: askBy({ fetch, language: () => language }) };
  // Other parameters in an address (for example an advertiser's) change nothing on the page.
  const asked = defaultStringifySearch(readShopSearch(defaultParseSearch(search)));
  const router = openRouter({ place, client }, createMemoryHistory({ initialEntries: [`${path}${asked}`] }));
  const route = router.matchRoutes(router.latestLocation).at(-1)?.routeId ?? "";
  if (!drawnRoutes.has(route)) return null;
  await router.load();
  // The pages do not wait: they start to read, and show what is there. So we wait for their reads here.
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
  // The same as the window's title that the page sets (`ui/Page.tsx`).
  const title = `${heading} | ${renderToString(name)}`;
  return { title, body, data: drawnElement({ path, language, known }) };
};

/** True if the requested thing does not exist or is not possible: the script says so, and there is nothing to repair. */
const isRefused = (error: unknown): boolean =>
  error instanceof Problem && error.status >= 400 && error.status < 500;
