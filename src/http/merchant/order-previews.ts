import { createRoute, z } from "@hono/zod-openapi";
import type { Context as Request } from "hono";
import type { Context } from "../../context.ts";
import { previewEdit, previewPlacing, previewStatus } from "../../orders/preview-order.ts";
import { callerOf, idOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers, json } from "../schemas.ts";
import { editInput, editOf, orderInput, orderOf, statusBody } from "./order-input.ts";

/** The effect of an order, an edit or a cancellation, before it is done. */
export const orderPreview = z
  .object({
    subtotal: z.int(),
    total: z.int(),
    stock: z.array(
      z.object({
        variationId: z.string(),
        systemProductNumber: z.string(),
        productName: z.string(),
        variationName: z.string(),
        before: z.int().nullable(),
        change: z.int(),
        after: z.int().nullable(),
        synced: z.boolean(),
      }),
    ),
    calls: z.array(
      z.object({
        call: z.enum(["look", "transactionCancel", "transactionRegister"]),
        transactionId: z.string().optional(),
        text: z.string(),
      }),
    ),
    notice: z.string().optional().openapi({ description: "Why nothing is sent now, or what is asked first" }),
  })
  .openapi("OrderPreview");

type Preview = Awaited<ReturnType<typeof previewPlacing>>;

function shownPreview(c: Request, { calls, notice, ...preview }: Preview): z.input<typeof orderPreview> {
  const language = languageOf(c);
  const said = notice === null ? {} : { notice: notice[language] };
  return { ...preview, calls: calls.map((each) => ({ ...each, text: each.text[language] })), ...said };
}

const thing = { ja: "受注", en: "order" };
const params = z.object({ id: z.string() });

/** Previews of orders, edits and changes of status: the effect on stock, and the calls to Smaregi. */
export function orderPreviewRoutes(ctx: Context) {
  const door = openDoor();

  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/preview",
      security,
      request: { body: json(orderInput) },
      responses: answers(200, orderPreview, "What the order would do"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const order = orderOf(c.req.valid("json"));
      return c.json(shownPreview(c, await previewPlacing(ctx, { merchantId, order })), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/preview",
      security,
      request: { params, body: json(editInput) },
      responses: answers(200, orderPreview, "What the edit would do"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing) };
      return c.json(shownPreview(c, await previewEdit(ctx, { ...at, ...editOf(c.req.valid("json")) })), 200);
    },
  );

  door.openapi(
    createRoute({
      method: "post",
      path: "/orders/{id}/status/preview",
      security,
      request: { params, body: statusBody },
      responses: answers(200, orderPreview, "What the change of status would do"),
    }),
    async (c) => {
      const at = { ...callerOf(c), id: idOf(c, thing), ...c.req.valid("json") };
      return c.json(shownPreview(c, await previewStatus(ctx, at)), 200);
    },
  );
  return door;
}
