import { z, type RouteConfig } from "@hono/zod-openapi";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { sameSecret } from "../kit/secrets.ts";
import { done, json } from "./schemas.ts";
import { receiveNotification } from "../stock-sync/receive-notification.ts";

const word = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => value.isWellFormed() && !value.includes("\0"));
const id = z.union([word, z.number()]).transform(String);

const notification = z.looseObject({
  contractId: word,
  event: word,
  action: word.default(""),
  ids: z
    .array(z.looseObject({ productId: id, storeId: id }))
    .max(100_000)
    .optional(),
});

/** How the door of notifications is described. */
export const notificationPath: RouteConfig = {
  method: "post",
  path: "/webhooks/smaregi",
  description: "From Smaregi, with the custom header of the settings",
  request: { body: json(notification) },
  responses: done(200, "Stored; an empty body"),
};

/** Notifications from Smaregi: stored first, then 200 with an empty body, well within its three seconds. */
export function webhookRoutes(ctx: Context) {
  const routes = new Hono();
  routes.post("/smaregi", bodyLimit({ maxSize: 16 * 1024 * 1024 }), async (c) => {
    const { webhookHeader, webhookSecret } = ctx.settings;
    const given = webhookHeader === undefined ? undefined : c.req.header(webhookHeader);
    if (given === undefined || webhookSecret === undefined || !sameSecret(given, webhookSecret)) {
      ctx.metrics.notifications.inc({ outcome: "wrongSecret" });
      throw new AppError("unauthorized", {
        ja: "通知の認証ヘッダーがないか、正しくありません。",
        en: "The notification's secret header is missing or wrong.",
      });
    }
    const parsed = notification.safeParse(await readJson(c.req.raw));
    const stock = parsed.data?.event === "pos:stock";
    if (!parsed.success || (stock && parsed.data.ids === undefined)) {
      throw new AppError("invalid_notification", {
        ja: "スマレジの通知として読み取れません。",
        en: "This is not a notification of Smaregi's.",
      });
    }
    const { contractId, event, action, ids } = parsed.data;
    const eventId = c.req.header("smaregi-event-id")?.slice(0, 200);
    const items = stock ? (ids ?? []) : [];
    await receiveNotification(ctx, {
      contractId,
      eventId,
      event,
      action,
      items,
      body: storable(parsed.data),
    });
    return c.body(null, 200);
  });
  return routes;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}

/** What is kept of a notification: PostgreSQL takes no NUL and no half surrogate, wherever they stand. */
function storable(body: object): object {
  return JSON.parse(JSON.stringify(body).replace(/\\u0000|\\ud[89a-f][0-9a-f]{2}/gi, "\\ufffd")) as object;
}
