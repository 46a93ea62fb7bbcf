import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { changeInput, quickEditInput, registerInput } from "./merchant/product-input.ts";
import { connectionInput } from "./merchant/connection.ts";
import { editInput, orderInput } from "./merchant/order-input.ts";
import { invalidInput } from "./problems.ts";
import { listQuery } from "./schemas.ts";
import { sentenceOf } from "./sentences.ts";

const said = (schema: z.ZodType, value: unknown) => {
  const read = schema.safeParse(value);
  return read.success ? [] : read.error.issues.map(sentenceOf);
};

it.each([
  [z.int(), 1.5, "整数を指定してください。"],
  [z.string(), 1, "文字で指定してください。"],
  [z.array(z.string()), {}, "一覧の形で指定してください。"],
  [z.object({}), [], "項目の組で指定してください。"],
  [z.string().max(3), "four", "3文字以内で指定してください。"],
  [z.string().min(1), "", "必須です。"],
  [z.string().min(8), "short", "8文字以上で指定してください。"],
  [z.int().max(5), 6, "5以下の値を指定してください。"],
  [z.int().min(1), 0, "1以上の値を指定してください。"],
  [z.array(z.int()).max(1), [1, 2], "1件までで指定してください。"],
  [z.enum(["a", "b"]), "c", "次のいずれかを指定してください: a / b"],
  [z.iso.date(), "2026/1/31", "日付は「2026-01-31」の形で指定してください。"],
  [z.string().regex(/^[0-9]+$/), "x", "形式が正しくありません。"],
  [z.strictObject({}), { odd: 1 }, "使えない項目があります: odd"],
  [z.union([z.literal(8), z.literal(10)]), 5, "次のいずれかを指定してください: 8 / 10"],
  [
    z.discriminatedUnion("unit", [
      z.object({ unit: z.literal("week") }),
      z.object({ unit: z.literal("month") }),
    ]),
    { unit: "day" },
    "次のいずれかを指定してください: week / month",
  ],
  [z.union([z.literal(8), z.string()]), 5, "形式が正しくありません。"],
  [z.union([z.string(), z.boolean()]), 5, "形式が正しくありません。"],
  [z.array(z.int()).min(1), [], "必須です。"],
  [z.object({ name: z.string() }).partial().required({ name: true }), {}, "必須です。"],
  [z.array(z.int()).min(2), [1], "2件以上を指定してください。"],
  [z.strictObject({}), { odd: 1, even: 2 }, "使えない項目があります: odd, even"],
  [
    z.strictObject({}),
    Object.fromEntries([..."abcdefghijkl"].map((key) => [key, 1])),
    "使えない項目があります: a, b, c, d, e, f, g, h, i, j",
  ],
])("P10: %#: said in plain words", (schema, value, sentence) => {
  expect(said(schema, value).map(({ ja }) => ja)).toEqual([sentence]);
});

it("what is wrong with a body as a whole is said without a place, and with a part of it by its place", () => {
  const refused = (schema: z.ZodType, body: unknown) => {
    const { error } = schema.safeParse(body);
    return error === undefined ? null : invalidInput(error).detail.ja;
  };
  const one = z.strictObject({ name: z.string() });
  expect(refused(one, [])).toBe("入力内容に誤りがあります。項目の組で指定してください。");
  expect(refused(one, { name: 1 })).toBe("入力内容に誤りがあります。name: 文字で指定してください。");
});

it("P10: whatever is sent to a field, no refusal holds a pattern, the name of a type or a library's word", () => {
  const schemas = {
    registerInput,
    changeInput,
    quickEditInput,
    connectionInput,
    orderInput,
    editInput,
    listQuery,
  };
  const garbage = fc.oneof(
    fc.anything({ key: fc.constantFrom("a", "b") }),
    fc.constantFrom("", " ", "'", "①", -1, 1.5, 1e12, null, [], {}, "x".repeat(400)),
  );
  const fields = (schema: z.ZodType) => Object.keys((schema as z.ZodObject).shape);
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(schemas)), fc.nat(), garbage, (schema, nth, value) => {
      const names = fields(schema);
      const texts = said(schema, { [names[nth % names.length] ?? ""]: value });
      for (const { ja, en } of texts) {
        expect(`${ja} ${en}`).not.toMatch(
          /\^|\\d|\[A-Z|パターン\/|文字列|配列|オブジェクト|\b(string|array|object|undefined|NaN|null|regex|Invalid|expected)\b/,
        );
      }
    }),
    { numRuns: 1000 },
  );
});

const connection = { contractId: "sb_example", storeId: "1", terminalId: "7" };

it.each([
  ["contractId", "sb_example ", "sb_example"],
  ["contractId", "ｓｂ＿example\u{200B}", "sb_example"],
  ["storeId", "０１", "1"],
  ["terminalId", " 007", "7"],
])("cases 05, 13: %s %j is mended", (field, typed, id) => {
  expect(connectionInput.parse({ ...connection, [field]: typed })).toMatchObject({ [field]: id });
});

it.each([
  ["contractId", "契約", "契約ID: 半角英数字で64文字まで(例: sb_abc123)"],
  ["storeId", "0", "店舗ID: 半角数字で9桁まで(例: 1)"],
  ["terminalId", "七", "端末ID: 半角数字で9桁まで(例: 1)"],
])("P10: %s %j is told in the words of the page", (field, typed, sentence) => {
  expect(said(connectionInput, { ...connection, [field]: typed }).map(({ ja }) => ja)).toEqual([sentence]);
});

it("P10: a product's ID and JAN have one spelling, its texts one form", () => {
  const variation = { name: "ハ\u{3099}", smaregiProductId: "０8000010", janCode: "4901234 567894" };
  expect(changeInput.parse({ variations: [variation] })).toEqual({
    variations: [{ name: "バ", smaregiProductId: "8000010", janCode: "4901234567894" }],
  });
});

it("P10: a variation's ID in capitals is the same one, in a product, an order and a quick edit", () => {
  const id = "01a20a66-c2f5-74aa-9594-0cc1570362f3";
  const capitals = id.toUpperCase();
  const line = { variationId: capitals, quantity: 1 };
  expect(changeInput.parse({ variations: [{ id: capitals }] })).toEqual({ variations: [{ id }] });
  expect(orderInput.parse({ kind: "normal", lines: [line] }).lines).toEqual([{ ...line, variationId: id }]);
  expect(quickEditInput.parse({ items: [{ variationId: capitals, price: 100 }] })).toEqual({
    items: [{ variationId: id, price: 100 }],
  });
});
