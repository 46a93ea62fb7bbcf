import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { isTracing, traced } from "../kit/tracing/trace.ts";

/** Makes one span per request, in the caller's trace if it names one (`traceparent`). Does nothing if tracing is off. */
export const traceRequest: MiddlewareHandler = async (c, next) => {
  if (!isTracing()) return await next();
  const { method, path } = c.req;
  const attributes = {
    "http.request.method": method,
    "url.path": path,
    "musubi.request_id": c.get("requestId"),
  };
  const from = [c.req.header("traceparent")];
  await traced(method, { kind: "server", from, attributes }, async (note) => {
    await next();
    const route = routePath(c, -1);
    note({ "http.route": route, "http.response.status_code": c.res.status }, `${method} ${route}`);
  });
};
