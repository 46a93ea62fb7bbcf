import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

export type CollectedSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, unknown>;
  links: string[];
  failed: boolean;
  service: string;
};

type Attribute = { key: string; value: Record<string, unknown> };
type Sent = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (Omit<CollectedSpan, "attributes" | "links"> & SentParts)[] }[];
  }[];
};
type SentParts = { attributes: Attribute[]; links?: { traceId: string }[]; status?: { code?: number } };

/**
 * A collector of traces, reached over HTTP as OpenTelemetry's own is: keeps each span that comes as JSON, and only type and
 * length of every other form.
 */
export async function openCollector() {
  const spans: CollectedSpan[] = [];
  const others: { type: string; bytes: number }[] = [];
  const server = createServer((request, response) => {
    const keep = (raw: Buffer): void => {
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
      const type = request.headers["content-type"] ?? "";
      if (request.method !== "POST" || request.url !== "/v1/traces") response.writeHead(404);
      else if (type.startsWith("application/json"))
        spans.push(...spansOf(JSON.parse(body.toString()) as Sent));
      else others.push({ type, bytes: body.length });
      // An empty answer is valid in each form except JSON.
      response.end(type.startsWith("application/json") ? "{}" : undefined);
    };
    buffer(request).then(keep, (error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    others,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const valuesOf = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

function spansOf({ resourceSpans }: Sent): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        ...span,
        attributes: valuesOf(span.attributes),
        links: (span.links ?? []).map(({ traceId }) => traceId),
        failed: span.status?.code === 2,
        service: String(valuesOf(resource.attributes)["service.name"]),
      })),
    ),
  );
}
