/** What a call is answered, before it goes over the wire (or, by a fault, does not). */
export type Answer = { status: number; body: unknown; headers?: Record<string, string>; type?: string };

export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers === undefined ? {} : { headers }),
});

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Insufficient Scope",
  404: "NotFound",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Smaregi's error body (RFC 7807). */
export function refuse(status: number, detail: string): Answer {
  const body = { type: "about:blank", title: titles[status] ?? "Error", detail, status };
  return { status, body, type: "application/problem+json" };
}

export const notThere = (): Answer => refuse(404, "指定されたIDのリソースが見つかりません");
