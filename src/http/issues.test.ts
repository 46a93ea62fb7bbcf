import { expect, it } from "vitest";
import { z } from "zod";
import { placedIssues } from "./issues.ts";
import { registerInput } from "./merchant/product-input.ts";
import { sentenceOf } from "./sentences.ts";

const apply = z.union([
  z.strictObject({ class: z.literal("certain"), sure: z.boolean().default(false) }),
  z.strictObject({ links: z.array(z.object({ id: z.string() })).min(1), sure: z.boolean().default(false) }),
]);
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const scope = z.union([z.literal("all"), z.array(z.string()).max(1)]);
const counted = z.object({ count: z.int().min(1).max(999_999), any: z.int() }).partial();
const question = (asked: object) => ({ name: "マグカップ", price: 1, taxRate: 10, questions: [asked] });

const said = (schema: z.ZodType, value: unknown) =>
  placedIssues(schema.safeParse(value).error?.issues ?? []).map(
    ({ path, issue }) => `${path.join(".")}: ${sentenceOf(issue).ja}`,
  );

it.each([
  [apply, { class: "sure" }, ["class: 次のいずれかを指定してください: certain"]],
  [apply, { links: "all" }, ["links: 一覧の形で指定してください。"]],
  [apply, { links: [{ id: 5 }] }, ["links.0.id: 文字で指定してください。"]],
  [
    apply,
    { links: [{ id: 5 }], sure: 1 },
    ["links.0.id: 文字で指定してください。", "sure: true または false を指定してください。"],
  ],
  [apply, { class: "certain", odd: 1 }, [": 使えない項目があります: odd"]],
  [apply, {}, ["class: 次のいずれかを指定してください: certain"]],
  [apply, "certain", [": 形式が正しくありません。"]],
  [day, "2026/1/31", [": 日付は「2026-01-31」の形で指定してください。"]],
  [scope, ["a", "b"], [": 1件までで指定してください。"]],
  [scope, "some", [": 形式が正しくありません。"]],
  [registerInput, question({ name: "名入れ", choices: [""] }), ["questions.0.choices.0: 必須です。"]],
  [
    registerInput,
    question({ name: "名入れ", choices: "はい" }),
    ["questions.0.choices: 一覧の形で指定してください。"],
  ],
  [
    registerInput,
    question({ name: "名入れ", freeText: "はい" }),
    ["questions.0.freeText: 次のいずれかを指定してください: true"],
  ],
  [counted, { count: 2 ** 53 }, ["count: 999999以下の値を指定してください。"]],
  [counted, { count: -(2 ** 53) }, ["count: 1以上の値を指定してください。"]],
  [counted, { any: 2 ** 53 }, ["any: 9007199254740991以下の値を指定してください。"]],
  [registerInput, question({ name: "", freeText: true }), ["questions.0.name: 必須です。"]],
  [registerInput, question({ choices: ["はい"] }), ["questions.0.name: 必須です。"]],
])(
  "P10: %#: where a value may have several forms or bounds, the field that is wrong and its own bound are named",
  (schema, value, sentences) => {
    expect(said(schema, value)).toEqual(sentences);
  },
);
