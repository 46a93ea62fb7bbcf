type Attributes = Record<string, string | number | boolean>;

/** Adds details to a span: attributes, or a better name than its first one. */
export type Note = (attributes: Attributes, name?: string) => void;

export type SpanOptions = {
  kind?: "server" | "client" | "consumer" | "internal";
  attributes?: Attributes;
  /**
   * Contexts (W3C's traceparent) that this work belongs to, from rows or a caller's header. The span is a child of the first;
   * each other context gets a span with the same name and time, linked to it. Without any, the span is a child of the current
   * span.
   */
  from?: (string | null | undefined)[];
  /** `root`: its own trace, even if called within other work. `inner`: no span unless there is one around it. */
  place?: "root" | "inner";
};

/** Makes spans; exists only if tracing is switched on. */
export type Tracer = {
  span<Result>(name: string, options: SpanOptions, work: (note: Note) => Promise<Result>): Promise<Result>;
  /** The current span as W3C's traceparent. */
  header(): string | null;
  /** The trace fields of a log line. */
  logFields(): object;
};

let tracer: Tracer | null = null;

/** Sets the tracer for every entry point of this process; null: no spans. */
export function traceWith(given: Tracer | null): void {
  tracer = given;
}

export const isTracing = (): boolean => tracer !== null;

const nothing: Note = () => undefined;

/**
 * Runs `work` in a span of this name; if tracing is off, only runs it. An error of the work is recorded in the span and
 * rethrown.
 */
export function traced<Result>(
  name: string,
  options: SpanOptions,
  work: (note: Note) => Promise<Result>,
): Promise<Result> {
  return tracer === null ? work(nothing) : tracer.span(name, options, work);
}

/** Stored in a row so that later work, of another process or after a restart, joins this trace; null: tracing is off. */
export const traceHere = (): string | null => tracer?.header() ?? null;

/** The trace that a log line belongs to. */
export const traceFields = (): object => tracer?.logFields() ?? {};
