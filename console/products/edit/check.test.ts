import { describe, expect, it } from "vitest";
import { problemsIn, type CheckWords } from "./check.ts";
import { newProduct, newQuestion, newVariation, type ProductValues } from "./form.ts";

const words: CheckWords = {
  needed: "needed",
  tooLong: (most) => `longer than ${most}`,
  badNumber: "no number",
  tooLarge: (most) => `more than ${most}`,
  badJan: "no JAN code",
  badSmaregiId: "no Smaregi product ID",
  choices: "no choices",
  questions: "no questions",
  oneVariation: "one variation",
  someVariations: "no variation",
};
const right: ProductValues = { ...newProduct(), name: "扇子", price: "1000" };
const row = (more: Partial<ProductValues["variations"][number]>) => ({ ...newVariation(), ...more });
const question = (more: Partial<ProductValues["questions"][number]>) => ({ ...newQuestion(), ...more });

describe("what is wrong with a product's form", () => {
  it("nothing, where all is right", () => {
    const pattern1 = {
      variationPattern: "pattern1" as const,
      variations: [row({ name: "白" }), row({ name: "藍" })],
    };
    const questions = [question({ name: "色", choices: "紺" }), question({ name: "文字", isFreeText: true })];
    const pattern2 = { variationPattern: "pattern2" as const, questions };
    for (const more of [{}, pattern1, pattern2]) expect(problemsIn({ ...right, ...more }, words)).toEqual({});
  });

  it.each<[Partial<ProductValues>, Record<string, string>]>([
    [{ name: " " }, { name: "needed" }],
    [{ name: "字".repeat(256) }, { name: "longer than 255" }],
    [{ productCode: "x".repeat(51) }, { productCode: "longer than 50" }],
    [{ price: "" }, { price: "needed" }],
    [{ price: "たかい" }, { price: "no number" }],
    [{ price: "-1" }, { price: "no number" }],
    [{ price: "100,000,000" }, { price: "more than 99,999,999" }],
    [{ variations: [] }, { variations: "no variation" }],
    [{ variations: [row({}), row({})] }, { variations: "one variation" }],
    [{ variations: [row({ janCode: "123" })] }, { "variations.0.janCode": "no JAN code" }],
    [{ variations: [row({ janCode: "１２３４５６７８" })] }, {}],
    [{ variations: [row({ price: "1.5" })] }, { "variations.0.price": "no number" }],
    [
      { variations: [row({ productCode: "x".repeat(51) })] },
      { "variations.0.productCode": "longer than 50" },
    ],
    [
      { variations: [row({ smaregiProductId: "8a" })] },
      { "variations.0.smaregiProductId": "no Smaregi product ID" },
    ],
    [
      { variations: [row({ smaregiProductId: "1".repeat(16) })] },
      { "variations.0.smaregiProductId": "no Smaregi product ID" },
    ],
    [{ variations: [row({ quantity: "1,000,000" })] }, { "variations.0.quantity": "more than 999,999" }],
    [{ variations: [row({ quantity: "999999" })] }, {}],
    // A number that the form does not send is not checked (U3).
    [{ variations: [row({ smaregiProductId: "1", quantity: "x" })] }, {}],
    [{ variationPattern: "pattern1" }, { "variations.0.name": "needed" }],
    [{ variationPattern: "pattern2" }, { questions: "no questions" }],
    [
      { variationPattern: "pattern2", questions: [question({ choices: "紺" })] },
      { "questions.0.name": "needed" },
    ],
    [
      { variationPattern: "pattern2", questions: [question({ name: "色", choices: " \n" })] },
      { "questions.0.choices": "no choices" },
    ],
    [
      { variationPattern: "pattern2", questions: [question({ name: "色", choices: "字".repeat(101) })] },
      { "questions.0.choices": "longer than 100" },
    ],
  ])("%j: %j", (more, problems) => {
    expect(problemsIn({ ...right, ...more }, words)).toEqual(problems);
  });
});
