import { describe, expect, it } from "vitest";
import type { Fact } from "./fact.ts";
import { shapes } from "./facts.fixture.ts";
import { factKinds, tell, tellPlainly, together } from "./tell.ts";

const japanese = /[\u3041-\u30ff\u4e00-\u9fff。]/;
const broken = /undefined|null\b.*null|NaN|\[object|\{|\}/;
/** Kinds with only other people's words, which are the same in both languages. */
const foreign = new Set(["smaregiSaid", "said", "commented"]);

describe("each kind of fact", () => {
  it("has its shapes in the test", () => {
    expect(Object.keys(shapes).toSorted()).toEqual(factKinds.toSorted());
  });

  it.each(
    Object.entries(shapes).flatMap(([kind, all]) =>
      all.map((data) => [kind, { kind, data } as Fact] as const),
    ),
  )("%s is told in Japanese and in English: %j", (kind, fact) => {
    const ja = tell(fact, "ja");
    const en = tell(fact, "en");
    for (const text of [ja, en]) {
      expect(text).not.toMatch(broken);
      expect(text.trim()).toBe(text);
      expect(text).not.toBe("");
    }
    if (foreign.has(kind)) return expect(en).toBe(ja);
    expect(ja).toMatch(japanese);
    expect(en).not.toMatch(japanese);
    // Variable parts are in both texts: each name and number in one is also in the other.
    const named = (text: string) => [...text.matchAll(/[0-9]{2,}|[A-Z_]{6,}/g)].map(String).toSorted();
    expect(named(en)).toEqual(named(ja));
  });
});

it("what was erased is said in the reader's language", () => {
  const commented: Fact = { kind: "commented", data: { text: "（削除済み）" } };
  const changes = [{ field: "memo", before: "", after: "（削除済み）" }];
  const worked: Fact = { kind: "workChanged", data: { changes } };
  expect([tell(commented, "ja"), tell(commented, "en")]).toEqual(["（削除済み）", "(erased)"]);
  expect(tell(worked, "ja")).toContain("（削除済み）");
  expect(tell(worked, "en")).toBe("Memo: “(blank)” became “(erased)”.");
});

describe("in plain words", () => {
  it.each(
    Object.entries(shapes).flatMap(([kind, all]) =>
      all.map((data) => [kind, { kind, data } as Fact] as const),
    ),
  )("%s is told in both languages, without what came back: %j", (kind, fact) => {
    if (kind === "said" || kind === "commented") return;
    const [ja, en] = [tellPlainly(fact, "ja"), tellPlainly(fact, "en")];
    for (const { plain, answer } of [ja, en]) {
      expect(plain).not.toMatch(broken);
      expect(plain).not.toMatch(/HTTP|^$|: $/);
      if (answer !== null) expect(plain).not.toContain(answer);
    }
    expect(ja.plain).toMatch(japanese);
    expect(ja.answer).toBe(en.answer);
  });

  const said = (text: string): Fact => ({ kind: "smaregiSaid", data: { said: text } });

  it.each([
    ["HTTP 400: 会員が存在しません。", "スマレジが内容を受け付けませんでした。"],
    ["HTTP 401", "スマレジの認証に失敗しました。"],
    ["HTTP 403: scope", "スマレジのアプリに権限がありません。"],
    ["HTTP 404", "スマレジに見つかりませんでした。"],
    ["HTTP 429", "スマレジへのアクセスが集中しているため、受け付けられませんでした。"],
    ["HTTP 500: oops", "スマレジでエラーが起きました。"],
    ["HTTP 503: <html>", "スマレジがメンテナンス中か、混み合っています。"],
    ["an earlier version's words", "スマレジが内容を受け付けませんでした。"],
  ])("%s means: %s", (text, plain) => {
    expect(tellPlainly(said(text), "ja")).toEqual({ plain, answer: text });
  });

  it("a cause is said once, and each answer is kept once", () => {
    const away = said("HTTP 503: maintenance");
    const fact: Fact = {
      kind: "callFailed",
      data: { call: "register", reasons: [away, { kind: "notLooked", data: { reason: away } }, away] },
    };
    expect(tellPlainly(fact, "ja")).toEqual({
      plain:
        "スマレジ連携: 取引登録に失敗しました。スマレジがメンテナンス中か、混み合っています。 登録・取消の結果も確認できませんでした。",
      answer: "HTTP 503: maintenance",
    });
  });
});

it("tells several facts one after the other, and keeps Smaregi's own words", () => {
  const said: Fact = { kind: "smaregiSaid", data: { said: "HTTP 400: 会員が存在しません。" } };
  const notLooked: Fact = { kind: "notLooked", data: { reason: said } };
  const both = together([{ kind: "timedOut", data: { seconds: 20 } }, notLooked]);
  expect(both === null ? "" : tell(both, "en")).toBe(
    "Smaregi did not answer within 20 seconds. What became of it could not be looked up: HTTP 400: 会員が存在しません。",
  );
  expect(together([said])).toBe(said);
  expect(together([])).toBeNull();
});

it("names a kind that a newer version wrote, and does not fail", () => {
  const fact = { kind: "somethingNew", data: {} } as unknown as Fact;
  expect(tell(fact, "ja")).toBe("somethingNew");
});
