import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { permissions, sessionSeconds } from "../accounts/rules.ts";
import { changePassword, readSession, signOut, type SignedIn } from "../accounts/session.ts";
import { signIn, signInByLink } from "../accounts/sign-in.ts";
import type { Context } from "../context.ts";
import { ipOf, isHttps, refuseCrossSite, sessionCookieOf } from "./caller.ts";
import { limitBody, openDoor, refuseBadBodies } from "./door.ts";
import { shopPathOf } from "./pages.ts";
import { answers, json } from "./schemas.ts";

export const role = z.enum(["owner", "manager", "staff"]);

export const session = z
  .object({
    account: z.object({ id: z.string(), name: z.string(), email: z.string(), role }),
    merchant: z.object({
      id: z.string(),
      number: z.string(),
      name: z.string(),
      standing: z.enum(["contract", "trial", "ended"]),
    }),
    may: z.array(z.enum(permissions)),
    mustSetPassword: z.boolean(),
    practice: z.object({ tillUrl: z.string(), shopUrl: z.string() }).nullable(),
  })
  .openapi("Session");

/** Practice mode: where the till of the local Smaregi is. */
export type PracticePlaces = { tillUrl: string };

/** The session's cookie: for no script, and for no request that another site begins but a click on a link. */
function putCookie(c: Request, token: string): void {
  setCookie(c, sessionCookieOf(c), token, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    secure: isHttps(c),
    maxAge: sessionSeconds.longest,
  });
}

/** 管理画面: signing in and out, and the password of whoever is signed in. */
export function consoleRoutes(ctx: Context, practice: PracticePlaces | undefined) {
  const door = openDoor().basePath("/console/api");
  door.use("/*", async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") refuseCrossSite(c, { lenient: true });
    // An answer that names a person, or sets a cookie, is nobody else's.
    c.header("cache-control", "no-store");
    await next();
  });
  door.use("/*", limitBody);
  door.use("/*", refuseBadBodies);

  const shown = ({ account, merchant, may, mustSetPassword }: SignedIn) => ({
    account,
    merchant,
    may,
    mustSetPassword,
    practice: practice === undefined ? null : { ...practice, shopUrl: shopPathOf(merchant.number) },
  });
  const opened = async (c: Request, token: string) => {
    putCookie(c, token);
    return shown(await readSession(ctx, token));
  };
  const current = (c: Request) => readSession(ctx, getCookie(c, sessionCookieOf(c)));
  const none = { 204: { description: "Done" } };

  door.openapi(
    createRoute({
      method: "post",
      path: "/session",
      request: { body: json(z.object({ email: z.string().max(255), password: z.string().max(1000) })) },
      responses: answers(200, session, "Signed in: the cookie is set"),
    }),
    async (c) => {
      const token = await signIn(ctx, { ...c.req.valid("json"), ip: ipOf(ctx, c) });
      return c.json(await opened(c, token), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/session/link",
      request: { body: json(z.object({ token: z.string().max(200) })) },
      responses: answers(200, session, "Signed in by a one-time link"),
    }),
    async (c) => c.json(await opened(c, await signInByLink(ctx, c.req.valid("json"))), 200),
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/session",
      responses: answers(200, session, "Who is signed in"),
    }),
    async (c) => c.json(shown(await current(c)), 200),
  );

  door.openapi(createRoute({ method: "delete", path: "/session", responses: none }), async (c) => {
    refuseCrossSite(c);
    await signOut(ctx, await current(c));
    deleteCookie(c, sessionCookieOf(c), { path: "/", secure: isHttps(c) });
    return c.body(null, 204);
  });

  const passwordInput = z.object({
    current: z.string().max(1000).optional(),
    password: z.string().max(1000),
  });
  door.openapi(
    createRoute({
      method: "post",
      path: "/password",
      request: { body: json(passwordInput) },
      responses: none,
    }),
    async (c) => {
      refuseCrossSite(c);
      const input = { ...c.req.valid("json"), ip: ipOf(ctx, c) };
      await changePassword(ctx, await current(c), input);
      return c.body(null, 204);
    },
  );
  return door;
}
