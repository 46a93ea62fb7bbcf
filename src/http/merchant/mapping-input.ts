import { z } from "@hono/zod-openapi";
import type { AskedMapping } from "../../catalog/bulk/carts/choose-mapping.ts";
import type { Text } from "../../kit/errors.ts";

const wrong: Text = {
  ja: 'カートの名前(例: ec-cube)、auto、または列の対応(例: {"品名":"name","値段":"price"})を指定してください。',
  en: 'Give the name of a cart (such as ec-cube), auto, or the columns (such as {"title":"name","cost":"price"}).',
};
const fields = z.record(z.string(), z.string().nullable());
const whole = z.object({
  cart: z.string().nullish(),
  price: z.enum(["included", "excluded"]).optional(),
  only: z.boolean().optional(),
  columns: fields,
});

/** `mapping` of a query: the name of a cart, `auto`, or JSON with the meaning of each heading. */
export const askedMapping = z
  .string()
  .max(20_000)
  .optional()
  .transform((text, check): AskedMapping | null => {
    if (text === undefined || text.trim() === "") return null;
    if (!text.trim().startsWith("{")) return text.trim().toLowerCase();
    const given = jsonOf(text);
    const all = whole.safeParse(given);
    if (all.success) return all.data;
    const columns = fields.safeParse(given);
    if (columns.success) return { columns: columns.data };
    check.addIssue({ code: "custom", params: { text: wrong } });
    return z.NEVER;
  })
  .openapi({
    type: "string",
    description:
      "How another cart's columns are read: its name (ec-cube, colorme, makeshop, base, shopify, rakuuru, smaregi), auto, or a JSON object with what each heading means (null: passed over)",
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
