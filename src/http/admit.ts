import type { Context as Request, MiddlewareHandler } from "hono";
import { notFound } from "../kit/errors.ts";
import { refuseCrossSite } from "./caller.ts";
import type { Route } from "./route-table.ts";
import { routeOf } from "./routes.ts";

/** The route of a request in the table of routes. Throws 404 if there is none. */
function askedOf(c: Request): Route {
  const route = routeOf(c.req.method, c.req.path);
  if (route === undefined) throw notFound({ ja: "ページ", en: "address" });
  return route;
}

/** Lets through only requests that are in the table of routes, and that do not come from another site's page. */
export const admit: MiddlewareHandler = async (c, next) => {
  // A browser's preflight question (CORS) changes nothing; only the shop's door answers it.
  if (c.req.method !== "OPTIONS" && askedOf(c).origin === "own") refuseCrossSite(c, { lenient: true });
  await next();
};
