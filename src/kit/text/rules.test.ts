import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { folded, readsAs, spelledOut, stored, storedWithin } from "./rules.ts";

/** Any letter of Unicode, half of them of the first plane. */
const anyLetter = fc
  .oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0x10000, max: 0x10ffff }))
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
const anyText = fc.string({ unit: anyLetter, maxLength: 12 });
const letters =
  "ハ\u{3099}バﾊﾞか\u{C5}\u{212B}\u{2126}\u{795E}\u{FA19}e\u{301}葛\u{E0100}\u{200D}〜～ \u{3000}-\u{2212}";
const japanese = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
const all = fc.oneof(anyText, japanese);

describe("P10: stored text has one form", () => {
  it("storing twice is storing once, and what is shown is the same letters", () => {
    fc.assert(
      fc.property(all, (text) => {
        expect(stored(stored(text))).toBe(stored(text));
        expect(stored(text).normalize("NFC")).toBe(text.normalize("NFC"));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["decomposed kana, as a Mac writes it", "ハ\u{3099}ニラ", "バニラ"],
    ["decomposed Latin letters", "cafe\u{301}", "caf\u{E9}"],
    ["older kanji of names stay", "\u{FA19}\u{FA1B}\u{FA10}", "\u{FA19}\u{FA1B}\u{FA10}"],
    ["ohm, kelvin and angstrom signs stay", "\u{2126}\u{212A}\u{212B}", "\u{2126}\u{212A}\u{212B}"],
    ["kanji of the supplement stay", "\u{2F800}\u{2FA1D}", "\u{2F800}\u{2FA1D}"],
    ["a variation selector stays", "葛\u{E0100}城", "葛\u{E0100}城"],
    ["joined emoji stay", "👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧"],
    ["width stays", "ＡｶﾞＢ 〜～", "ＡｶﾞＢ 〜～"],
  ])("%s", (_, typed, kept) => expect(stored(typed)).toBe(kept));

  it("reaches every text of a body, names of fields too", () => {
    expect(storedWithin({ "ハ\u{3099}": ["カ\u{309A}", 1, null, { a: "カ\u{3099}" }] })).toEqual({
      バ: ["カ\u{309A}", 1, null, { a: "ガ" }],
    });
  });
});

describe("P10: keys are compared as people read them", () => {
  it("folding twice is folding once, and how a text is stored changes no key", () => {
    fc.assert(
      fc.property(all, fc.boolean(), (text, ignoreCase) => {
        const once = folded(text, { ignoreCase });
        expect(folded(once, { ignoreCase })).toBe(once);
        expect(folded(stored(text), { ignoreCase })).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["ハ\u{3099}ニラ／Lサイズ", "バニラ/Lサイズ"],
    ["ｶﾞｳﾝ", "ガウン"],
    ["Ａ−１", "A-1"],
    ["A‐1", "A–1"],
    ["S〜L", "S～L"],
    ["白　M ", "白 M"],
    ["白\u{00A0}M", "白 M"],
    ["A\u{200B}-1\u{FEFF}", "A-1"],
    ["葛\u{E0100}", "葛"],
    ["A\0-1", "A-1"],
    ["\u{FA19}", "\u{795E}"],
    ["か\u{200D}\u{3099}", "が"],
  ] as const)("%j reads as %j", (one, other) => expect(readsAs(one, other)).toBe(true));

  it.each([
    ["a-1", "A-1"],
    ["コーヒー", "コ-ヒ-"],
    ["はな", "ハナ"],
    ["A1", "A-1"],
  ])("%j is not %j", (one, other) => expect(readsAs(one, other)).toBe(false));

  it("case is nothing where the field says so", () => {
    expect(folded("Ａbc@Example.JP", { ignoreCase: true })).toBe("abc@example.jp");
  });

  it("a difference that can't be seen is shown by numbers", () => {
    expect(spelledOut("S〜L", "S～L")).toBe("S〜(U+301C)L");
    expect(spelledOut("白\u{200B}M", "白M")).toBe("白(U+200B)M");
    expect(spelledOut("白M", "白\u{200B}M")).toBe("白M");
  });
});
