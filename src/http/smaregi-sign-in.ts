import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import { getCookie } from "hono/cookie";
import { readSession } from "../accounts/session.ts";
import { beginSignIn, finishSignIn, type BackTo, type SignInEnd } from "../connection/proof/sign-in.ts";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { cookieOf, isHttps, refuseCrossSite, secondStepMissing, sessionCookie, ipOf } from "./caller.ts";
import { openDoor } from "./door.ts";
import { answers } from "./schemas.ts";

/** The path to which Smaregi sends the browser back: registered as リダイレクトURI of the operator's app. */
const callbackPath = "/console/api/smaregi/callback";
const settingsPage = "/console/settings/smaregi";
const startPage = `${settingsPage}/start`;

/** The result of a sign-in, as the connection's page reads it from its address. */
type Shown = SignInEnd["end"] | "signedOut";

/** スマレジでログイン: to Smaregi's page and back. */
export function smaregiSignInRoutes(ctx: Context) {
  const door = openDoor().basePath("/console/api/smaregi");
  // Its answers are for one person, and the address that the browser comes back to contains a code.
  door.use("/*", async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
  });
  const tokenOf = (c: Request) => getCookie(c, cookieOf(c, sessionCookie));

  door.openapi(
    createRoute({
      method: "post",
      path: "/sign-in",
      request: { query: z.object({ backTo: z.literal("start").optional() }) },
      responses: answers(200, z.object({ url: z.string() }), "Smaregi's page: the browser goes there"),
    }),
    async (c) => {
      refuseCrossSite(c);
      const session = await readSession(ctx, tokenOf(c));
      if (session.mustSetSecondStep) throw secondStepMissing();
      const { backTo = null } = c.req.valid("query");
      const redirectUri = placeOf(ctx, c) + callbackPath;
      return c.json({ url: await beginSignIn(ctx, session, { redirectUri, backTo }) }, 200);
    },
  );

  // Not in the API description: only Smaregi's page leads here.
  door.get("/callback", async (c) => {
    const back = (shown: Shown, to: BackTo = null) =>
      c.redirect(`${to === "start" ? startPage : settingsPage}?signIn=${shown}`, 303);
    const token = tokenOf(c);
    if (token === undefined) return back("signedOut");
    try {
      const { searchParams } = new URL(c.req.url);
      const { end, backTo } = await finishSignIn(ctx, token, searchParams, ipOf(ctx, c));
      return back(end, backTo);
    } catch (error) {
      if (error instanceof AppError && error.code === "unauthorized") return back("signedOut");
      throw error;
    }
  });
  return door;
}

/**
 * The address under which people reach us: `PUBLIC_URL`, or the one that this request came to. Smaregi never sends people to an
 * address that is not registered for the app, whatever a request claims.
 */
const placeOf = (ctx: Context, c: Request): string =>
  ctx.settings.publicUrl ?? `${isHttps(c) ? "https" : "http"}://${c.req.header("host") ?? ""}`;
