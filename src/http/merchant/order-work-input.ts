import { z } from "@hono/zod-openapi";
import { folded } from "../../kit/text/rules.ts";
import { day, shaped, text } from "../schemas.ts";

export const payment = z.enum(["unpaid", "paid"]);
export const shipping = z.enum(["unshipped", "preparing", "shipped"]);
const carrier = z.enum(["yamato", "sagawa", "japanPost", "other"]);

/** A tracking number in its one spelling (P10): half width, without dashes and blanks. */
const trackingSpelling = (typed: string): string =>
  folded(typed)
    .toUpperCase()
    .replaceAll(/[-ー\s]/g, "");

const trackingNumber = shaped(
  /^[0-9A-Z]{4,30}$/,
  {
    ja: "お問い合わせ番号: 半角の英数字4〜30文字(例: 1234-5678-9012)",
    en: "Tracking number: 4 to 30 digits and letters (such as 1234-5678-9012)",
  },
  trackingSpelling,
);
const deliverTime = shaped(
  /^(0\d|1\d|2[0-3])(0\d|1\d|2[0-4])$/,
  {
    ja: "時間帯: 何時から何時までを4桁で(例: 1416)",
    en: "From which hour until which, as four digits (such as 1416)",
  },
  (typed) => folded(typed),
);

const fields = {
  payment,
  paidOn: day.nullable(),
  shipping,
  shippedOn: day.nullable(),
  memo: text(2000, 0),
  carrier: carrier.nullable(),
  trackingNumber: trackingNumber.nullable(),
  deliverOn: day.nullable(),
  deliverTime: deliverTime.nullable(),
};

/** The working data of an order in an answer: blank fields are left out, except the two axes. */
export const work = z.object({
  payment,
  paidOn: z.string().optional(),
  shipping,
  shippedOn: z.string().optional(),
  memo: z.string().optional(),
  carrier: carrier.optional(),
  trackingNumber: z.string().optional(),
  deliverOn: z.string().optional(),
  deliverTime: z.string().optional(),
});

/** A change of the working data: what is left out does not change. */
export const workInput = z
  .object(fields)
  .partial()
  .extend({
    seen: z.object(fields).partial().optional().openapi({
      description: "What the fields were when the caller saw them: one that changed since is 409",
    }),
  });

export const commentInput = z.object({
  text: text(2000),
  key: text(100).openapi({ description: "Chosen by the caller: sent twice, the comment stands once" }),
});
