import { Hono } from "hono";
import { routePath } from "hono/route";
import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { authenticate } from "../merchants/manage-merchants.ts";
import { limitBody, openDoor, refuseOtherBodies } from "./door.ts";
import { bulkRoutes } from "./merchant/bulk.ts";
import { linkRoutes } from "./merchant/link.ts";
import { orderRoutes } from "./merchant/orders.ts";
import { planRoutes } from "./merchant/plans.ts";
import { productRoutes } from "./merchant/products.ts";
import { operatorRoutes } from "./operators.ts";
import { pageRoutes } from "./pages.ts";
import { reconciliationRoutes } from "./merchant/reconciliations.ts";
import { answerError } from "./problems.ts";
import { shopRoutes } from "./shop.ts";
import { webhookRoutes } from "./webhooks.ts";

const document = {
  openapi: "3.1.0",
  info: { title: "Musubi merchant API", version: "1" },
} as const;

/** Every door of the web server. `extra`: pages that are there in practice mode only. */
export function createApp(ctx: Context, extra?: Hono): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    const labels = { method: c.req.method, route: routePath(c, -1), status: String(c.res.status) };
    ctx.metrics.requests.observe(labels, (performance.now() - started) / 1000);
  });
  app.route("/", operatorRoutes(ctx));
  app.route("/webhooks", webhookRoutes(ctx));

  const api = merchantApi(ctx);
  const shop = shopRoutes(ctx);
  // One description of both surfaces.
  const described = openDoor();
  described.route("/", api);
  described.route("/", shop);
  app.get("/openapi.json", (c) => c.json(described.getOpenAPI31Document(document)));
  app.route("/", api);
  app.route("/", shop);
  app.route("/", pageRoutes());
  if (extra !== undefined) app.route("/", extra);
  app.onError((error, c) => answerError(ctx, c, error));
  app.notFound((c) => answerError(ctx, c, notFound({ ja: "ページ", en: "address" })));
  return app;
}

function merchantApi(ctx: Context) {
  const api = openDoor().basePath("/api/v1");
  api.use("/*", async (c, next) => {
    c.set("merchant", await authenticate(ctx, c.req.header("authorization")));
    await next();
  });
  api.use("/*", limitBody);
  api.use("/*", async (c, next) => {
    const hasBody =
      Number(c.req.header("content-length") ?? 0) > 0 || c.req.header("transfer-encoding") !== undefined;
    if (hasBody) refuseOtherBodies(c);
    await next();
  });
  api.route("/", bulkRoutes(ctx));
  api.route("/", productRoutes(ctx));
  api.route("/", orderRoutes(ctx));
  api.route("/", planRoutes(ctx));
  api.route("/", reconciliationRoutes(ctx));
  api.route("/", linkRoutes(ctx));
  api.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  return api;
}
