import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { packageRoot } from "../kit/package-root.ts";
import type { Fact } from "./fact.ts";
import { shapes } from "./facts.fixture.ts";
import { tell } from "./tell.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const migration = await readFile(join(packageRoot, "migrations/0022_facts.sql"), "utf8");
  const [own = ""] = /create function [^]*?\nend \$\$;/.exec(migration) ?? [];
  await database.pool.query(own);
});
afterAll(() => database.drop());

async function factOf(text: string): Promise<Fact> {
  const { rows } = await database.pool.query("select recorded_fact($1) as fact", [text]);
  return rows[0].fact as Fact;
}

it("what an earlier version wrote is read as it was, whatever the migration made of it", async () => {
  const told = Object.entries(shapes).flatMap(([kind, all]) =>
    all.map((data) => tell({ kind, data } as Fact, "ja")),
  );
  const odd = [
    "",
    "HTTP 400: 会員が存在しません。",
    "スマレジ連携: 取引登録に失敗しました。HTTP 400: だめ。 自動で再送します。",
  ];
  for (const text of [...told, ...odd]) expect(tell(await factOf(text), "ja")).toBe(text);
});

it("a sentence that says one thing only is the fact that it says", async () => {
  const certain: Fact[] = [
    { kind: "orderPlaced", data: { by: "subscription" } },
    { kind: "statusChanged", data: { status: "shipped" } },
    { kind: "registered", data: { transactionId: "17", byLook: true } },
    { kind: "registered", data: { transactionId: "17", byLook: false, unknownProducts: ["1", "2"] } },
    { kind: "cancelled", data: { transactionId: "17", byLook: false } },
    { kind: "callFailed", data: { call: "register", reasons: [] } },
    {
      kind: "callFailed",
      data: { call: "cancel", reasons: [{ kind: "timedOut", data: { seconds: 20 } }], next: "lookedFor" },
    },
    { kind: "otherContract", data: { transactionId: "17", contractId: "sb_1" } },
    { kind: "heldGone", data: { productId: "8000001" } },
    { kind: "productGone", data: { productId: "8000001" } },
    { kind: "notLooked", data: { reason: { kind: "silent", data: {} } } },
  ];
  for (const fact of certain) expect(await factOf(tell(fact, "ja"))).toEqual(fact);
});

it("what may say more than one thing stays as it was said", async () => {
  const text = "HTTP 400: だめ。 スマレジの取引一覧を確認しましたが、登録されていません。";
  expect(await factOf(text)).toEqual({ kind: "said", data: { text } });
});
