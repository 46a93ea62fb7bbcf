import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { routePath } from "hono/route";
import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { createRoute } from "@hono/zod-openapi";
import type { Live } from "../live/watch-changes.ts";
import { admit } from "./admit.ts";
import { isHttps, letIn, sessionCookie, whoCalls } from "./caller.ts";
import { consoleRoutes, type PracticePlaces } from "./console.ts";
import { callerOf, limitBody, openDoor, refuseBadBodies, security } from "./door.ts";
import { openStaffStreams } from "../limits/open-streams.ts";
import { eventAnswers, eventStream } from "./events.ts";
import { auditRoutes } from "./merchant/audit.ts";
import { buyerRetentionRoutes } from "./merchant/buyer-retention.ts";
import { buyerRoutes } from "./merchant/buyers.ts";
import { bulkPreviewRoutes } from "./merchant/bulk-preview.ts";
import { bulkRoutes } from "./merchant/bulk.ts";
import { connectionRoutes } from "./merchant/connection.ts";
import { incidentRoutes } from "./merchant/incidents.ts";
import { linkRunRoutes } from "./merchant/link-runs.ts";
import { linkRoutes } from "./merchant/link.ts";
import { orderPreviewRoutes } from "./merchant/order-previews.ts";
import { orderFileRoutes } from "./merchant/order-files.ts";
import { orderJobRoutes } from "./merchant/order-jobs.ts";
import { orderTabsRoutes } from "./merchant/order-tabs.ts";
import { orderWorkRoutes } from "./merchant/order-work.ts";
import { orderRoutes } from "./merchant/orders.ts";
import { ordersBehindRoutes } from "./merchant/orders-behind.ts";
import { outboxRoutes } from "./merchant/outbox.ts";
import { paperRoutes } from "./merchant/papers.ts";
import { planRoutes } from "./merchant/plans.ts";
import { productRoutes } from "./merchant/products.ts";
import { operatorPaths, operatorRoutes } from "./operators.ts";
import { pageRoutes } from "./pages.ts";
import { practiceRoutes, type PracticeDemo } from "./practice.ts";
import { quickEditRoutes } from "./merchant/quick-edit.ts";
import { reconciliationRoutes } from "./merchant/reconciliations.ts";
import { paymentMethodRoutes } from "./merchant/payment-methods.ts";
import { shopSettingsRoutes } from "./merchant/shop-settings.ts";
import { smaregiProductRoutes } from "./merchant/smaregi-products.ts";
import { staffRoutes } from "./merchant/staff.ts";
import { answerError } from "./problems.ts";
import { smaregiSignInRoutes } from "./smaregi-sign-in.ts";
import { traceRequest } from "./trace-request.ts";
import { shopRoutes } from "./shop.ts";
import { notificationPath, subscriptionPath, webhookRoutes } from "./webhooks.ts";

const document = {
  openapi: "3.1.0",
  info: { title: "Musubi merchant API", version: "1" },
} as const;

const nothingLoaded =
  "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What only the practice mode has: the till's address, and the demo shop once it is ready. */
export type Practice = PracticePlaces & { demo?: PracticeDemo };

