import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReceiver } from "../support/receiver.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import type { Json, Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

/** Notices without a delay, webhooks to this machine, tries a second apart. */
const quick = {
  SMAREGI_TIMEOUT_MS: "1000",
  OUTBOX_ALLOW_PRIVATE: "1",
  OUTBOX_RETRY_SECONDS: "1,1,1,1,1,1",
  INCIDENT_OPEN_AFTER_SECONDS: "0",
  INCIDENT_CLOSE_AFTER_SECONDS: "0",
};

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(quick);
});
afterAll(() => house.close());

const feed = async (shop: Shop, since = "0"): Promise<Json> =>
  (await shop.api("GET", `/events/feed?since=${since}`)).body;
const typesOf = (items: Json[], id: string): string[] =>
  items.filter(({ data }) => data.id === id).map(({ type }) => type);

describe.concurrent("B10: what goes out", () => {
  it("the life of an order, of its stock and of a product is in the feed, in order, each once", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 2 }]);
    const id = order["id"] as string;
    await shop.waitForLink(id, "registered");
    await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
    const { items, nextSince } = await feed(shop);
    expect(typesOf(items, id)).toEqual(["order.placed", "order.registered", "order.cancelled"]);
    expect(items.find(({ type }: Json) => type === "order.placed").data).toEqual({
      id,
      number: order["number"],
    });
    const changes = items.filter(
      ({ type, data }: Json) => type === "stock.changed" && data.variationId === variation,
    );
    expect(changes.map(({ data }: Json) => data.change)).toEqual(expect.arrayContaining([-2, 2]));
    expect(items.some(({ type }: Json) => type === "product.saved")).toBe(true);
    expect(new Set(items.map(({ id: event }: Json) => event)).size).toBe(items.length);
    expect(await feed(shop, nextSince)).toMatchObject({ nextSince: expect.any(String) });
    expect((await shop.api("GET", "/events/feed?since=x")).status).toBe(422);
  });

  it("an endpoint gets them signed, by itself, though it was away; its secret is told once", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const receiver = await openReceiver();
    receiver.answer(() => 503);
    const made = await shop.api("POST", "/webhook-endpoints", {
      url: receiver.url,
      events: ["order.placed", "order.registered"],
    });
    expect(made).toMatchObject({ status: 201, body: { url: receiver.url, state: "on" } });
    const { secret, id: endpointId } = made.body as { secret: string; id: string };
    expect((await shop.api("GET", `/webhook-endpoints/${endpointId}`)).body).not.toHaveProperty("secret");
    const { id } = await shop.order([{ variationId: variation, quantity: 1 }]);
    await until("it was tried", async () => receiver.received.length > 0);
    receiver.answer(() => 200);
    const last = async () =>
      (await shop.api("GET", `/webhook-endpoints/${endpointId}/deliveries`)).body["items"] as Json[];
    await until("both came", async () => (await last()).filter(({ state }) => state === "sent").length === 2);
    const good = receiver.received.slice(-2).map(({ body, headers }) => {
      new Webhook(secret).verify(body, headers as Record<string, string>);
      return JSON.parse(body);
    });
    expect(good.map(({ type, data }) => [type, data.id])).toEqual([
      ["order.placed", id],
      ["order.registered", id],
    ]);
    expect((await last()).at(-1)).toMatchObject({ state: "sent", type: "order.placed" });
    expect((await shop.api("DELETE", `/webhook-endpoints/${endpointId}`)).status).toBe(204);
    expect((await shop.api("GET", "/webhook-endpoints")).body).toEqual({ items: [], nextCursor: null });
    await receiver.close();
  });

  it("P9: a refused order is an incident: told to the channel, sent again by one press, and told when it is over", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const receiver = await openReceiver();
    const saved = await shop.api("PUT", "/notice-channels", [
      { kind: "slack", to: receiver.url, events: ["incident.opened", "incident.closed"] },
    ]);
    expect(saved).toMatchObject({ status: 200, body: [{ kind: "slack", to: `…${receiver.url.slice(-4)}` }] });
    await shop.fault("POST /transactions", "status400");
    const { id } = await shop.order([{ variationId: variation, quantity: 1 }]);
    const open = await until("the incident", async () => {
      const { items } = (await shop.api("GET", "/incidents?state=open")).body as Json;
      return items[0];
    });
    expect(open).toMatchObject({ cause: "order_refused", affected: { orders: 1, variations: 0 } });
    await until("it was told", async () => receiver.received.length === 1);
    expect((await shop.api("POST", `/incidents/${open.id}/retry`)).body).toEqual({ orders: 1, products: 0 });
    await shop.waitForLink(id as string, "registered");
    await until("the all-clear", async () => receiver.received.length === 2);
    expect(receiver.events().map((event: any) => event.text)).toEqual([
      "[結び] スマレジが受注を受け付けませんでした (受注1件)",
      expect.stringContaining("[結び] 復旧しました: スマレジが受注を受け付けませんでした"),
    ]);
    expect((await shop.api("GET", `/incidents/${open.id}`)).body).toMatchObject({
      state: "closed",
      notices: [
        { channel: "slack", state: "sent" },
        { channel: "slack", state: "sent" },
      ],
    });
    const types = ((await feed(shop))["items"] as Json[]).map(({ type }) => type);
    expect(types.filter((type) => /^incident|failed/.test(type))).toEqual([
      "order.failed",
      "incident.opened",
      "incident.closed",
    ]);
    await receiver.close();
  });
});
