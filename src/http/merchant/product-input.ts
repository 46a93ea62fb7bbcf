import { z } from "@hono/zod-openapi";
import { limits, smaregiProductIdShape } from "../../catalog/rules.ts";
import { janOfUpc } from "../../catalog/bulk/values.ts";
import type { Text } from "../../kit/errors.ts";
import { ownIdSpelling } from "../../kit/ids.ts";
import { folded } from "../../kit/text/rules.ts";
import { idSpelling } from "../../smaregi/spelling.ts";
import { quantity, shaped, taxRate, text, variationId, yen } from "../schemas.ts";

const texts = {
  smaregiProductId: {
    ja: "スマレジ商品ID: 半角数字で15桁まで(例: 8000001)",
    en: "Smaregi product ID: up to 15 digits (such as 8000001)",
  },
  janCode: {
    ja: "JANコード: 半角数字で13桁または8桁(例: 4901234567894)",
    en: "JAN code: 13 or 8 digits (such as 4901234567894)",
  },
} satisfies Record<string, Text>;
/** Digits as people type them: full width, separated by blanks or hyphens. */
const digitsOf = (typed: string): string => janOfUpc(folded(typed).replaceAll(/[ -]/g, ""));

export const smaregiProductId = shaped(smaregiProductIdShape, texts.smaregiProductId, idSpelling);
export const pattern = z.enum(["none", "pattern1", "pattern2"]);
const code = text(limits.productCode);

const question = z.union([
  z.object({
    name: text(limits.question),
    choices: z.array(text(limits.question)).min(1).max(limits.choices),
  }),
  z.object({ name: text(limits.question), freeText: z.literal(true) }),
]);

const variationInput = z
  .object({
    id: z.string().overwrite(ownIdSpelling),
    name: text(limits.variationName, 0),
    productCode: code.nullable(),
    janCode: shaped(/^(\d{8}|\d{13})$/, texts.janCode, digitsOf).nullable(),
    price: yen.nullable(),
    taxRate: taxRate.nullable(),
    stockManaged: z.boolean(),
    quantity: quantity.nullable(),
    smaregiProductId: smaregiProductId.nullable(),
  })
  .partial();

/** A change of a product: what is left out does not change. */
export const changeInput = z
  .object({
    productCode: code.nullable(),
    name: text(limits.name),
    price: yen,
    taxRate,
    published: z.boolean(),
    variationPattern: pattern,
    questions: z.array(question).max(limits.questions),
    variations: z.array(variationInput).max(limits.variations),
  })
  .partial();
/** A new product. */
export const registerInput = changeInput.required({ name: true, price: true, taxRate: true });

const noLink: Text = {
  ja: "かんたん商品一括変更ではスマレジ商品IDを設定できません。",
  en: "Quick bulk edit can't set a Smaregi product ID.",
};

const edit = z.strictObject({
  variationId,
  quantity: quantity.nullable().optional(),
  price: yen.optional(),
  published: z.boolean().optional(),
  // U5: listed here, so that a caller who tries it gets the reason.
  smaregiProductId: z
    .unknown()
    .superRefine((value, check) => {
      if (value !== undefined) check.addIssue({ code: "custom", params: { text: noLink } });
    })
    .optional(),
});

/** The rows of かんたん商品一括変更. */
export const quickEditInput = z.object({ items: z.array(edit).min(1).max(500) });
