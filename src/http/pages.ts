import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import { packageRoot } from "../kit/package-root.ts";
import { openShopDrawing, type ShopDrawing } from "./drawn-shop.ts";

const root = join(packageRoot, "dist", "pages");

/** The path of a merchant's shop, by the merchant's number. */
export const shopPathOf = (number: string): string => `/shop/${number}/`;

/**
 * The headers that say what a page may load: only from its own server. Mantine writes its styles into the page. `shows`: the origin
 * whose pages may be framed in it; `within`: the origin that may frame it.
 */
const headersOf = ({ shows = null, within = "'none'" }: { shows?: string | null; within?: string }) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", "data:"],
      frameSrc: shows === null ? ["'none'"] : ["'self'", shows],
      frameAncestors: [within],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
    crossOriginOpenerPolicy: true,
    referrerPolicy: "same-origin",
    // Set for every answer elsewhere, only behind https.
    strictTransportSecurity: false,
  });

/**
 * The first requests of the shop's page, named in a page that its script draws, so that they run while the script loads. The list's
 * own page needs its products.
 */
function firstAsks(number: string, path: string): string {
  const own = `/shop/v1/${number}`;
  const asked = path === shopPathOf(number) ? [own, `${own}/products?limit=24`] : [own];
  return asked.map((each) => `<${each}>; rel=preload; as=fetch; crossorigin`).join(", ");
}

/**
 * The built pages: 管理画面, the shops and, with a `tillUrl`, the entrance of the practice mode, which shows the till and the shop side
 * by side. Each of their addresses is one HTML page, drawn by its script. What a shop sells is drawn here, so that it is seen before
 * the script has loaded.
 */
export function pageRoutes({ tillUrl, ...shop }: { tillUrl: string | null } & ShopDrawing) {
  const routes = new Hono();
  // Their names change with their content.
  const forGood = serveStatic({
    root,
    precompressed: true,
    onFound: (_, c) => c.header("cache-control", "public, max-age=31536000, immutable"),
  });
  routes.use("/assets/*", forGood);
  const headers = {
    console: headersOf({}),
    // Only the practice mode may frame a shop.
    shop: headersOf(tillUrl === null ? {} : { within: "'self'" }),
    practice: headersOf(tillUrl === null ? {} : { shows: new URL(tillUrl).origin }),
  };
  const drawn = openShopDrawing(shop);
  for (const [page, path] of [
    ["console", "/console/*"],
    ["shop", "/shop/:number{[0-9-]+}/*"],
    ...(tillUrl === null ? [] : [["practice", "/"] as const]),
  ] as const) {
    routes.get(path, headers[page]);
    if (page === "shop")
      routes.get(path, compress(), async (c, next) => {
        const html = await drawn(c, c.req.param("number") ?? "");
        if (html === null) return await next();
        c.header("cache-control", "no-cache");
        c.header("vary", "Cookie");
        return c.html(html);
      });
    routes.get(
      path,
      serveStatic({
        root,
        precompressed: true,
        path: `${page}/index.html`,
        onFound: (_, c) => {
          c.header("cache-control", "no-cache");
          if (page === "shop") c.header("link", firstAsks(c.req.param("number") ?? "", c.req.path));
        },
      }),
    );
  }
  routes.get("/console", (c) => c.redirect("/console/"));
  routes.get("/shop/:number{[0-9-]+}", (c) => c.redirect(shopPathOf(c.req.param("number"))));
  return routes;
}
