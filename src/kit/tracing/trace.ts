type Attributes = Record<string, string | number | boolean>;

/** Says more of a span: attributes, or a better name than its first one. */
export type Note = (attributes: Attributes, name?: string) => void;

export type SpanOptions = {
  kind?: "server" | "client" | "consumer" | "internal";
  attributes?: Attributes;
  /**
   * Contexts (W3C's traceparent) that this work belongs to, as rows or a caller's header keep them. The span is a child of the
   * first; each of the others gets one of the same name and time, linked to it. Without any it is a child of the span it is in.
   */
  from?: (string | null | undefined)[];
  /** `root`: a trace of its own, though it is called from another one's work. `inner`: no span where there is none around it. */
  place?: "root" | "inner";
};

/** What makes spans: there is none unless tracing is switched on. */
export type Tracer = {
  span<Result>(name: string, options: SpanOptions, work: (note: Note) => Promise<Result>): Promise<Result>;
  /** The span that this runs in, as W3C's traceparent. */
  header(): string | null;
  /** What a line of the log says of it. */
  logFields(): object;
};

let tracer: Tracer | null = null;

/** Every door of this process makes spans from now on; null: none does. */
export function traceWith(given: Tracer | null): void {
  tracer = given;
}

export const isTracing = (): boolean => tracer !== null;

const nothing: Note = () => undefined;

/** Does `work` in a span of this name; where tracing is off it only does it. An error of the work is the span's and goes on. */
export function traced<Result>(
  name: string,
  options: SpanOptions,
  work: (note: Note) => Promise<Result>,
): Promise<Result> {
  return tracer === null ? work(nothing) : tracer.span(name, options, work);
}

/** What a row keeps so that later work, of another process or after a restart, joins this trace; null: tracing is off. */
export const traceHere = (): string | null => tracer?.header() ?? null;

/** The trace that a line of the log belongs to. */
export const traceFields = (): object => tracer?.logFields() ?? {};
