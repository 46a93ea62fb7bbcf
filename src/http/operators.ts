import type { RouteConfig } from "@hono/zod-openapi";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { isMigrated } from "../kit/migrations.ts";
import { done } from "./schemas.ts";

/** How the doors of operators are described. */
export const operatorPaths: RouteConfig[] = [
  { method: "get", path: "/healthz", responses: done(200, "The process lives") },
  { method: "get", path: "/readyz", responses: done(200, "The database is there, and migrated") },
  { method: "get", path: "/metrics", responses: done(200, "For Prometheus, as text") },
  { method: "get", path: "/openapi.json", responses: done(200, "This description") },
];

/** For operators: whether the process lives, whether it can serve, and what it counts. */
export function operatorRoutes(ctx: Context) {
  const routes = new Hono();
  routes.get("/healthz", (c) => c.text("ok\n"));
  routes.get("/readyz", async (c) => {
    const ready = await isMigrated(ctx.db).catch((error: unknown) => {
      ctx.log.warn({ err: error }, "not ready");
      return false;
    });
    if (ready) return c.text("ok\n");
    throw new AppError("not_ready", {
      ja: "データベースに接続できないか、準備中です。",
      en: "The database can't be reached, or is not migrated.",
    });
  });
  routes.get("/metrics", async (c) => {
    const { registry } = ctx.metrics;
    return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return routes;
}
