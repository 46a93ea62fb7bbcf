import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inEnglish } from "../ui/recorded.ts";

const japanese = /[\u3041-\u30ff\u4e00-\u9fff]/;
/** Where the server writes what is read later. */
const rooms = [
  "smaregi",
  "order-link",
  "orders",
  "plans",
  "stock-sync",
  "maintenance",
  "connection",
  "reconcile",
];

/** The Japanese texts in a file that have no English beside them; what varies in them is an X. */
function aloneIn(path: string): string[] {
  const code = readFileSync(path, "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replaceAll(/ja:\s*("(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)/g, "");
  const texts = [...code.matchAll(/"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`/g)];
  return texts
    .map(([, plain, template]) => (plain ?? template ?? "").replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "X"))
    .filter((text) => japanese.test(text));
}

const files = rooms.flatMap((room) =>
  readdirSync(join("src", room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(name))
    .map((name) => join("src", room, name)),
);

describe("what the server records, in English", () => {
  it("has every sentence of the server", () => {
    const texts = files.flatMap((path) => aloneIn(path).map((text) => [path, text] as const));
    expect(texts.length).toBeGreaterThan(50);
    const missing = texts.filter(([, text]) => japanese.test(inEnglish(text)));
    expect(missing).toEqual([]);
  });

  it("reads several sentences, one within another, and keeps Smaregi's own words", () => {
    expect(
      inEnglish(
        "スマレジ連携: 取引登録に失敗しました。スマレジの応答が20秒以内にありませんでした。 自動で再送します。",
      ),
    ).toBe(
      "Smaregi: the registration failed. Smaregi did not answer within 20 seconds. It is sent again by itself.",
    );
    expect(inEnglish("スマレジ連携: 取引取消が成功しました(取引ID: 17)。")).toBe(
      "Smaregi: the cancellation succeeded (transaction ID: 17).",
    );
    expect(inEnglish("契約ID「sb_1」: スマレジに接続できません(ECONNREFUSED)。")).toBe(
      "Contract ID “sb_1”: Smaregi can't be reached (ECONNREFUSED).",
    );
    expect(inEnglish("結果を確認できませんでした: HTTP 400: 会員が存在しません。")).toBe(
      "What became of it could not be looked up: HTTP 400: 会員が存在しません。",
    );
    expect(inEnglish("管理画面: 佐藤")).toBe("Console: 佐藤");
  });
});
