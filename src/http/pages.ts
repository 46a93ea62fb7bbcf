import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import { packageRoot } from "../kit/package-root.ts";
import { openShopDrawing, type ShopDrawing } from "./drawn-shop.ts";

const root = join(packageRoot, "dist", "pages");

/** Where the shop of a merchant is, by the merchant's number. */
export const shopPathOf = (number: string): string => `/shop/${number}/`;

/**
 * What a page may load: its own server, and nothing else. Mantine writes its styles into the page. `shows`: whose pages stand in
 * it; `within`: whose page it may stand in.
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
    // Said for every answer, behind https only.
    strictTransportSecurity: false,
  });

/**
 * What the shop's page asks for first, named with a page that its script draws: it comes beside the script. The list's own page
 * needs its products.
 */
function firstAsks(number: string, path: string): string {
  const own = `/shop/v1/${number}`;
  const asked = path === shopPathOf(number) ? [own, `${own}/products?limit=24`] : [own];
  return asked.map((each) => `<${each}>; rel=preload; as=fetch; crossorigin`).join(", ");
}

/**
 * The pages as they were built: 管理画面, the shops and, with a `tillUrl`, the entrance of the practice mode, in which the till and
 * the shop stand side by side. Each address of theirs is one HTML page, whose script draws it; what a shop sells is drawn here, so
 * that it is seen before the script is there.
 */
export function pageRoutes({ tillUrl, ...shop }: { tillUrl: string | null } & ShopDrawing) {
  const routes = new Hono();
  // Their names change with what is in them.
  const forGood = serveStatic({
    root,
    precompressed: true,
    onFound: (_, c) => c.header("cache-control", "public, max-age=31536000, immutable"),
  });
  routes.use("/assets/*", forGood);
  const headers = {
    console: headersOf({}),
    // A shop stands in no frame but that of the practice mode.
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
