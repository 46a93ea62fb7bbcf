import type { Context as Request, MiddlewareHandler } from "hono";
import { notFound } from "../kit/errors.ts";
import { refuseCrossSite } from "./caller.ts";
import type { Route } from "./route-table.ts";
import { routeOf } from "./routes.ts";

/** What a request asks for, by the table of routes; 404 where it has no such row. */
function askedOf(c: Request): Route {
  const route = routeOf(c.req.method, c.req.path);
  if (route === undefined) throw notFound({ ja: "ページ", en: "address" });
  return route;
}

/** Lets nothing through that is not in the table of routes, nor what comes from a page whose it is not. */
export const admit: MiddlewareHandler = async (c, next) => {
  // A browser's question beforehand (CORS) changes nothing, and is answered by the shop's door only.
  if (c.req.method !== "OPTIONS" && askedOf(c).origin === "own") refuseCrossSite(c, { lenient: true });
  await next();
};
