import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { openCollector } from "../../../test/support/collector.ts";
import { openTracing } from "./open-tracing.ts";
import { isTracing, traced, traceFields, traceHere } from "./trace.ts";

let collector: Awaited<ReturnType<typeof openCollector>>;
beforeAll(async () => {
  collector = await openCollector();
});
afterAll(() => collector.close());
beforeEach(() => {
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url);
  collector.spans.length = 0;
});

const told: string[] = [];
const log = {
  warn: (fields: object, message: string) => void told.push(`${message} ${JSON.stringify(fields)}`),
};
const first = `00-${"a".repeat(32)}-${"1".repeat(16)}-01`;
const second = `00-${"b".repeat(32)}-${"2".repeat(16)}-01`;
/** The spans that reach the collector during this work. */
async function spansOf(work: () => Promise<unknown>, protocol: "http/json" | "http/protobuf" = "http/json") {
  const tracing = openTracing({ protocol, role: "test", log });
  await work();
  await tracing.close();
  const named = (name: string) => {
    const found = collector.spans.filter((span) => span.name === name);
    expect(found, name).toHaveLength(1);
    return found[0] as (typeof found)[number];
  };
  return { named, all: collector.spans };
}

it("while tracing is off, work is only done", async () => {
  expect(await traced("nothing", {}, async (note) => (note({ more: 1 }), traceHere()))).toBeNull();
  expect([isTracing(), traceFields()]).toEqual([false, {}]);
});

it("a span is in the one around it, an error is its own and goes on, and lines of the log name it", async () => {
  vi.stubEnv("OTEL_SERVICE_NAME", "musubi-test");
  let fields: object = {};
  const { named, all } = await spansOf(async () => {
    const work = traced("outer", { kind: "server" }, async (note) => {
      note({ answer: 42 }, "outer, better");
      await traced("inner", { place: "inner" }, async () => void (fields = traceFields()));
      await traced("job", { place: "root" }, async () => undefined);
      throw new Error("it broke");
    });
    await expect(work).rejects.toThrow("it broke");
    await traced("nowhere", { place: "inner" }, async () => undefined);
  });
  const outer = named("outer, better");
  expect(outer).toMatchObject({ kind: 2, failed: true, service: "musubi-test" });
  expect(outer.attributes).toEqual({ answer: 42 });
  expect(named("inner")).toMatchObject({ traceId: outer.traceId, parentSpanId: outer.spanId, failed: false });
  expect(fields).toEqual({ trace_id: outer.traceId, span_id: named("inner").spanId });
  expect(named("job").traceId).not.toBe(outer.traceId);
  expect(all).toHaveLength(3);
});

it("work that is taken up later is in the trace that its row kept; of several it is in each, linked", async () => {
  const { named, all } = await spansOf(async () => {
    await traced("job", {}, async () => {
      await traced("sync", { from: [null, first, second, first, "no trace"] }, async () => {
        await traced("call", { kind: "client" }, async () => undefined);
        expect(traceHere()).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
      });
    });
  });
  const syncs = all.filter(({ name }) => name === "sync");
  const own = syncs.find(({ traceId }) => traceId === "a".repeat(32));
  expect(own).toMatchObject({ parentSpanId: "1".repeat(16) });
  expect(own?.links).toEqual(["b".repeat(32), named("job").traceId]);
  expect(named("call")).toMatchObject({ traceId: "a".repeat(32), parentSpanId: own?.spanId, kind: 3 });
  const shared = syncs.find(({ traceId }) => traceId === "b".repeat(32));
  expect(shared).toMatchObject({ parentSpanId: "2".repeat(16), links: ["a".repeat(32)] });
  expect(syncs).toHaveLength(2);
});

it("what a caller did not want to be sampled is not sent", async () => {
  const { all } = await spansOf(() => traced("quiet", { from: [first.replace(/01$/, "00")] }, async () => 1));
  expect(all).toEqual([]);
});

it("speaks protobuf, too; a collector that is away is told of, and nothing waits for it", async () => {
  await spansOf(() => traced("one", {}, async () => 1), "http/protobuf");
  expect(collector.others).toEqual([{ type: "application/x-protobuf", bytes: expect.any(Number) as number }]);
  expect(told).toEqual([]);
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
  vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", "200");
  expect(await traced("two", {}, async () => 2)).toBe(2);
  await spansOf(() => traced("three", {}, async () => 3));
  expect(told).toEqual([expect.stringContaining("traces could not be sent") as string]);
});
