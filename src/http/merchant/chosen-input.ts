import { z } from "@hono/zod-openapi";
import { numberSought, uuid } from "../schemas.ts";
import { orderSearch } from "./order-search.ts";

/** The chosen orders: these, or all that a search finds. */
export const chosenOrders = z
  .union([
    z.strictObject({ orderIds: z.array(uuid).min(1).max(1_000) }),
    z.strictObject({ numbers: z.array(numberSought).min(1).max(1_000) }),
    z.strictObject({ search: orderSearch }),
  ])
  .openapi({ description: "Orders by ID or by number, or all that a search finds" });
