import { createRoute, z } from "@hono/zod-openapi";
import { createKey, endKey, listKeys } from "../../accounts/keys/api-keys.ts";
import {
  addStaff,
  changeStaff,
  linkForStaff,
  listStaff,
  readStaff,
  removeStaff,
  signOutStaff,
} from "../../accounts/staff.ts";
import { readDemanded, resetSecondStep, saveDemanded } from "../../accounts/second-step/second-step.ts";
import type { Context } from "../../context.ts";
import { keyScopes } from "../../accounts/keys/rules.ts";
import { role } from "../console.ts";
import { timesOf } from "../days.ts";
import { byOf, callerOf, idOf, openDoor, security } from "../door.ts";
import {
  answers,
  day,
  done,
  json,
  list,
  listQuery,
  mailAddress,
  text,
  time,
  timeOrNull,
} from "../schemas.ts";

export const staffAccount = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    disabled: z.boolean(),
    hasSecondStep: z.boolean(),
    createdAt: time,
    lastSignInAt: timeOrNull,
    lastMail: z
      .object({
        kind: z.enum(["invitation", "link", "lockedOut"]),
        state: z.enum(["waiting", "sent", "failed"]),
        at: time,
      })
      .nullable()
      .openapi({ description: "The last mail about the account itself" }),
  })
  .openapi("StaffAccount");

export const newStaffAccount = staffAccount.extend({
  signInLink: z.string().openapi({ description: "A path of this server that signs in once, within 7 days" }),
  mailed: z.boolean().openapi({ description: "It goes by mail, too; false: hand it over" }),
});

export const signInSettings = z
  .object({ secondStepDemanded: z.boolean().openapi({ description: "Of everybody who signs in" }) })
  .openapi("SignInSettings");

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()).openapi({ description: keyScopes.join(", ") }),
    createdAt: time,
    expiresAt: timeOrNull,
    lastUsedAt: timeOrNull,
    lastUsedFrom: z.string().nullable().openapi({ description: "The address that it last came from" }),
    revokedAt: timeOrNull,
  })
  .openapi("ApiKey");

const newKeyInput = z.object({
  name: text(100),
  scopes: z.array(z.enum(keyScopes)).min(1).max(keyScopes.length).optional().openapi({
    description: "What it may do; everything but staff and keys unless given. Every key may read",
  }),
  expiresOn: day.optional().openapi({ description: "The last day (Japan's) on which it opens anything" }),
});

export const newApiKey = z.object({ id: z.string(), name: z.string(), apiKey: z.string() });

const thing = { ja: "スタッフアカウント", en: "staff account" };
const params = z.object({ id: z.string() });
const none = done(204, "Done");

/** 加盟店スタッフ and API keys: who may use the console and the API. */
export function staffRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "get",
      path: "/staff",
      security,
      request: { query: listQuery },
      responses: answers(200, list(staffAccount), "加盟店スタッフ, oldest first"),
    }),
    async (c) => c.json(await listStaff(ctx, { ...callerOf(c), ...c.req.valid("query") }), 200),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/staff",
      security,
      request: { body: json(z.object({ name: text(100), email: mailAddress, role })) },
      responses: answers(201, newStaffAccount, "Made, with the link for the first sign-in"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      const { id, ...made } = await addStaff(ctx, { merchantId, by, ...c.req.valid("json") });
      return c.json({ ...(await readStaff(ctx, { merchantId, id })), ...made }, 201);
    },
  );

  const change = z.object({ name: text(100), email: mailAddress, role, disabled: z.boolean() }).partial();
  door.openapi(
    createRoute({
      method: "patch",
      path: "/staff/{id}",
      security,
      request: { params, body: json(change) },
      responses: answers(200, staffAccount, "Changed"),
    }),
    async (c) => {
      const at = { merchantId: callerOf(c).merchantId, id: idOf(c, thing) };
      await changeStaff(ctx, { ...at, by: byOf(c), ...c.req.valid("json") });
      return c.json(await readStaff(ctx, at), 200);
    },
  );

  door.openapi(
    createRoute({ method: "delete", path: "/staff/{id}", security, request: { params }, responses: none }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      await removeStaff(ctx, { merchantId, by, id: idOf(c, thing) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "delete",
      path: "/staff/{id}/sessions",
      security,
      request: { params },
      responses: none,
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      await signOutStaff(ctx, { merchantId, by: byOf(c), id: idOf(c, thing) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/staff/{id}/sign-in-link",
      security,
      request: { params },
      responses: answers(200, newStaffAccount.pick({ signInLink: true, mailed: true }), "A new link"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const by = byOf(c);
      const at = { merchantId, by, id: idOf(c, thing) };
      return c.json(await linkForStaff(ctx, at), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "delete",
      path: "/staff/{id}/second-step",
      security,
      request: { params },
      responses: none,
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      await resetSecondStep(ctx, { merchantId, by: byOf(c), id: idOf(c, thing) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/sign-in-settings",
      security,
      responses: answers(200, signInSettings, "What a sign-in takes"),
    }),
    async (c) => c.json(await readDemanded(ctx, callerOf(c).merchantId), 200),
  );

  door.openapi(
    createRoute({
      method: "put",
      path: "/sign-in-settings",
      security,
      request: { body: json(signInSettings) },
      responses: answers(200, signInSettings, "Saved"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { accountId } = c.get("merchant");
      await saveDemanded(ctx, { merchantId, accountId, by: byOf(c), ...c.req.valid("json") });
      return c.json(await readDemanded(ctx, merchantId), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/api-keys",
      security,
      request: { query: listQuery },
      responses: answers(200, list(apiKey), "API keys, newest first"),
    }),
    async (c) => c.json(await listKeys(ctx, { ...callerOf(c), ...c.req.valid("query") }), 200),
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/api-keys",
      security,
      request: { body: json(newKeyInput) },
      responses: answers(201, newApiKey, "Made; the key is shown this once"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { expiresOn, ...key } = c.req.valid("json");
      // Until the end of that day in Japan.
      const expiresAt = timesOf({ to: expiresOn }).until;
      return c.json(await createKey(ctx, { merchantId, by: byOf(c), ...key, expiresAt }), 201);
    },
  );

  door.openapi(
    createRoute({
      method: "delete",
      path: "/api-keys/{id}",
      security,
      request: { params },
      responses: none,
    }),
    async (c) => {
      await endKey(ctx, {
        merchantId: callerOf(c).merchantId,
        by: byOf(c),
        id: idOf(c, { ja: "APIキー", en: "API key" }),
      });
      return c.body(null, 204);
    },
  );
  return door;
}
