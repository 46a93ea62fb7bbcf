import { doors, type Route } from "./route-table.ts";

/**
 * Every route of the server, from `route-table.ts`. A request that is not in the table is refused to everyone, whatever is
 * registered; one that is, is refused here to those it is not for. The first match counts.
 */
export const routes: Route[] = doors.flatMap(({ door, base, rows, writes }) =>
  rows.map(([method, path, asks, ...own]): Route => {
    const isRead = method === "GET";
    const limits =
      isRead || own.includes("file") || own.includes("notification") ? own : ["json" as const, ...own];
    return { door, method, path: base + path, asks, origin: isRead ? "any" : writes, limits };
  }),
);

const shapes = routes.map((route) => {
  const text = route.path
    .replaceAll(/[.]/g, "\\.")
    .replaceAll(/\{\w+\}/g, "[^/]+")
    .replace(/\*$/, ".*");
  return { route, isWhole: !route.path.includes("{"), shape: new RegExp(`^${text}$`) };
});
// "/orders/behind" comes before "/orders/{id}", whatever their order in the table.
const ordered = [...shapes.filter(({ isWhole }) => isWhole), ...shapes.filter(({ isWhole }) => !isWhole)];

// Most requests are for one of these, and look it up several times.
const exact = new Map(
  ordered
    .filter(({ route, isWhole }) => isWhole && route.door !== "page" && !route.path.endsWith("*"))
    .map(({ route }) => [`${route.method} ${route.path}`, route]),
);

/** The route of a request; HEAD counts as GET. Undefined if there is none. */
export function routeOf(method: string, path: string): Route | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const known = exact.get(`${asked} ${path}`);
  if (known !== undefined) return known;
  // An address below /console or /shop is a page, not an API.
  const found = ordered.filter(({ route, shape }) => route.method === asked && shape.test(path));
  return (found.find(({ route }) => route.door !== "page") ?? found[0])?.route;
}
