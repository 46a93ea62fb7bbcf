import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import type { TestDatabase } from "../../test/support/database.ts";
import type { Context } from "../context.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { allLetters } from "../kit/text/cp932.ts";
import { folded } from "../kit/text/rules.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { deleteProduct } from "./delete-product.ts";
import { changeProduct, registerProduct } from "./save-product.ts";

let database: TestDatabase;
let ctx: Context;
let close: () => Promise<void>;
let merchantId: string;
beforeAll(async () => {
  ({ ctx, database, close } = await openTestContext());
  merchantId = (await createMerchant(ctx, { name: "店" })).id;
});
afterAll(() => close());

const register = async (productCode: string, more: object = {}) =>
  await registerProduct(ctx, {
    merchantId,
    actor: "test",
    product: {
      name: "品",
      price: 1,
      taxRate: 10,
      published: false,
      variationPattern: "none",
      productCode,
      ...more,
    } as never,
  });
const refusal = async (write: Promise<unknown>): Promise<string> =>
  await write.then(
    () => "taken",
    (error: unknown) => (error instanceof AppError ? `${error.code} ${error.detail.ja}` : String(error)),
  );

describe("P10: product codes are compared as people read them", () => {
  it.each([
    ["A-1", "Ａ‐１", "「Ａ(U+FF21)‐(U+2010)１(U+FF11)」と「A(U+0041)-(U+002D)1(U+0031)」"],
    ["バ-1", "ハ\u{3099}-1", "「ハ(U+30CF)(U+3099)-1」と「バ(U+30D0)-1」"],
    ["葛-1", "葛\u{E0100}-1", "「葛(U+E0100)-1」と「葛-1」"],
    ["S〜L", "S～L", "「S～(U+FF5E)L」と「S〜(U+301C)L」"],
  ])("%s is there: %s is refused, and both are shown with the difference", async (there, typed, both) => {
    await register(there);
    expect(await refusal(register(typed))).toBe(
      `product_code_taken 同じに読める商品コードが別の商品で使われています: ${both}`,
    );
    expect(await refusal(register(there))).toBe(
      "product_code_taken この商品コードは別の商品で使われています。",
    );
  });

  it.each([
    ["B-1", "b-1"],
    ["B1", "B-1x"],
    ["コーヒー", "コ-ヒ-"],
  ])("%s and %s are two", async (one, other) => {
    await register(one);
    expect(await refusal(register(other))).toBe("taken");
  });

  it("a product may take another spelling of its own code, and nobody the old one meanwhile", async () => {
    const id = await register("C-1");
    await changeProduct(ctx, { merchantId, actor: "test", id, product: { productCode: "Ｃ-1" } });
    expect(await refusal(register("C-1"))).toContain("同じに読める");
  });

  it("rows that clash from before both stay, and are saved as they are", async () => {
    const first = await register("D-1");
    const second = await register("D-2");
    // The state that an update finds: the older one holds the key.
    await ctx.db
      .updateTable("products")
      .set({ productCode: "Ｄ-1", codeKey: null })
      .where("merchantId", "=", merchantId)
      .where("id", "=", second)
      .execute();
    for (const id of [first, second])
      await changeProduct(ctx, { merchantId, actor: "test", id, product: { name: "新" } });
    const rows = await ctx.db
      .selectFrom("products")
      .select(["productCode", "name"])
      .where("merchantId", "=", merchantId)
      .where("id", "in", [first, second])
      .orderBy("serial")
      .execute();
    expect(rows).toEqual([
      { productCode: "D-1", name: "新" },
      { productCode: "Ｄ-1", name: "新" },
    ]);
  });
});

it("P10: PostgreSQL folds as the program does, letter by letter", async () => {
  const odd =
    "\u{301C}\u{2212}\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2500}\u{223C}\u{200B}\u{200D}\u{FEFF}\u{AD}\u{FE0F}\u{E0100}\u{A0}\u{3000}\u{2003}\u{212A}\u{FA19}\u{2F800}ﾊﾞか\u{3099}①㈱é \t\n";
  const letters = [...allLetters(), ...odd];
  const texts = letters.flatMap((letter, nth) => [letter, ` a${letter}${letters[nth + 1] ?? ""} b `]);
  const { rows } = await database.pool.query<{ key: string }>(
    "select folded(word) as key from unnest($1::text[]) with ordinality as each(word, nth) order by nth",
    [texts.filter((text) => !text.includes("\0"))],
  );
  const ours = texts.filter((text) => !text.includes("\0")).map((text) => folded(text));
  const otherwise = rows.flatMap(({ key }, nth) => (key === ours[nth] ? [] : [[key, ours[nth]]]));
  expect(otherwise).toEqual([]);
});

it("keeps merchants apart: another one may have the code", async () => {
  await register("E-1");
  const other = (await createMerchant(ctx, { name: `店 ${newId()}` })).id;
  const product = { name: "品", price: 1, taxRate: 10, productCode: "Ｅ-1" } as const;
  expect(
    await refusal(registerProduct(ctx, { merchantId: other, actor: "test", product: product as never })),
  ).toBe("taken");
});

describe("what a product is found by follows each save", () => {
  const wordsOf = async (id: string): Promise<string[] | undefined> => {
    const query = ctx.db.selectFrom("productSearch").selectAll().where("productId", "=", id);
    return (await query.executeTakeFirst())?.words.split("\n").toSorted();
  };
  it("registered, changed, a variation less, deleted", async () => {
    const variations = [
      { name: "白", productCode: "Ｗ-1", janCode: "4901234567894" },
      { name: "黒", productCode: "B-1" },
    ];
    const id = await register("Search-1", { name: "ﾃｨｰ シャツ", variationPattern: "pattern1", variations });
    expect(await wordsOf(id)).toEqual(["4901234567894", "b-1", "search-1", "w-1", "ティーシャツ"]);
    const { id: white } = await ctx.db
      .selectFrom("variations")
      .select("id")
      .where("productId", "=", id)
      .where("name", "=", "白")
      .executeTakeFirstOrThrow();
    await changeProduct(ctx, {
      actor: "test",
      merchantId,
      id,
      product: { name: "襟つき", variations: [{ id: white, janCode: null }] },
    });
    expect(await wordsOf(id)).toEqual(["search-1", "w-1", "襟ツキ"]);
    await deleteProduct(ctx, { merchantId, actor: "test", id });
    expect(await wordsOf(id)).toBeUndefined();
  });
});
