import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { sendsMail } from "../accounts/mail-account.ts";
import { askPasskey } from "../accounts/passkeys/check-passkey.ts";
import { challengeSeconds } from "../accounts/passkeys/rules.ts";
import { deviceSeconds, permissions, sessionSeconds } from "../accounts/rules.ts";
import { readSession, signOut, type SignedIn } from "../accounts/session.ts";
import { lookAtLink, signIn, signInByLink, signInByPasskey, type Tokens } from "../accounts/sign-in.ts";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { randomWord } from "../kit/secrets.ts";
import { cookieOf, fromOf, ipOf, isHttps, refuseCrossSite, sessionCookie } from "./caller.ts";
import { limitBody, openDoor, refuseBadBodies } from "./door.ts";
import { code, ownAccountRoutes } from "./own-account.ts";
import { asOptions, partyFor, passkeyAnswer, passkeyOptions, signedOf } from "./own-passkeys.ts";
import { shopPathOf } from "./pages.ts";
import { answers, done, json, text } from "./schemas.ts";

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
    mustSetSecondStep: z.boolean().openapi({ description: "Nothing else is open before" }),
    hasPassword: z.boolean().openapi({ description: "Else a passkey alone signs in" }),
    needsCurrent: z.boolean().openapi({ description: "The old password has to be given for a new one" }),
    sendsMail: z.boolean().openapi({ description: "Invitations and sign-in links go by mail" }),
    practice: z.object({ tillUrl: z.string(), shopUrl: z.string() }).nullable(),
  })
  .openapi("Session");

const person = z.object({ name: z.string(), email: z.string(), role });
const place = z.object({ number: z.string(), name: z.string() });

export const signInLink = z
  .object({
    account: person,
    merchant: place,
    instead: z
      .object({ account: person, merchant: place })
      .nullable()
      .openapi({ description: "Who is signed in now, and would be no longer" }),
  })
  .openapi("SignInLink");

const linkToken = json(
  z.object({ token: z.string().max(200), code: code.optional(), passkey: passkeyAnswer.optional() }),
);

/** In practice mode: the address of the local Smaregi's till. */
export type PracticePlaces = { tillUrl: string };

/** Sets the cookies: invisible to scripts, and sent with no request that another site starts except a click on a link. */
function putCookies(c: Request, tokens: Tokens): void {
  const kept = { httpOnly: true, sameSite: "Lax", path: "/", secure: isHttps(c) } as const;
  setCookie(c, cookieOf(c, sessionCookie), tokens.session, { ...kept, maxAge: sessionSeconds.longest });
  setCookie(c, cookieOf(c, deviceCookie), tokens.device, { ...kept, maxAge: deviceSeconds });
}

/** Marks a browser in which someone has signed in. It opens nothing. */
const deviceCookie = "musubi_device";

/** Shows that an answer to a challenge comes from the browser that asked for it. It opens nothing. */
const challengeCookie = "musubi_challenge";

/** 管理画面: signing in and out, and the password of the signed-in person. */
export function consoleRoutes(ctx: Context, practice: PracticePlaces | undefined) {
  const door = openDoor().basePath("/console/api");
  door.use("/*", async (c, next) => {
    // An answer that names a person or sets a cookie is for that person only.
    c.header("cache-control", "no-store");
    await next();
  });
  door.use("/*", limitBody);
  door.use("/*", refuseBadBodies);

  const shown = ({ byLink, hasPassword, ...signedIn }: SignedIn) => ({
    account: signedIn.account,
    merchant: signedIn.merchant,
    may: signedIn.may,
    mustSetPassword: signedIn.mustSetPassword,
    mustSetSecondStep: signedIn.mustSetSecondStep,
    hasPassword,
    needsCurrent: !byLink && hasPassword,
    sendsMail: sendsMail(ctx),
    practice: practice === undefined ? null : { ...practice, shopUrl: shopPathOf(signedIn.merchant.number) },
  });
  const current = (c: Request) => readSession(ctx, getCookie(c, cookieOf(c, sessionCookie)), fromOf(ctx, c));
  const before = (c: Request) =>
    current(c).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
  const visitOf = async (c: Request) => ({
    ip: ipOf(ctx, c),
    device: getCookie(c, cookieOf(c, deviceCookie)),
    browser: fromOf(ctx, c).browser,
    earlier: await before(c),
  });
  const opened = async (c: Request, tokens: Tokens) => {
    putCookies(c, tokens);
    return shown(await readSession(ctx, tokens.session));
  };
  /** A passkey's answer with what it is checked against: the challenge was for this browser. */
  const signedBy = (c: Request, answer: z.infer<typeof passkeyAnswer>) => ({
    answer: signedOf(answer),
    party: partyFor(ctx, c),
    asker: { browser: getCookie(c, cookieOf(c, challengeCookie)) ?? "" },
    address: ipOf(ctx, c),
  });
  const passkeyOf = (c: Request, answer: z.infer<typeof passkeyAnswer> | undefined) =>
    answer === undefined ? {} : { passkey: signedBy(c, answer) };
  const none = done(204, "Done");

  door.openapi(
    createRoute({
      method: "post",
      path: "/session",
      request: {
        body: json(
          z.object({
            email: text(255, 0),
            password: z.string().max(1000),
            code: code.optional(),
            passkey: passkeyAnswer.optional(),
          }),
        ),
      },
      responses: answers(200, session, "Signed in: the cookie is set"),
    }),
    async (c) => {
      const { passkey, ...given } = c.req.valid("json");
      const tokens = await signIn(ctx, { ...given, ...passkeyOf(c, passkey), ...(await visitOf(c)) });
      return c.json(await opened(c, tokens), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/session/link",
      request: { body: linkToken },
      responses: answers(200, session, "Signed in by a one-time link"),
    }),
    async (c) => {
      const { passkey, ...given } = c.req.valid("json");
      const tokens = await signInByLink(ctx, { ...given, ...passkeyOf(c, passkey), ...(await visitOf(c)) });
      return c.json(await opened(c, tokens), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/session/passkey/challenge",
      responses: answers(200, passkeyOptions, "For `navigator.credentials.get`, in this browser alone"),
    }),
    async (c) => {
      const browser = randomWord(32);
      const at = { party: partyFor(ctx, c), address: ipOf(ctx, c) };
      const asked = await askPasskey(ctx, { purpose: "signIn", asker: { browser }, ...at });
      const kept = { httpOnly: true, sameSite: "Strict", path: "/", secure: isHttps(c) } as const;
      setCookie(c, cookieOf(c, challengeCookie), browser, { ...kept, maxAge: challengeSeconds });
      return c.json(asOptions(asked), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/session/passkey",
      request: { body: json(z.object({ passkey: passkeyAnswer })) },
      responses: answers(200, session, "Signed in by a passkey alone"),
    }),
    async (c) => {
      const passkey = signedBy(c, c.req.valid("json").passkey);
      return c.json(await opened(c, await signInByPasskey(ctx, { passkey, ...(await visitOf(c)) })), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/session/link/look",
      request: { body: linkToken },
      responses: answers(200, signInLink, "Whom a one-time link would sign in; it is not used"),
    }),
    async (c) => {
      const now = await before(c);
      const instead = now === null ? null : { account: now.account, merchant: now.merchant };
      return c.json({ ...(await lookAtLink(ctx, c.req.valid("json"))), instead }, 200);
    },
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
    await signOut(ctx, await current(c), ipOf(ctx, c));
    deleteCookie(c, cookieOf(c, sessionCookie), { path: "/", secure: isHttps(c) });
    return c.body(null, 204);
  });

  ownAccountRoutes(ctx, door, current);
  return door;
}
