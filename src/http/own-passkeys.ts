import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { JSONValue } from "hono/utils/types";
import { addPasskey, beginPasskey, listPasskeys, removePasskey } from "../accounts/passkeys/own-passkeys.ts";
import { askPasskey, type Signed } from "../accounts/passkeys/check-passkey.ts";
import { partyHere } from "../accounts/passkeys/challenge.ts";
import type { Party } from "../accounts/passkeys/rules.ts";
import { confirmByPasskey, type SignedIn } from "../accounts/session.ts";
import type { Context } from "../context.ts";
import { ipOf, isHttps, refuseCrossSite } from "./caller.ts";
import { idOf, type MerchantEnv } from "./door.ts";
import { answers, done, json, text, time, timeOrNull } from "./schemas.ts";

const bytes = z.string().max(20_000).openapi({ description: "base64url" });
const credential = {
  id: text(2_000, 0),
  rawId: text(2_000, 0),
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};
/** A browser's answer for a device that signed (`navigator.credentials.get`, as JSON). */
export const passkeyAnswer = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: bytes.nullish(),
    }),
  })
  .openapi("PasskeyAnswer");
const newPasskey = z
  .object({
    ...credential,
    response: z.object({ clientDataJSON: bytes, attestationObject: bytes }),
  })
  .openapi("NewPasskey");
export const ownPasskey = z
  .object({ id: z.string(), name: z.string(), createdAt: time, usedAt: timeOrNull })
  .openapi("OwnPasskey");
/** Made by the library for the browser's own call; nothing else reads it. */
export const passkeyOptions = z.object({ challenge: z.string() }).loose().openapi("PasskeyOptions");

/** The library's options as plain JSON. */
export const asOptions = (options: object) =>
  JSON.parse(JSON.stringify(options)) as { challenge: string; [more: string]: JSONValue };

/** The relying party of passkeys for a request. */
export const partyFor = (ctx: Context, c: Request): Party =>
  partyHere(ctx, `${isHttps(c) ? "https" : "http"}://${c.req.header("host") ?? "localhost"}`);

/** An answer as the library takes it. */
export function signedOf({ response, ...answer }: z.infer<typeof passkeyAnswer>): Signed["answer"] {
  const { userHandle, ...signed } = response;
  return {
    ...answer,
    clientExtensionResults: {},
    response: typeof userHandle === "string" ? { ...signed, userHandle } : signed,
  };
}

/** アカウント: the passkeys of someone who is signed in (`current`; `confirmed`: and has confirmed it within the last minutes). */
export function ownPasskeyRoutes(
  ctx: Context,
  door: OpenAPIHono<MerchantEnv>,
  { current, confirmed }: Record<"current" | "confirmed", (c: Request) => Promise<SignedIn>>,
): void {
  const none = done(204, "Done");

  door.openapi(
    createRoute({
      method: "get",
      path: "/passkeys",
      responses: answers(200, z.object({ items: z.array(ownPasskey) }), "One's own passkeys, oldest first"),
    }),
    async (c) => c.json({ items: await listPasskeys(ctx, await current(c)) }, 200),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/passkeys/challenge",
      responses: answers(
        200,
        passkeyOptions,
        "For `navigator.credentials.create`; good once, for five minutes",
      ),
    }),
    async (c) => {
      const session = await confirmed(c);
      const at = { party: partyFor(ctx, c), address: ipOf(ctx, c) };
      return c.json(asOptions(await beginPasskey(ctx, session, at)), 200);
    },
  );

  const added = z.object({
    id: z.string(),
    recoveryCodes: z
      .array(z.string())
      .nullable()
      .openapi({ description: "With the first second step of the account; shown this once" }),
  });
  door.openapi(
    createRoute({
      method: "post",
      path: "/passkeys",
      request: { body: json(z.object({ name: z.string().trim().min(1).max(50), passkey: newPasskey })) },
      responses: answers(201, added, "The passkey signs in from now on"),
    }),
    async (c) => {
      const { name, passkey } = c.req.valid("json");
      const answer = { ...passkey, clientExtensionResults: {} };
      const session = await confirmed(c);
      const at = { party: partyFor(ctx, c), address: ipOf(ctx, c) };
      return c.json(await addPasskey(ctx, session, { name, answer, ...at }), 201);
    },
  );

  door.openapi(
    createRoute({
      method: "delete",
      path: "/passkeys/{id}",
      request: { params: z.object({ id: z.string() }) },
      responses: none,
    }),
    async (c) => {
      const now = await confirmed(c);
      const id = idOf(c, { ja: "パスキー", en: "passkey" });
      await removePasskey(ctx, now, { id, address: ipOf(ctx, c) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/confirmation/challenge",
      responses: answers(
        200,
        passkeyOptions,
        "For `navigator.credentials.get`: who is signed in shows that it is them",
      ),
    }),
    async (c) => {
      refuseCrossSite(c);
      const session = await current(c);
      const at = { party: partyFor(ctx, c), address: ipOf(ctx, c) };
      const of = { merchantId: session.merchant.id, accountId: session.account.id };
      const asked = await askPasskey(ctx, { purpose: "confirm", asker: { session }, of, ...at });
      return c.json(asOptions(asked), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/confirmation/passkey",
      request: { body: json(z.object({ passkey: passkeyAnswer })) },
      responses: none,
    }),
    async (c) => {
      refuseCrossSite(c);
      const session = await current(c);
      const at = { party: partyFor(ctx, c), address: ipOf(ctx, c) };
      const answer = signedOf(c.req.valid("json").passkey);
      await confirmByPasskey(ctx, session, { answer, ...at });
      return c.body(null, 204);
    },
  );
}
