/** The answer to a call, before it goes over the wire (or, because of a fault, does not). */
export type Answer = { status: number; body: unknown; headers?: Record<string, string>; type?: string };

/** 200 with a JSON body. */
export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers === undefined ? {} : { headers }),
});

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Smaregi's error body (RFC 7807); the title follows from the status if none is given. */
export function refuse(status: number, detail: string, title = titles[status] ?? "Error"): Answer {
  const body = { type: "about:blank", title, detail, status };
  return { status, body, type: "application/problem+json" };
}

/** 404 as Smaregi words it. */
export const notThere = (): Answer => refuse(404, "指定されたIDのリソースが見つかりません");

/** 400 for keys that a query or a body must not have. */
export const notSupported = (keys: string[]): Answer =>
  refuse(400, `${keys.join(",")} はサポートされていません`);
