import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortestPassword, weaknessOf, weaknessWords, type Weakness } from "./rules.ts";

const common = new Set(["password", "iloveyou", "welcome", "passwordpassword", "letmein please"]);
const own = ["山田 花子", "hanako.yamada@tea-shop.example", "結び商店", "musubi"];
const told = (password: string) => weaknessOf(password, { own, common });

describe("passwords that are easy to guess are refused, and why", () => {
  it.each<[string, Weakness | null]>([
    ["elevenlette", "short"],
    ["twelve lette", null],
    ["十一文字の日本語のこと", "short"],
    ["十二文字の日本語のことば", null],
    ["aaaaaaaaaaaa", "pattern"],
    ["abcabcabcabca", "pattern"],
    ["１２３４５６７８９０１２", "pattern"],
    ["123456789012345", "pattern"],
    ["987654321098", "pattern"],
    ["qwertyuiopas", "pattern"],
    ["qwertyuiop[]as", null],
    ["abcdef123456", "pattern"],
    ["abcdefxabcdefy", null],
    ["xabcdefyabcd", null],
    ["!abcdefghij?", "pattern"],
    ["789098789098", "pattern"],
    ["asdfghjklkjh", "pattern"],
    ["zxcvbnmnbvcx", "pattern"],
    ["lkjhgfdsapoi", "pattern"],
    ["cup1cup1cup1", "pattern"],
    ["cup1cup1cup1cup", "pattern"],
    ["cup1cup1cup1kite", null],
    ["Password2026!", "common"],
    ["2026-Password", "common"],
    ["p@ssw0rd12345", "common"],
    ["Iloveyou-2026", "common"],
    ["welcomeWELCOME1", "common"],
    ["welcome welcome", "common"],
    ["welcomewelcomewelcome", "common"],
    ["welcome welcome home", null],
    ["home.welcome-welcome", null],
    ["Letmein Please", "common"],
    ["welcome to the tea", null],
    ["Hanako-Yamada-1985", "own"],
    ["hanako!hanako!", "own"],
    ["花子花子花子1985!!!!", "own"],
    ["結び商店結び商店2026", "own"],
    ["teashop-musubi", "own"],
    ["tea-shop-2026-ok", "own"],
    ["hanako drinks cold tea", null],
    ["hanako-cups-9", "own"],
    ["hanako-kites-9", null],
    ["73#91!52&84?", null],
    ["correct horse battery staple", null],
  ])("%s: %s", (password, why) => {
    expect(told(password)).toBe(why);
  });

  it.each([
    "destinati0n-9",
    "dest1nation-9",
    "d3stination-9",
    "destin4tion-9",
    "de5tination-9",
    "des7ination-9",
    "destin@tion-9",
    "de$tination-9",
    "dest!nation-9",
  ])("%s is a common word, with a sign that looks like one of its letters", (password) => {
    expect(weaknessOf(password, { own: [], common: new Set(["destination"]) })).toBe("common");
  });

  it.each<[string, string[], string, Weakness | null]>([
    ["whatever its case", ["Kumiko"], "kumiko-1985-kumiko", "own"],
    ["also without the signs in it", ["K.T.M."], "ktm-ktm-1985", "own"],
    ["the longest first", ["hana", "hanako"], "hanakohanakohanako1", "own"],
    ["but not two Latin letters", ["Jo"], "jo-cup-jo-99", null],
  ])("one's own words are taken out, %s: %j in %s", (_, words, password, why) => {
    expect(weaknessOf(password, { own: words, common })).toBe(why);
  });

  it("each reason has its words, in both languages", () => {
    for (const { ja, en } of Object.values(weaknessWords)) expect(ja.length * en.length).toBeGreaterThan(0);
    expect(weaknessWords.short.ja).toContain(String(shortestPassword));
  });

  it("what a manager makes is taken: twelve random letters or more", () => {
    const letters = [..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_"];
    const random = fc.array(fc.constantFrom(...letters), { minLength: 16, maxLength: 40 });
    fc.assert(
      fc.property(random, (all) => {
        const isVaried = new Set(all.map((each) => each.toLowerCase())).size > 8;
        if (isVaried) expect(["pattern", null]).toContain(told(all.join("")));
      }),
    );
  });

  it("without own words nothing is one's own", () => {
    expect(weaknessOf("hanako-yamada", { own: ["", "a", "-"], common })).toBeNull();
  });
});
