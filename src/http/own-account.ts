import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import {
  beginSecondStep,
  endSecondStep,
  finishSecondStep,
  readOwnSecondStep,
  renewRecoveryCodes,
} from "../accounts/second-step/second-step.ts";
import {
  changePassword,
  confirmPassword,
  listSessions,
  signOutElsewhere,
  unconfirmed,
  type SignedIn,
} from "../accounts/session.ts";
import type { Context } from "../context.ts";
import { ipOf, refuseCrossSite } from "./caller.ts";
import { idOf, type MerchantEnv } from "./door.ts";
import { ownPasskeyRoutes } from "./own-passkeys.ts";
import { answers, done, json, time, timeOrNull } from "./schemas.ts";

export const ownSession = z
  .object({
    id: z.string(),
    isCurrent: z.boolean().openapi({ description: "The one that asks" }),
    createdAt: time,
    usedAt: time,
    address: z.string().nullable(),
    browser: z.string().nullable().openapi({ description: "As it names itself" }),
  })
  .openapi("OwnSession");

const codes = z.array(z.string());
const recoveryCodes = z.object({ recoveryCodes: codes });
const firstCodes = z.object({
  recoveryCodes: codes.nullable().openapi({ description: "With the first second step of the account" }),
});

export const secondStep = z
  .object({
    isOn: z.boolean().openapi({ description: "By an app or a passkey" }),
    since: timeOrNull.openapi({ description: "Since when an app's code is taken" }),
    codesLeft: z.int(),
  })
  .openapi("SecondStep");
export const newSecondStep = z
  .object({
    secret: z.string().openapi({ description: "To be typed into an app, base32" }),
    uri: z.string().openapi({ description: "What a QR code says to an app" }),
  })
  .openapi("NewSecondStep");

/** The input of a second step: a code from the app, or a recovery code. */
export const code = z.string().max(100);

/** アカウント: the own password, second step and sessions of someone who is signed in (`current`). */
export function ownAccountRoutes(
  ctx: Context,
  door: OpenAPIHono<MerchantEnv>,
  current: (c: Request) => Promise<SignedIn>,
): void {
  const none = done(204, "Done");

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
      const address = ipOf(ctx, c);
      await changePassword(ctx, await current(c), { ...c.req.valid("json"), address });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/confirmation",
      request: { body: json(z.object({ password: z.string().max(1000) })) },
      responses: none,
    }),
    async (c) => {
      refuseCrossSite(c);
      const address = ipOf(ctx, c);
      await confirmPassword(ctx, await current(c), { ...c.req.valid("json"), address });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/sessions",
      responses: answers(200, z.object({ items: z.array(ownSession) }), "Where one is signed in"),
    }),
    async (c) => c.json({ items: await listSessions(ctx, await current(c)) }, 200),
  );

  door.openapi(createRoute({ method: "delete", path: "/sessions", responses: none }), async (c) => {
    refuseCrossSite(c);
    await signOutElsewhere(ctx, await current(c), { address: ipOf(ctx, c) });
    return c.body(null, 204);
  });

  door.openapi(
    createRoute({
      method: "delete",
      path: "/sessions/{id}",
      request: { params: z.object({ id: z.string() }) },
      responses: none,
    }),
    async (c) => {
      refuseCrossSite(c);
      const now = await current(c);
      const id = idOf(c, { ja: "ログイン中の端末", en: "session" });
      await signOutElsewhere(ctx, now, { id, address: ipOf(ctx, c) });
      return c.body(null, 204);
    },
  );

  /** The signed-in person, if they have confirmed who they are within the last minutes. */
  const confirmed = async (c: Request) => {
    refuseCrossSite(c);
    const now = await current(c);
    if (!now.isConfirmed) throw unconfirmed();
    return now;
  };
  ownPasskeyRoutes(ctx, door, { current, confirmed });

  door.openapi(
    createRoute({
      method: "get",
      path: "/second-step",
      responses: answers(200, secondStep, "One's own second step"),
    }),
    async (c) => c.json(await readOwnSecondStep(ctx, await current(c)), 200),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/second-step",
      responses: answers(201, newSecondStep, "A secret for an app; a first code switches the step on"),
    }),
    async (c) => c.json(await beginSecondStep(ctx, await confirmed(c)), 201),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/second-step/on",
      request: { body: json(z.object({ code })) },
      responses: answers(200, firstCodes, "It is on; recovery codes are shown this once"),
    }),
    async (c) => {
      const given = { ...c.req.valid("json"), address: ipOf(ctx, c) };
      return c.json({ recoveryCodes: await finishSecondStep(ctx, await confirmed(c), given) }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/second-step/recovery-codes",
      responses: answers(200, recoveryCodes, "New ones; the earlier ones open nothing any more"),
    }),
    async (c) => {
      const from = { address: ipOf(ctx, c) };
      return c.json({ recoveryCodes: await renewRecoveryCodes(ctx, await confirmed(c), from) }, 200);
    },
  );

  door.openapi(createRoute({ method: "delete", path: "/second-step", responses: none }), async (c) => {
    await endSecondStep(ctx, await confirmed(c), { address: ipOf(ctx, c) });
    return c.body(null, 204);
  });
}
