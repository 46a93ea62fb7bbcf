import { afterAll, beforeAll, expect, it } from "vitest";
import { openCollector, type CollectedSpan } from "../support/collector.ts";
import { startServer, type Server } from "../support/server.ts";
import { openGround, openShop, patient, webhook, type Ground } from "../support/shop.ts";
import { until } from "../support/wait.ts";

// This test has its own servers: tracing is on in them, and the worker is stopped while a sale and an order come in.
let collector: Awaited<ReturnType<typeof openCollector>>;
let ground: Ground;
let web: Server;
let worker: Server;
const startWorker = () => startServer({ ...ground.env, ROLE: "worker" });
beforeAll(async () => {
  collector = await openCollector();
  ground = await openGround({
    ...patient,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "100",
  });
  [web, worker] = await Promise.all([startServer({ ...ground.env, ROLE: "web" }), startWorker()]);
  await ground.tellWebhook(web);
});
afterAll(async () => {
  await Promise.all([web.stop(), worker.stop()]);
  await ground.close();
  await collector.close();
});

/** The span of this name in a trace, once it has arrived. */
const spanOf = (what: string, is: (span: CollectedSpan) => boolean) =>
  until(what, async () => collector.spans.find(is) ?? null);
/** The names of the spans around this one, up to its trace's first. */
function around({ parentSpanId }: CollectedSpan): string[] {
  const parent = collector.spans.find(({ spanId }) => spanId === parentSpanId);
  return parent === undefined ? [] : [parent.name, ...around(parent)];
}

it("one trace goes from an order to its transaction, and one from a till's sale to the stored quantity, though the worker starts only later", async () => {
  const shop = await openShop({ ...ground, server: web });
  const [sold, variationId] = [await shop.link("8000001"), await shop.link("8000002")];
  await worker.kill();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, "x-request-id": "order-1" };
  const lines = [{ variationId, quantity: 2 }];
  const { body: order } = await shop.api("POST", "/orders", { kind: "normal", lines }, headers);
  await shop.sell([{ productId: "8000001", quantity: 3 }]);
  worker = await startWorker();
  await shop.waitForLink(order["id"], "registered");
  await shop.waitForQuantity(sold, 7);

  const asked = await spanOf("the order's request", (span) => span.traceId === traceId && span.kind === 2);
  expect(asked).toMatchObject({
    name: "POST /api/v1/orders",
    parentSpanId: "b7ad6b7169203331",
    service: "musubi",
  });
  expect(asked.attributes).toMatchObject({
    "http.response.status_code": 201,
    "musubi.request_id": "order-1",
  });
  const posted = await spanOf(
    "the registration",
    (span) =>
      span.traceId === traceId &&
      String(span.attributes["url.path"]).endsWith("/transactions") &&
      span.name === "POST",
  );
  await spanOf("its work", (span) => span.traceId === traceId && span.name === "order link: register");
  await until("all around it", async () => around(posted).at(-1) === asked.name);
  expect(around(posted)).toEqual([expect.stringMatching(/^Smaregi /), "order link: register", asked.name]);

  const isOfSale = (span: CollectedSpan) =>
    around(span).slice(-2).join() === "stock sync,POST /webhooks/smaregi" && span.service === "musubi";
  const read = await spanOf("Smaregi is asked", (span) => span.name === "GET" && isOfSale(span));
  await spanOf(
    "the quantity is stored",
    (span) =>
      span.traceId === read.traceId &&
      String(span.attributes["db.query.text"]).includes("movements") &&
      isOfSale(span),
  );

  // Spans contain the statements, but never their values.
  const told = JSON.stringify(collector.spans);
  expect(told).toContain("insert into notifications");
  expect(told).not.toContain(shop.apiKey);
  expect(told).not.toContain(webhook.headerValue);
});

it("each answer has an ID by which the log tells of it: a caller's, or one of ours", async () => {
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${web.url}/api/v1/orders`, { headers });
    const problem = (await response.json()) as { requestId: string };
    expect(response.headers.get("x-request-id")).toBe(problem.requestId);
    return problem.requestId;
  };
  expect(await ask({ "x-request-id": "from-the-proxy" })).toBe("from-the-proxy");
  expect(await ask({ "x-request-id": 'a b"c' })).toMatch(/^[0-9a-f-]{36}$/);
  expect(await ask({})).not.toBe(await ask({}));
});

it("a failure's line and trace say what was refused, and nothing of the buyer: in a request, and in the background", async () => {
  const shop = await openShop({ ...ground, server: web });
  const lines = [{ variationId: await shop.link("8000001"), quantity: 1 }];
  const { pool } = ground.database;
  await pool.query("alter table orders add constraint odd check (customer->>'name' <> '山田太郎')");
  await pool.query(`alter table orders add constraint odd_later
    check (link_state <> 'registered' or customer->>'name' <> '佐藤花子')`);
  const { status } = await shop.api("POST", "/orders", {
    kind: "normal",
    lines,
    customer: { name: "山田太郎" },
  });
  expect(status).toBe(500);
  await until("the line of the request", async () => web.log().includes('"constraint":"odd"'));
  await shop.order(lines, { customer: { name: "佐藤花子" } });
  await until("the line of the work", async () => worker.log().includes('"constraint":"odd_later"'));
  await spanOf(
    "the failed request's trace",
    ({ attributes }) => attributes["http.response.status_code"] === 500,
  );
  const told = [web.log(), worker.log(), JSON.stringify(collector.spans)].join("\n");
  for (const name of ["山田太郎", "佐藤花子"]) expect(told).not.toContain(name);
});
