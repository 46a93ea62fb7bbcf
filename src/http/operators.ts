import { z, type RouteConfig } from "@hono/zod-openapi";
import { Hono } from "hono";
import { requestId } from "hono/request-id";
import type { Context } from "../context.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { whyNotReady } from "../status/why-not-ready.ts";
import { answerError } from "./problems.ts";
import { answers, tells } from "./schemas.ts";

/** The description of the operators' doors. */
export const operatorPaths: RouteConfig[] = [
  { method: "get", path: "/healthz", responses: tells("text/plain", "The process lives") },
  { method: "get", path: "/readyz", responses: tells("text/plain", "The database is there, and migrated") },
  {
    method: "get",
    path: "/openapi.json",
    responses: answers(200, z.record(z.string(), z.unknown()), "This description"),
  },
];

/** Says if the process lives, and if it can serve: not while it is about to stop, and only with a database that takes writes. */
export function operatorRoutes(ctx: Context) {
  const routes = new Hono();
  routes.get("/healthz", (c) => c.text("ok\n"));
  routes.get("/readyz", async (c) => {
    const why = await whyNotReady(ctx);
    if (why === null) return c.text("ok\n");
    throw new AppError("not_ready", why === "stopping" ? stopping : away);
  });
  return routes;
}

const stopping = { ja: "まもなく停止します。", en: "This process is about to stop." };
const away = {
  ja: "データベースに接続できないか、書き込めないか、準備中です。",
  en: "The database can't be reached, takes no writes, or is not migrated.",
};

/** What operators watch, on a separate port in every role (`HEALTH_PORT`): the doors above, and the metrics. */
export function healthRoutes(ctx: Context) {
  const routes = new Hono();
  routes.use(requestId());
  routes.route("/", operatorRoutes(ctx));
  routes.get("/metrics", async (c) => {
    const { registry } = ctx.metrics;
    return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  routes.onError((error, c) => answerError(ctx, c, error));
  routes.notFound((c) => answerError(ctx, c, notFound({ ja: "ページ", en: "address" })));
  return routes;
}
