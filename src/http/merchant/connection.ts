import { createRoute, z } from "@hono/zod-openapi";
import { contractIdShape } from "../../connection/proof/rules.ts";
import { offersSignIn } from "../../connection/proof/sign-in.ts";
import { listPlaces } from "../../connection/list-places.ts";
import { proveApp } from "../../connection/proof/prove-app.ts";
import { listProofs } from "../../connection/proof/vouch.ts";
import { removeConnection } from "../../connection/remove-connection.ts";
import { readConnection, saveConnection } from "../../connection/save-connection.ts";
import { testConnection } from "../../connection/test-connection.ts";
import type { Context } from "../../context.ts";
import type { Text } from "../../kit/errors.ts";
import { previewConnection } from "../../stock-sync/preview/preview-connection.ts";
import { contractSpelling, idSpelling } from "../../smaregi/spelling.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, done, fact, json, mode, quantities, shaped, stopped, text, time } from "../schemas.ts";
import { told } from "../told.ts";

const texts = {
  contractId: {
    ja: "契約ID: 半角英数字で64文字まで(例: sb_abc123)",
    en: "Contract ID: up to 64 letters and digits (such as sb_abc123)",
  },
  storeId: { ja: "店舗ID: 半角数字で9桁まで(例: 1)", en: "Store ID: up to 9 digits (such as 1)" },
  terminalId: { ja: "端末ID: 半角数字で9桁まで(例: 1)", en: "Terminal ID: up to 9 digits (such as 1)" },
} satisfies Record<string, Text>;
const numberShape = /^[1-9][0-9]{0,8}$/;

/** The input of スマレジ連携設定. */
export const connectionInput = z.object({
  contractId: shaped(contractIdShape, texts.contractId, contractSpelling),
  storeId: shaped(numberShape, texts.storeId, idSpelling),
  terminalId: shaped(numberShape, texts.terminalId, idSpelling),
  clientId: text(255).nullable().optional(),
  clientSecret: text(1000).nullable().optional(),
  enabled: z.boolean().optional(),
  mode: mode.optional(),
});
const savedInput = connectionInput.extend({
  previewId: text(100, 0)
    .optional()
    .openapi({ description: "Of POST /connection/preview: what it showed is confirmed" }),
  nevertheless: z
    .boolean()
    .optional()
    .openapi({ description: "For people of the console: switched on although it was not tested green (C6)" }),
});

export const connectionPreview = z.object({
  previewId: z.string(),
  quantities,
  orders: z.object({ notAsTheyStand: z.int() }),
  warnings: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean().openapi({ description: "Advice: it can be used all the same" }),
      detail: z.string(),
      fact,
    }),
  ),
});

export const connection = z
  .object({
    contractId: z.string(),
    storeId: z.string(),
    terminalId: z.string(),
    clientId: z.string().optional(),
    enabled: z.boolean(),
    mode,
    stopped: stopped.optional(),
    testedAt: time
      .optional()
      .openapi({ description: "When it was last tested as it is, with nothing wrong; absent: not yet" }),
    notice: z
      .string()
      .optional()
      .openapi({ description: "What a change of mode means for what is outstanding" }),
  })
  .openapi("Connection");

export const places = z.object({
  stores: z.array(
    z.object({
      storeId: z.string(),
      name: z.string(),
      paused: z.boolean(),
      warehouse: z.boolean(),
      closesByHand: z.boolean(),
    }),
  ),
  terminals: z.array(
    z.object({
      terminalId: z.string(),
      storeId: z.string().nullable(),
      name: z.string(),
      stopped: z.boolean(),
      taken: z.boolean().openapi({ description: "Another merchant here has it (C1)" }),
    }),
  ),
  unread: z.array(z.object({ list: z.enum(["stores", "terminals"]), detail: z.string(), fact })),
});

export const proofs = z.object({
  items: z.array(
    z.object({
      contractId: z.string(),
      way: z.enum(["signIn", "ownApp", "operator"]),
      provenBy: z.string(),
      provenAt: time,
      connected: z.boolean(),
    }),
  ),
  signIn: z.boolean().openapi({ description: "Whether the console can offer スマレジでログイン" }),
});

