import { z } from "@hono/zod-openapi";
import { numberSought, searched } from "../schemas.ts";
import { kind, linkState, status } from "./order-input.ts";
import { payment, shipping } from "./order-work-input.ts";

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** The criteria of a search for orders, in an address or a body. */
export const orderSearch = z.object({
  q: searched.openapi({
    description:
      "Part of the number; the buyer's name, reading or phone; a product's name or code; memo; parcel",
  }),
  number: numberSought.optional(),
  status: status.optional(),
  kind: kind.optional(),
  link: linkState.optional(),
  payment: payment.optional().openapi({ description: "`unpaid`: of orders that are not cancelled" }),
  shipping: shipping.optional().openapi({
    description: "`unshipped`: not sent yet, preparing ones included, and not cancelled",
  }),
  behind: z
    .union([z.boolean(), z.stringbool()])
    .optional()
    .openapi({ type: "boolean", description: "Only those that are not in Smaregi as they stand" }),
  from: moment.optional().openapi({ description: "From this day (Japan's) or moment on" }),
  to: moment.optional().openapi({ description: "Up to and with this day, or before this moment" }),
});