/** Every door of the web server. */
export function createApp(ctx: Context, live: Live, practice?: Practice): Hono {
  const app = new Hono();
  app.use(requestId());
  app.use(traceRequest);
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    const labels = { method: c.req.method, route: routePath(c, -1), status: String(c.res.status) };
    ctx.metrics.requests.observe(labels, (performance.now() - started) / 1000);
  });
  app.use(async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("x-request-id", c.get("requestId"));
    headers.set("x-content-type-options", "nosniff");
    // Pages name what they may load. Nothing else is a page, even if a browser takes it for one.
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", nothingLoaded);
    if (!headers.has("referrer-policy")) headers.set("referrer-policy", "no-referrer");
    if (isHttps(c)) headers.set("strict-transport-security", "max-age=31536000");
  });
  app.use(admit);
  app.route("/", operatorRoutes(ctx));
  app.route("/webhooks", webhookRoutes(ctx));

  const api = merchantApi(ctx, live);
  const shop = shopRoutes(ctx, live);
  const places = practice === undefined ? undefined : { tillUrl: practice.tillUrl };
  const signIn = consoleRoutes(ctx, places);
  const smaregiSignIn = smaregiSignInRoutes(ctx);
  // One description of all surfaces.
  const described = openDoor();
  described.route("/", api);
  described.route("/", shop);
  described.route("/", signIn);
  described.route("/", smaregiSignIn);
  for (const path of [notificationPath, subscriptionPath, ...operatorPaths])
    described.openAPIRegistry.registerPath(path);
  // Made at the first request; it never changes.
  let said: string | undefined;
  app.get("/openapi.json", (c) => {
    said ??= JSON.stringify(described.getOpenAPI31Document(document));
    return c.body(said, 200, { "content-type": "application/json" });
  });
  app.route("/", api);
  app.route("/", shop);
  app.route("/", signIn);
  app.route("/", smaregiSignIn);
  const demo = practice?.demo;
  const tillUrl = demo === undefined ? null : (practice?.tillUrl ?? null);
  const ask = (path: string, init: RequestInit) => app.request(path, init);
  app.route("/", pageRoutes({ tillUrl, ask, log: ctx.log }));
  if (practice !== undefined && demo !== undefined)
    app.route("/", practiceRoutes(demo, practice, hostsOf(ctx)));
  app.onError((error, c) => answerError(ctx, c, error));
  app.notFound((c) => answerError(ctx, c, notFound({ ja: "ページ", en: "address" })));
  return app;
}

/** The host names of the server, besides its addresses. */
function hostsOf({ settings }: Context): string[] {
  const { host, publicUrl } = settings;
  return publicUrl === undefined ? [host] : [host, new URL(publicUrl).hostname];
}

function merchantApi(ctx: Context, live: Live) {
  const api = openDoor().basePath("/api/v1");
  api.use("/*", async (c, next) => {
    await next();
    c.res.headers.set("cache-control", "no-store");
  });
  api.use("/*", letIn(ctx));
  api.use("/*", limitBody);
  api.use("/*", refuseBadBodies);
  api.route("/", bulkRoutes(ctx));
  api.route("/", bulkPreviewRoutes(ctx));
  api.route("/", quickEditRoutes(ctx));
  api.route("/", productRoutes(ctx));
  // Before the route of an order by ID: "behind" is not an ID.
  api.route("/", ordersBehindRoutes(ctx));
  api.route("/", orderRoutes(ctx));
  api.route("/", orderPreviewRoutes(ctx));
  api.route("/", orderWorkRoutes(ctx));
  api.route("/", orderTabsRoutes(ctx));
  api.route("/", orderFileRoutes(ctx));
  api.route("/", paperRoutes(ctx));
  api.route("/", orderJobRoutes(ctx));
  api.route("/", planRoutes(ctx));
  api.route("/", reconciliationRoutes(ctx));
  api.route("/", connectionRoutes(ctx));
  api.route("/", linkRoutes(ctx));
  api.route("/", smaregiProductRoutes(ctx));
  api.route("/", incidentRoutes(ctx));
  api.route("/", outboxRoutes(ctx));
  api.route("/", linkRunRoutes(ctx));
  api.route("/", shopSettingsRoutes(ctx));
  api.route("/", paymentMethodRoutes(ctx));
  api.route("/", staffRoutes(ctx));
  api.route("/", auditRoutes(ctx));
  api.route("/", buyerRoutes(ctx));
  api.route("/", buyerRetentionRoutes(ctx));
  const enterStream = openStaffStreams(ctx);
  api.openapi(createRoute({ method: "get", path: "/events", security, responses: eventAnswers }), (c) => {
    const { merchantId } = callerOf(c);
    const isAllowed = () => whoCalls(ctx, c);
    const ended = enterStream({ merchantId, address: "" });
    return eventStream(ctx, c, { live, merchantId, pick: (change) => change, isAllowed, ended });
  });
  const { openAPIRegistry } = api;
  openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  const cookie = { type: "apiKey", in: "cookie", name: sessionCookie } as const;
  openAPIRegistry.registerComponent("securitySchemes", "session", cookie);
  return api;
}
