import { z, type RouteConfig } from "@hono/zod-openapi";
import { Hono, type Context as Request, type MiddlewareHandler } from "hono";
import { hearSubscription, readSubscription } from "../connection/app-end/hear-subscription.ts";
import type { Context } from "../context.ts";
import { countHints } from "../limits/hints.ts";
import { AppError } from "../kit/errors.ts";
import { isTooDeep } from "../kit/json.ts";
import { storableWithin } from "../kit/text/storable.ts";
import { sameSecret } from "../kit/secrets.ts";
import { bodyText, limitTo } from "./body.ts";
import { ipOf } from "./caller.ts";
import { done, json } from "./schemas.ts";
import { hearProducts, readProductNews } from "../smaregi-catalog/hear-products.ts";
import { readNotification } from "../stock-sync/read-notification.ts";
import { receiveNotification } from "../stock-sync/receive-notification.ts";

/** A notification as in Smaregi's reference. Other forms are read as far as possible. */
const notification = z.looseObject({
  contractId: z.string(),
  event: z.string(),
  action: z.string().optional(),
  ids: z.array(z.looseObject({ productId: z.string(), storeId: z.string() })).optional(),
});

/** The API description of the notifications' route. */
export const notificationPath: RouteConfig = {
  method: "post",
  path: "/webhooks/smaregi",
  description: "From Smaregi, with the custom header of the settings",
  request: { body: json(notification) },
  responses: done(200, "Stored; an empty body"),
};

/** The API description of the route for 利用者通知. */
export const subscriptionPath: RouteConfig = {
  method: "post",
  path: "/webhooks/smaregi/subscription",
  description: "From Smaregi: a contract began or ended the use of the app. A hint that is looked into",
  request: {
    body: json(z.looseObject({ contractId: z.string(), event: z.string(), action: z.string() })),
  },
  responses: done(200, "Heard; an empty body"),
};

/** Notifications from Smaregi: stored first, then 200 with an empty body, well within its three seconds. */
export function webhookRoutes(ctx: Context) {
  const routes = new Hono();
  const takeHint = countHints();
  // Compared before the body is read, so that a stranger's megabytes cost nothing.
  const compareSecret: MiddlewareHandler = async (c, next) => {
    const { webhookHeader, webhookSecret } = ctx.settings;
    const given = webhookHeader === undefined ? undefined : c.req.header(webhookHeader);
    if (given === undefined || webhookSecret === undefined || !sameSecret(given, webhookSecret)) {
      ctx.metrics.notifications.inc({ outcome: "wrongSecret" });
      throw wrongSecret();
    }
    await next();
  };
  routes.post("/smaregi", compareSecret, limitTo(16 * 1024 * 1024), async (c) => {
    const body = await readJson(c);
    const named = { contractId: c.req.header("smaregi-contract-id"), event: c.req.header("smaregi-event") };
    const read = readNotification(body, named);
    if (read === null) {
      ctx.metrics.notifications.inc({ outcome: "unreadable" });
      throw notOfSmaregi();
    }
    const eventId = c.req.header("smaregi-event-id")?.slice(0, 200);
    const news = readProductNews(body, read);
    if (news !== null) await hearProducts(ctx, news);
    await receiveNotification(ctx, { ...read, eventId, body: storableWithin(body) as object });
    return c.body(null, 200);
  });
  routes.post("/smaregi/subscription", limitTo(64 * 1024), async (c) => {
    const { webhookHeader, webhookSecret } = ctx.settings;
    const given = webhookHeader === undefined ? undefined : c.req.header(webhookHeader);
    if (given === undefined) takeHint(ipOf(ctx, c));
    // It is not known if Smaregi sends the header here: without it the notification is trusted no more than with it.
    if (given !== undefined && (webhookSecret === undefined || !sameSecret(given, webhookSecret))) {
      throw wrongSecret();
    }
    const heard = readSubscription(await readJson(c), c.req.header("smaregi-contract-id"));
    if (heard === null) throw notOfSmaregi();
    await hearSubscription(ctx, heard);
    return c.body(null, 200);
  });
  return routes;
}

const wrongSecret = (): AppError =>
  new AppError("unauthorized", {
    ja: "通知の認証ヘッダーがないか、正しくありません。",
    en: "The notification's secret header is missing or wrong.",
  });
const notOfSmaregi = (): AppError =>
  new AppError("invalid_notification", {
    ja: "スマレジの通知として読み取れません。",
    en: "This is not a notification of Smaregi's.",
  });

async function readJson(c: Request): Promise<unknown> {
  try {
    const text = await bodyText(c);
    return isTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
