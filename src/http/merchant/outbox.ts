import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { listDeliveries } from "../../outbox/deliveries/read-deliveries.ts";
import { retryDelivery } from "../../outbox/deliveries/retry-delivery.ts";
import { readFeed } from "../../outbox/feed.ts";
import { readChannels, saveChannels } from "../../outbox/receivers/channels.ts";
import {
  addEndpoint,
  endpointOf,
  listEndpoints,
  removeEndpoint,
  shownEndpoint,
} from "../../outbox/receivers/endpoints.ts";
import { tryChannel } from "../../outbox/receivers/try-channel.ts";
import { receiverKinds } from "../../outbox/receivers/rules.ts";
import { eventTypes } from "../../outbox/rules.ts";
import { byOf, callerOf, idOf, openDoor, security } from "../door.ts";
import { answers, done, json, list, listQuery, shaped, text, time, timeOrNull } from "../schemas.ts";
import { normal } from "../../kit/text/rules.ts";

const eventType = z.enum(eventTypes);
const types = z.array(eventType).min(1).max(eventTypes.length);

const feed = z.object({
  items: z.array(
    z.object({ id: z.string(), type: z.string(), at: time, data: z.record(z.string(), z.unknown()) }),
  ),
  nextSince: z.string(),
});

export const delivery = z
  .object({
    id: z.string(),
    eventId: z.string(),
    type: z.string(),
    state: z.enum(["waiting", "sent", "failed"]),
    attempts: z.int(),
    tries: z.array(
      z.object({
        at: z.string(),
        status: z.int().optional(),
        error: z.string().optional(),
        ms: z.int(),
      }),
    ),
    nextAt: timeOrNull,
    createdAt: time,
    endedAt: timeOrNull,
  })
  .openapi("Delivery");

const offWhy = z.enum(["gone", "refused", "givenUp"]).optional();
export const endpoint = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    state: z.enum(["on", "off"]),
    offWhy,
    createdAt: time,
  })
  .openapi("WebhookEndpoint");
export const newEndpoint = endpoint.extend({
  secret: z.string().openapi({ description: "Signs what is sent (Standard Webhooks); told only here" }),
});

const clock = shaped(
  /^([01]\d|2[0-3]):[0-5]\d$/,
  { ja: "時刻: 24時間の HH:MM(例: 22:00)", en: "Time: HH:MM of 24 hours (such as 22:00)" },
  (typed) => normal(typed, "NFKC").trim(),
);
const channelInput = z.object({
  kind: z.enum(receiverKinds),
  to: text(2000),
  events: types.default(["incident.opened", "incident.closed"]),
  quietHours: z.object({ from: clock, until: clock }).nullable().optional(),
  secret: text(500).nullable().optional(),
});
export const channels = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(receiverKinds),
    to: z.string(),
    events: z.array(z.string()),
    quietHours: z.object({ from: z.string(), until: z.string() }).optional(),
    secret: z.string().optional(),
    state: z.enum(["on", "off"]),
    offWhy,
    isSent: z.boolean().openapi({ description: "false: no mail server is set up" }),
  }),
);

export const answered = z
  .object({
    ok: z.boolean(),
    status: z.int().optional().openapi({ description: "Of HTTP or of the mail server" }),
    error: z.string().optional(),
    ms: z.int(),
  })
  .openapi("Answered");

const none = done(204, "Done");
const endpointThing = { ja: "Webhookの送信先", en: "webhook endpoint" };
const channelThing = { ja: "お知らせの送り先", en: "notice channel" };
const deliveryThing = { ja: "送信記録", en: "delivery" };

/** What goes out: the feed of events, webhook endpoints and their deliveries, and the channels for people. */
export function outboxRoutes(ctx: Context) {
  const door = openDoor();
  const feedQuery = z.object({
    since: z.string().max(20).optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  });
  door.openapi(
    createRoute({
      method: "get",
      path: "/events/feed",
      security,
      request: { query: feedQuery },
      responses: answers(200, feed, "What happened, oldest first, for 30 days"),
    }),
    async (c) => {
      const { since, limit } = c.req.valid("query");
      return c.json(await readFeed(ctx, { merchantId: callerOf(c).merchantId, since, limit }), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/webhook-endpoints",
      security,
      responses: answers(200, list(endpoint), "Where events are sent to"),
    }),
    async (c) => c.json({ items: await listEndpoints(ctx, callerOf(c).merchantId), nextCursor: null }, 200),
  );
  const endpointInput = z.object({ url: text(2000), events: types });
  door.openapi(
    createRoute({
      method: "post",
      path: "/webhook-endpoints",
      security,
      request: { body: json(endpointInput) },
      responses: answers(201, newEndpoint, "Added; it gets what happens from now on"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      return c.json(await addEndpoint(ctx, { merchantId, by, ...c.req.valid("json") }), 201);
    },
  );
  const params = z.object({ id: z.string() });
  door.openapi(
    createRoute({
      method: "get",
      path: "/webhook-endpoints/{id}",
      security,
      request: { params },
      responses: answers(200, endpoint, "One endpoint"),
    }),
    async (c) => {
      const row = await endpointOf(ctx, callerOf(c).merchantId, idOf(c, endpointThing));
      return c.json(shownEndpoint(row), 200);
    },
  );
  door.openapi(
    createRoute({
      method: "delete",
      path: "/webhook-endpoints/{id}",
      security,
      request: { params },
      responses: none,
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      await removeEndpoint(ctx, { merchantId, by, id: idOf(c, endpointThing) });
      return c.body(null, 204);
    },
  );
  door.openapi(
    createRoute({
      method: "get",
      path: "/webhook-endpoints/{id}/deliveries",
      security,
      request: { params, query: listQuery },
      responses: answers(200, list(delivery), "What was sent to it, newest first"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const endpointId = idOf(c, endpointThing);
      return c.json(await listDeliveries(ctx, { merchantId, endpointId, ...c.req.valid("query") }), 200);
    },
  );
  door.openapi(
    createRoute({
      method: "post",
      path: "/deliveries/{id}/retry",
      security,
      request: { params },
      responses: none,
    }),
    async (c) => {
      await retryDelivery(ctx, { merchantId: callerOf(c).merchantId, id: idOf(c, deliveryThing) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/notice-channels",
      security,
      responses: answers(200, channels, "How people are told"),
    }),
    async (c) => c.json(await readChannels(ctx, callerOf(c).merchantId), 200),
  );
  door.openapi(
    createRoute({
      method: "put",
      path: "/notice-channels",
      security,
      request: { body: json(z.array(channelInput)) },
      responses: answers(200, channels, "Saved: the whole list"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      await saveChannels(ctx, { merchantId, by, channels: c.req.valid("json") });
      return c.json(await readChannels(ctx, merchantId), 200);
    },
  );
  door.openapi(
    createRoute({
      method: "post",
      path: "/notice-channels/{id}/test",
      security,
      request: { params },
      responses: answers(200, answered, "A trial notice was sent: what the receiver answered"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      return c.json(await tryChannel(ctx, { merchantId, id: idOf(c, channelThing) }), 200);
    },
  );
  return door;
}
