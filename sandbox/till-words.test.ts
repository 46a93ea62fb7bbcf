import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = new URL("till/", import.meta.url);
const sources = readdirSync(folder)
  .filter((name) => /\.(js|html)$/.test(name) && !name.startsWith("words"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"))
  .join("\n");
// The page's own modules are JavaScript without types.
const dictionary = async () => {
  const [sale, records] = await Promise.all(
    ["words-sale.js", "words-records.js"].map((name) => import(new URL(name, folder).href)),
  );
  return {
    sale: Object.entries<string[]>(sale.saleWords),
    records: Object.entries<string[]>(records.recordWords),
  };
};

describe("the till's dictionary", () => {
  it("has every text in Japanese and English, none empty, with the same places to fill in", async () => {
    const { sale, records } = await dictionary();
    const holes = (text = "") => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
    for (const [key, texts] of [...sale, ...records]) {
      expect(texts, key).toHaveLength(2);
      expect(
        texts.every((text) => text.trim() !== ""),
        key,
      ).toBe(true);
      expect(holes(texts[0]), key).toEqual(holes(texts[1]));
    }
    // The button for the other language is in that language.
    const english = [...sale, ...records].filter(([key]) => !key.startsWith("other.language"));
    expect(
      english.filter(([, [, text]]) => /[\u3040-\u30ff\u4e00-\u9fff]/.test((text ?? "").replace("※", ""))),
    ).toEqual([]);
  });

  it("says nothing twice, has what the page asks for, and nothing that it never says", async () => {
    const { sale, records } = await dictionary();
    const keys = [...sale, ...records].map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const asked = [...sources.matchAll(/(?:\bsay\(|data-say(?:-\w+)?=)"([^"]+)"/g)].map(
      ([, key = ""]) => key,
    );
    expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
    const isSaid = (key: string) =>
      sources.includes(`"${key}"`) ||
      sources.includes(`\`${key.slice(0, key.lastIndexOf(".") + 1)}\${`) ||
      new RegExp(`^\\s+${key}: \\[`, "m").test(sources);
    expect(keys.filter((key) => !isSaid(key))).toEqual([]);
  });
});
