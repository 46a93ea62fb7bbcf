import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context as Place,
  type Span,
} from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { hostname } from "node:os";
import { packageVersion } from "../package-root.ts";
import { traceWith, type Note, type SpanOptions, type Tracer } from "./trace.ts";

type Log = { warn(fields: object, message: string): void };

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** If a batch joins more traces than this, the others are only linked. */
const mostShadows = 100;
/** How often a missing collector is reported. */
const complainEveryMs = 60_000;

/**
 * Switches tracing on: spans go to the collector in OpenTelemetry's usual variables (OTLP over HTTP; the library reads
 * exporter, sampler, batches and resource from the environment). Loaded only if tracing is requested. `close` sends what still
 * waits, within a few seconds.
 */
export function openTracing(given: { protocol: "http/protobuf" | "http/json"; role: string; log: Log }): {
  close(): Promise<void>;
} {
  const say = tellTroubles(given.log);
  const own = resourceFromAttributes({
    "service.name": "musubi",
    "service.version": packageVersion,
    "service.instance.id": `${hostname()}-${process.pid}`,
    "musubi.role": given.role,
  });
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take precedence.
  const named = detectResources({ detectors: [envDetector] });
  const exporter = given.protocol === "http/json" ? new JsonExporter() : new ProtobufExporter();
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(own).merge(named),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  traceWith(createTracer());
  return {
    close: async () => {
      traceWith(null);
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((done) => (timer = setTimeout(done, 3_000)));
      await Promise.race([provider.shutdown().catch((error: unknown) => say(String(error))), enough]);
      clearTimeout(timer);
      for (const api of [trace, context, propagation, diag]) api.disable();
    },
  };
}

function createTracer(): Tracer {
  const tracer = trace.getTracer("musubi", packageVersion);
  const span: Tracer["span"] = async (name, options, work) => {
    const here = context.active();
    const around = trace.getSpan(here);
    if (options.place === "inner" && around === undefined) return await work(() => undefined);
    const [first, ...others] = placesOf(options.from);
    const parent = first ?? (options.place === "root" ? ROOT_CONTEXT : here);
    const joined = first === undefined || around === undefined ? others : [...others, here];
    const startTime = Date.now();
    const own = tracer.startSpan(
      name,
      {
        kind: kinds[options.kind ?? "internal"],
        attributes: options.attributes ?? {},
        links: linksTo(joined),
        startTime,
      },
      parent,
    );
    let lastName = name;
    const note: Note = (attributes, better) => {
      own.setAttributes(attributes);
      if (better !== undefined) own.updateName((lastName = better));
    };
    try {
      return await context.with(trace.setSpan(parent, own), () => work(note));
    } catch (error) {
      own.recordException(error instanceof Error ? error : String(error));
      own.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      own.end();
      for (const other of others.slice(0, mostShadows)) {
        const links = linksTo([trace.setSpan(ROOT_CONTEXT, own)]);
        tracer.startSpan(lastName, { links, startTime, attributes: { "musubi.shared": true } }, other).end();
      }
    }
  };
  return {
    span,
    header: () => headerOf(trace.getActiveSpan()),
    logFields: () => {
      const at = trace.getActiveSpan()?.spanContext();
      return at === undefined ? {} : { trace_id: at.traceId, span_id: at.spanId };
    },
  };
}

/** The contexts of these headers, each once. */
function placesOf(headers: SpanOptions["from"] = []): Place[] {
  const known = [...new Set(headers.filter((header) => typeof header === "string"))];
  return known
    .map((traceparent) => propagation.extract(ROOT_CONTEXT, { traceparent }))
    .filter((place) => trace.getSpanContext(place) !== undefined);
}

const linksTo = (places: Place[]) =>
  places.flatMap((place) => {
    const to = trace.getSpanContext(place);
    return to === undefined ? [] : [{ context: to }];
  });

function headerOf(span: Span | undefined): string | null {
  if (span === undefined) return null;
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return carrier.traceparent ?? null;
}

/** Logs the library's own messages, above all that a collector is away. */
function tellTroubles(log: Log): (message: string, ...rest: unknown[]) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  const say = (message: string, ...rest: unknown[]) => {
    if (performance.now() - saidAt < complainEveryMs) return;
    saidAt = performance.now();
    log.warn({ said: [message, ...rest].map(String).join(" ").slice(0, 500) }, "traces could not be sent");
  };
  const silent = () => undefined;
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return say;
}
