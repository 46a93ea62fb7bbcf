import { doors, type Route } from "./route-table.ts";

/**
 * Every route of the server, as `route-table.ts` has them. A request that is not listed there is refused to everybody, whatever is
 * registered; what is listed is refused here to those whom it is not for. The first that fits counts.
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
// "/orders/behind" before "/orders/{id}", however they stand in the table.
const ordered = [...shapes.filter(({ isWhole }) => isWhole), ...shapes.filter(({ isWhole }) => !isWhole)];

// Most requests are for one of these; each asks several times.
const exact = new Map(
  ordered
    .filter(({ route, isWhole }) => isWhole && route.door !== "page" && !route.path.endsWith("*"))
    .map(({ route }) => [`${route.method} ${route.path}`, route]),
);

/** The route of a request; HEAD is answered as GET is. Undefined: there is none. */
export function routeOf(method: string, path: string): Route | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const known = exact.get(`${asked} ${path}`);
  if (known !== undefined) return known;
  // A page's address below /console or /shop is no address of an API.
  const found = ordered.filter(({ route, shape }) => route.method === asked && shape.test(path));
  return (found.find(({ route }) => route.door !== "page") ?? found[0])?.route;
}
