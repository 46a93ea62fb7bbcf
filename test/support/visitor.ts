import type { Json, Reply } from "./shop.ts";

/** A browser as the server sees it: keeps its cookies, and sends the origin of its requests. */
export type Visitor = {
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply & { headers: Headers }>;
  /** To the merchant API. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  signIn(email: string, password: string): Promise<Reply & { headers: Headers }>;
  followLink(link: string): Promise<Reply>;
  /** The session's cookie; empty: none. */
  cookie(): string;
};

/** A visitor of a server; reads `server` again for each request, because it may change. */
export function visitorOf(house: { readonly server: { url: string } }): Visitor {
  const cookies = new Map<string, string>();
  const visitor: Visitor = {
    ask: async (method, path, body, headers = {}) => {
      const response = await fetch(`${house.server.url}${path}`, {
        method,
        redirect: "manual",
        headers: {
          ...(cookies.size === 0 ? {} : { cookie: [...cookies.values()].join("; ") }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          "sec-fetch-site": "same-origin",
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      for (const set of response.headers.getSetCookie()) {
        const [pair = ""] = set.split(";");
        const [name = ""] = pair.split("=");
        if (pair.endsWith("=")) cookies.delete(name);
        else cookies.set(name, pair);
      }
      const text = await response.text();
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      const parsed = isJson && text !== "" ? (JSON.parse(text) as Json) : {};
      return { status: response.status, body: parsed, headers: response.headers };
    },
    api: (method, path, body, headers) => visitor.ask(method, `/api/v1${path}`, body, headers),
    signIn: (email, password) => visitor.ask("POST", "/console/api/session", { email, password }),
    followLink: (link) =>
      visitor.ask("POST", "/console/api/session/link", { token: link.split("#link=")[1] ?? "" }),
    cookie: () => [...cookies.values()].find((pair) => pair.includes("musubi_session=")) ?? "",
  };
  return visitor;
}
