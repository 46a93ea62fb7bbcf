import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { takeShipped } from "../../order-jobs/take-shipped.ts";
import { exportOrders } from "../../papers/export-orders.ts";
import { exportParcels } from "../../papers/export-parcels.ts";
import { orderColumnKeys, orderColumns } from "../../papers/order-csv/rules.ts";
import { byOf, callerOf, openDoor, security } from "../door.ts";
import { answers, day, json } from "../schemas.ts";
import { chosenOrders } from "./chosen-input.ts";
import { csvAnswer, csvResponse, encodingOf, encodingQuery } from "./csv-files.ts";

const column = z.enum(orderColumnKeys);

export const csvColumns = z.array(z.object({ key: column, heading: z.string() }));

export const parcelCheck = z
  .object({
    parcels: z.int(),
    doubtful: z.array(
      z.object({
        number: z.string(),
        doubts: z.array(
          z.object({ column: z.string(), why: z.enum(["missing", "tooLong", "letters", "time"]) }),
        ),
      }),
    ),
  })
  .openapi("ParcelCheck");

export const shippedFile = z
  .object({
    jobId: z.string().nullable().openapi({ description: "The job that sets them; null: only looked at" }),
    rows: z.array(
      z.object({
        row: z.int(),
        number: z.string(),
        trackingNumber: z.string(),
        orderId: z.string().nullable(),
        kind: z.enum(["sets", "same", "replaces", "unknown", "cancelled", "notANumber", "twice"]),
        before: z.string().nullable(),
      }),
    ),
  })
  .openapi("ShippedFile");

/** Files of orders: the orders' CSV, the parcels for a carrier, and the numbers that come back from it. */
export function orderFileRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "get",
      path: "/order-columns",
      security,
      responses: answers(200, csvColumns, "The columns that the orders' CSV can have"),
    }),
    (c) =>
      c.json(
        orderColumnKeys.map((key) => ({ key, heading: orderColumns[key].heading })),
        200,
      ),
  );

  const ordersBody = z.object({
    orders: chosenOrders,
    columns: z.array(column).min(1).max(orderColumnKeys.length).default(orderColumnKeys),
    encoding: encodingQuery,
  });
  door.openapi(
    createRoute({
      method: "post",
      path: "/order-files/orders",
      security,
      request: { body: json(ordersBody) },
      responses: csvAnswer("The orders, a row a line"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { orders: chosen, columns, encoding: name } = c.req.valid("json");
      const encoding = encodingOf(name);
      const bytes = await exportOrders(ctx, { merchantId, chosen, columns, encoding, by: byOf(c) });
      return csvResponse(bytes, { name: "orders.csv", encoding });
    },
  );

  const parcelsBody = json(z.object({ orders: chosenOrders, shipOn: day }));
  door.openapi(
    createRoute({
      method: "post",
      path: "/order-files/b2",
      security,
      request: { body: parcelsBody },
      responses: csvAnswer("B2クラウド's CSV, in Shift_JIS"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { orders: chosen, shipOn } = c.req.valid("json");
      const { bytes } = await exportParcels(ctx, { merchantId, chosen, shipOn, by: byOf(c) });
      return csvResponse(bytes, { name: "b2.csv", encoding: "cp932" });
    },
  );
  door.openapi(
    createRoute({
      method: "post",
      path: "/order-files/b2-check",
      security,
      request: { body: parcelsBody },
      responses: answers(200, parcelCheck, "What the carrier would refuse; nothing is written"),
    }),
    async (c) => {
      const { merchantId } = callerOf(c);
      const { orders: chosen, shipOn } = c.req.valid("json");
      const { parcels, doubtful } = await exportParcels(ctx, { merchantId, chosen, shipOn });
      return c.json({ parcels, doubtful }, 200);
    },
  );

  const query = z.object({ dryRun: z.stringbool().default(false), replace: z.stringbool().default(false) });
  door.openapi(
    createRoute({
      method: "post",
      path: "/order-files/shipped",
      security,
      request: {
        query,
        body: {
          description: "B2's 発行済データ, UTF-8 or Shift_JIS, recognised",
          content: { "text/csv": { schema: z.string() } },
        },
      },
      responses: answers(200, shippedFile, "What each row does; the same file again is the same job"),
    }),
    async (c) => {
      const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? Readable.from([]);
      return c.json(await takeShipped(ctx, { ...callerOf(c), ...c.req.valid("query"), body }), 200);
    },
  );
  return door;
}