const check = z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), fact });
export const connectionTest = z.object({
  ok: z.boolean(),
  checks: z.array(check),
  clockAheadSeconds: z.int().nullable(),
});
const none = done(204, "Done");

/** The merchant's connection to Smaregi, and its proven contracts. */
export function connectionRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "get",
      path: "/connection",
      security,
      responses: answers(200, connection, "スマレジ連携設定"),
    }),
    async (c) => c.json(await readConnection(ctx, callerOf(c).merchantId), 200),
  );

  door.openapi(
    createRoute({
      method: "put",
      path: "/connection",
      security,
      request: { body: json(savedInput) },
      responses: answers(200, connection, "Saved"),
    }),
    async (c) => {
      const { merchantId, actor } = callerOf(c);
      const by = byOf(c);
      const { previewId, nevertheless, ...input } = c.req.valid("json");
      const notice = await saveConnection(ctx, {
        merchantId,
        actor,
        by,
        connection: input,
        previewId,
        byConsole: c.get("merchant").isPerson,
        nevertheless,
      });
      const said = notice === null ? {} : { notice: notice[languageOf(c)] };
      return c.json({ ...(await readConnection(ctx, merchantId)), ...said }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/connection/preview",
      security,
      request: { body: json(connectionInput) },
      responses: answers(200, connectionPreview, "What saving this would do; nothing is changed"),
    }),
    async (c) => {
      const { merchantId, actor } = callerOf(c);
      const shown = await previewConnection(ctx, { merchantId, actor, connection: c.req.valid("json") });
      const warnings = shown.warnings.map(({ name, ok, fact: met }) => {
        const { text: detail, fact: own } = told(c, met);
        return { name, ok, detail, fact: own };
      });
      return c.json({ ...shown, warnings }, 200);
    },
  );

  door.openapi(
    createRoute({ method: "delete", path: "/connection", security, responses: none }),
    async (c) => {
      await removeConnection(ctx, { ...callerOf(c), by: byOf(c) });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/connection/proofs",
      security,
      responses: answers(200, proofs, "The contracts that this merchant has proven (P8), newest first"),
    }),
    async (c) => {
      const items = (await listProofs(ctx, callerOf(c).merchantId)).map(
        ({ contractId: of, way, provenBy, provenAt, connected }) => ({
          contractId: of,
          way,
          provenBy,
          provenAt,
          connected,
        }),
      );
      return c.json({ items, signIn: offersSignIn(ctx) }, 200);
    },
  );

  const app = z.object({
    contractId: connectionInput.shape.contractId,
    clientId: text(255),
    clientSecret: text(1000),
  });
  door.openapi(
    createRoute({
      method: "post",
      path: "/connection/proofs",
      security,
      request: { body: json(app) },
      responses: done(204, "Proven by the merchant's own app, which the next connection with it has (P8)"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      await proveApp(ctx, { merchantId, by: byOf(c), app: c.req.valid("json") });
      return c.body(null, 204);
    },
  );

  door.openapi(
    createRoute({
      method: "get",
      path: "/connection/places",
      security,
      request: { query: z.object({ contractId: connectionInput.shape.contractId }) },
      responses: answers(200, places, "The stores and terminals of a contract that this merchant has proven"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { unread, ...found } = await listPlaces(ctx, { merchantId, ...c.req.valid("query") });
      const whys = unread.map(({ list, fact: met }) => {
        const { text: detail, fact: own } = told(c, met);
        return { list, detail, fact: own };
      });
      return c.json({ ...found, unread: whys }, 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/connection/test",
      security,
      responses: answers(200, connectionTest, "What Smaregi takes"),
    }),
    async (c) => {
      const { checks, ...test } = await testConnection(ctx, callerOf(c).merchantId);
      const shown = checks.map(({ fact: found, ...each }) => {
        const { text: detail, fact: own } = told(c, found);
        return { ...each, detail, fact: own };
      });
      return c.json({ ...test, checks: shown }, 200);
    },
  );

  return door;
}
