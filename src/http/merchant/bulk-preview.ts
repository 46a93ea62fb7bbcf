import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import { meanings, nameOf } from "../../catalog/bulk/carts/mapping.ts";
import { previewFile } from "../../catalog/bulk/preview-file.ts";
import type { Context } from "../../context.ts";
import { callerOf, openDoor, security } from "../door.ts";
import { languageOf } from "../problems.ts";
import { answers } from "../schemas.ts";
import { askedMapping } from "./mapping-input.ts";

export const bulkPreview = z
  .object({
    ours: z.boolean().openapi({ description: "All columns are ours: there is nothing to match" }),
    cart: z.object({ name: z.string(), title: z.string() }).nullable(),
    kept: z.boolean().openapi({ description: "As this merchant chose for such headings before" }),
    price: z.enum(["included", "excluded"]),
    columns: z.array(
      z.object({ heading: z.string(), samples: z.array(z.string()), meaning: z.string().nullable() }),
    ),
    choices: z.array(z.object({ meaning: z.string(), title: z.string() })),
    problems: z.array(z.string()),
    products: z.array(
      z.object({
        row: z.int(),
        name: z.string().nullable(),
        productCode: z.string().nullable(),
        price: z.int().nullable(),
        taxRate: z.int().nullable(),
        published: z.boolean().nullable(),
        variations: z.array(
          z.object({
            name: z.string(),
            productCode: z.string().nullable(),
            janCode: z.string().nullable(),
            price: z.int().nullable(),
            stockManaged: z.boolean(),
            quantity: z.int().nullable(),
            smaregiProductId: z.string().nullable(),
          }),
        ),
        problems: z.array(z.string()),
      }),
    ),
  })
  .openapi("BulkPreview");

/** Shows how a file will be read, before it is sent: its columns and first products. */
export function bulkPreviewRoutes(ctx: Context) {
  const door = openDoor();
  door.openapi(
    createRoute({
      method: "post",
      path: "/products/bulk-preview",
      security,
      request: {
        query: z.object({ for: z.enum(["register", "change"]).default("register"), mapping: askedMapping }),
        body: {
          description: "The beginning of the file (256 KB): what is behind is not looked at",
          content: { "text/csv": { schema: z.string() } },
        },
      },
      responses: answers(200, bulkPreview, "What its columns mean, and its first products"),
    }),
    async (c) => {
      const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? Readable.from([]);
      const { for: kind, mapping: asked } = c.req.valid("query");
      const { merchantId } = callerOf(c);
      const { cart, problems, products, ...seen } = await previewFile(ctx, { merchantId, kind, asked, body });
      const language = languageOf(c);
      const shownProducts = products.map((product) => ({
        ...product,
        problems: product.problems.map((problem) => problem[language]),
      }));
      const named = cart === null ? null : { name: cart.name, title: cart.title[language] };
      const choices = meanings.map((meaning) => ({ meaning, title: nameOf(meaning)[language] }));
      const faults = problems.map((problem) => problem[language]);
      return c.json({ ...seen, cart: named, choices, problems: faults, products: shownProducts }, 200);
    },
  );
  return door;
}
