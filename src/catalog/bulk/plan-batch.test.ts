import { describe, expect, it } from "vitest";
import { productState } from "../product.fixture.ts";
import type { ProductState } from "../plan-product.ts";
import { columnsOf } from "./columns.ts";
import { planBatch, type BatchPlan } from "./plan-batch.ts";
import { readRow } from "./read-row.ts";
import { changeOfRow } from "./row-changes.ts";
import { unitsOf, type Unit } from "./units.ts";

type Given = {
  states?: ProductState[];
  claimed?: string[];
  ordered?: string[];
  onError?: "skip" | "stop";
  isShiftJis?: boolean;
};

/** Plans a file of one batch: its first line is the headings, commas separate its cells. */
async function plan(kind: "register" | "change", lines: string[], given: Given = {}): Promise<BatchPlan> {
  const [headings = [], ...cells] = lines.map((line) => line.split(","));
  const header = columnsOf(headings);
  async function* rows() {
    for (const [nth, each] of cells.entries()) yield readRow({ number: nth + 2, cells: each }, header, kind);
  }
  const units: Unit[] = [];
  for await (const unit of unitsOf(rows())) units.push(unit);
  const known: Parameters<typeof planBatch>[1] = {
    states: given.states ?? [],
    claimed: new Set(given.claimed),
    ordered: new Set(given.ordered),
    isShiftJis: given.isShiftJis ?? false,
  };
  const steps = planBatch(units, known, { kind, onError: given.onError ?? "skip" });
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Each refused row with its problems, as people read them. */
const refusals = ({ refused }: BatchPlan) =>
  refused.map(({ row, problems }) => [
    row.number,
    ...problems.map(({ column, message }) => `${column ?? "row"}: ${message.ja}`),
  ]);
const written = ({ writes }: BatchPlan) =>
  writes.map(({ columns, steps }) => [
    columns.name,
    ...steps.map(({ values, stock }) => `${values.name}=${stock.quantity}`),
  ]);

const shirt = () =>
  productState({ serial: 1, productCode: "T", name: "Tシャツ", price: 1000 }, [
    { name: "S", productCode: "T-S", quantity: 5 },
    { name: "M", productCode: "T-M", smaregiProductId: "8000001", quantity: 10 },
    { name: "L", smaregiProductId: "8000002", quantity: 10 },
  ]);
const dish = () => productState({ serial: 2, productCode: "P", name: "皿", price: 500 }, [{ quantity: 3 }]);

describe("商品一括登録: U1, U2: a new product", () => {
  it("is guessed from what its rows say: choices, questions or neither; a row is a variation", async () => {
    const { writes, done } = await plan("register", [
      "商品名,販売価格,商品コード,バリエーション名,質問,在庫数",
      "豆,1980,,,,30",
      "Tシャツ,2980,T-1,白 M,,1",
      ",,T-1,白 L,,2",
      "表札,5000,,,名前=(自由入力),5",
    ]);
    expect(done).toBe(4);
    expect(writes).toMatchObject([
      {
        isNew: true,
        columns: { variationPattern: "none", taxRate: 10, published: false },
        steps: [{ stock: { quantity: 30 } }],
      },
      {
        columns: { variationPattern: "pattern1", name: "Tシャツ" },
        steps: [{ values: { name: "白 M" } }, { values: { name: "白 L" } }],
      },
      { columns: { variationPattern: "pattern2", questions: [{ name: "名前", freeText: true }] } },
    ]);
  });

  it("of several rows is registered as a whole or not at all", async () => {
    const rows = ["帯,900,OBI,赤", "帯,900,OBI,赤", "帯,950,OBI,青"];
    const made = await plan("register", ["商品名,販売価格,商品コード,バリエーション名", ...rows]);
    expect(made).toMatchObject({ writes: [], done: 0 });
    expect(refusals(made)).toEqual([
      [2, "row: 同じ商品の4行目に誤りがあるため、登録していません。"],
      [3, "row: 同じ商品の4行目に誤りがあるため、登録していません。"],
      [4, "price: 同じ商品の別の行と内容が異なります。"],
    ]);
  });

  it.each([
    ["no name", ",100,,,", ["name: 必須です。"]],
    ["no price", "品,,,,", ["price: 必須です。"]],
    [
      "a wrong price is named once",
      "品,高い,,,",
      [expect.stringContaining("price: 0から99,999,999までの整数")],
    ],
    ["a wrong name is named once", `${"長".repeat(256)},100,,,`, ["name: 255文字以内で入力してください。"]],
    [
      "no name beside a wrong price",
      ",高い,,,",
      [expect.stringContaining("price: 0から"), "name: 必須です。"],
    ],
    ["a code of the same file", "品,100,ok,,", ["productCode: この商品コードは別の商品で使われています。"]],
    ["a code that a product has", "品,100,P,,", ["productCode: この商品コードは別の商品で使われています。"]],
    [
      "a code of an earlier batch of a dry run",
      "品,100,dry,,",
      ["productCode: この商品コードは別の商品で使われています。"],
    ],
    [
      "U4: a synced quantity",
      "品,100,,7,8000003",
      [expect.stringContaining("quantity: 在庫同期対象のため、在庫数は直接変更できません")],
    ],
  ])("%s is refused with its column and reason, the others are registered", async (_, row, problems) => {
    const lines = ["商品名,販売価格,商品コード,在庫数,スマレジ商品ID", "良い品,100,ok,,", row, "次の品,1,,,"];
    const made = await plan("register", lines, { states: [dish()], claimed: ["dry"] });
    expect(refusals(made)).toEqual([[3, ...problems]]);
    expect(made.done).toBe(2);
    expect(written(made).map(([name]) => name)).toEqual(["良い品", "次の品"]);
  });

  it("names the row of a problem among a product's rows", async () => {
    const rows = ["帯,900,OBI,赤", "帯,900,OBI,青", "帯,900,OBI,赤"];
    const made = await plan("register", ["商品名,販売価格,商品コード,バリエーション名", ...rows]);
    expect(refusals(made)[2]).toEqual([4, "variationName: 同じバリエーション名が2つあります。"]);
  });

  it("has up to 500 variations", async () => {
    const rows = Array.from({ length: 501 }, (_, nth) => `帯,900,OBI,色${nth}`);
    const made = await plan("register", ["商品名,販売価格,商品コード,バリエーション名", ...rows]);
    expect(made.refused).toHaveLength(501);
    expect(refusals(made)[0]).toEqual([2, "row: 1つの商品に登録できるバリエーションは500までです。"]);
    const most = ["商品名,販売価格,商品コード,バリエーション名", ...rows.slice(0, 500)];
    expect((await plan("register", most)).done).toBe(500);
  });

  it("onError=stop: what is before the bad row is done, what follows is not looked at", async () => {
    const lines = ["商品名,販売価格", "停止前,1", "停止,x", "停止後,3"];
    const made = await plan("register", lines, { onError: "stop" });
    expect(made).toMatchObject({ done: 1, stoppedAt: 3 });
    expect(written(made)).toEqual([["停止前", "=null"]]);
    expect(made.refused).toHaveLength(1);
    expect(await plan("register", lines)).toMatchObject({ done: 2, stoppedAt: null });
  });
});

describe("商品一括変更", () => {
  const change = (lines: string[], more: Given = {}) =>
    plan("change", lines, { states: [shirt(), dish()], ...more });

  it("finds rows by system product number, product code or a variation's code; blank keeps, [クリア] clears", async () => {
    const made = await change([
      "システム商品番号,商品コード,バリエーション商品コード,バリエーション名,販売価格,在庫数,スマレジ商品ID",
      "01-00001-T000000001-001,,,SS,1100,[クリア],",
      ",,T-M,,,,8000009",
      ",T,,L,,,[クリア]",
      ",P,,,,9,",
    ]);
    expect(refusals(made)).toEqual([]);
    expect(written(made)).toEqual([
      ["Tシャツ", "SS=null", "M=0", "L=10"],
      ["皿", "=9"],
    ]);
    expect(made.writes[0]).toMatchObject({
      columns: { price: 1100, productCode: "T" },
      steps: [
        { values: { productCode: "T-S" } },
        { values: { smaregiProductId: "8000009" } },
        { values: { smaregiProductId: null } },
      ],
    });
  });

  it.each([
    ["01-99999-T000000001-001,,,", "systemProductNumber: このシステム商品番号の商品はありません。"],
    [",無い,,", "productCode: この商品コードの商品はありません。"],
    [",,無い,", "variationCode: この商品コードの商品はありません。"],
    [
      ",T,,",
      "variationName: この商品にはバリエーションが複数あります。バリエーション名かシステム商品番号で指定してください。",
    ],
    [
      ",T,,XXL",
      "variationName: この商品にはバリエーションが複数あります。バリエーション名かシステム商品番号で指定してください。",
    ],
    [",,同じ,", "variationCode: このコードの商品が複数あります。システム商品番号で指定してください。"],
    [",,,", "row: システム商品番号、商品コード、バリエーション商品コードのいずれかが必要です。"],
  ])("%s names nothing, or too much", async (row, problem) => {
    const same = productState({ serial: 3 }, [
      { name: "赤", productCode: "同じ" },
      { name: "青", productCode: "同じ" },
    ]);
    const lines = ["システム商品番号,商品コード,バリエーション商品コード,バリエーション名", row];
    expect(refusals(await change(lines, { states: [shirt(), same] }))).toEqual([[2, problem]]);
  });

  const small = (variations: Parameters<typeof productState>[1]) =>
    productState(
      { serial: 6, productCode: "R", name: "椀", price: 1, variationPattern: "pattern1" },
      variations,
    );
  const whichVariation =
    "variationName: この商品にはバリエーションが複数あります。バリエーション名かシステム商品番号で指定してください。";

  it.each([
    ["its code within a product", shirt(), "T,,T-S", ["S=9", "M=10", "L=10"]],
    ["its code, and takes its new name", shirt(), "T,新,T-S", ["新=9", "M=10", "L=10"]],
    [
      "its name, whatever else has no code",
      small([{ name: "赤" }, { name: "青" }]),
      "R,赤,[クリア]",
      ["赤=9", "青=null"],
    ],
    [
      "its own code in another spelling",
      small([{ name: "赤", productCode: "R-1" }, { name: "青" }]),
      ",,Ｒ-1",
      ["赤=9", "青=null"],
    ],
    [
      "the exact code where another reads the same",
      small([
        { name: "赤", productCode: "R-1" },
        { name: "青", productCode: "R−1" },
      ]),
      ",,R−1",
      ["赤=null", "青=9"],
    ],
    ["being the only one of its product", small([{ name: "赤" }]), "R,,", ["赤=9"]],
  ])("a variation is found by %s", async (_, state, row, expected) => {
    const lines = ["商品コード,バリエーション名,バリエーション商品コード,在庫数", `${row},9`];
    const made = await change(lines, { states: [state] });
    expect(refusals(made)).toEqual([]);
    expect(written(made)[0]?.slice(1)).toEqual(expected);
  });

  it.each([
    ["a name and a code of two variations", shirt(), "T,L,T-S"],
    ["another name than the only one's", small([{ name: "赤" }]), "R,青,"],
  ])("%s name no variation", async (_, state, row) => {
    const made = await change(["商品コード,バリエーション名,バリエーション商品コード", row], {
      states: [state],
    });
    expect(refusals(made)).toEqual([[2, whichVariation]]);
  });

  it("the only variation of a product without a pattern gets its first name", async () => {
    const made = await change(["商品コード,バリエーションパターン,バリエーション名", "P,パターン1,大"]);
    expect(written(made)).toEqual([["皿", "大=3"]]);
  });

  it("onError=stop: the rows of the same product behind a bad one are not looked at", async () => {
    const lines = ["商品コード,バリエーション名,在庫数", "T,S,4", "T,XXL,1", "T,S,6"];
    const made = await change(lines, { onError: "stop" });
    expect(made).toMatchObject({ done: 1, stoppedAt: 3, refused: [{ row: { number: 3 } }] });
    expect(written(made)).toEqual([["Tシャツ", "S=4", "M=10", "L=10"]]);
  });

  it("each row that was taken tells its own variation as it was and as it becomes", async () => {
    const made = await change([
      "コントロール,商品コード,バリエーション名,バリエーション価格",
      "u,T,M,50",
      "u,T,M,60",
      "n,T,XL,70",
      "d,T,S,",
    ]);
    const told = made.taken.map(({ before, after }) =>
      [before, after].map((each) => each && [each.variation.name, each.variation.price]),
    );
    expect(told).toEqual([
      [
        ["M", null],
        ["M", 50],
      ],
      [
        ["M", 50],
        ["M", 60],
      ],
      [null, ["XL", 70]],
      [["S", null], null],
    ]);
  });

  it.each([["u,Ｔ,S,7"], ["n,Ｔ,XL,7"]])(
    "a product code by which %s found its product, in another spelling, changes nothing",
    async (row) => {
      const made = await change(["コントロール,商品コード,バリエーション名,在庫数", row]);
      expect([made.done, made.writes[0]?.columns.productCode]).toEqual([1, "T"]);
    },
  );

  it("a product code that one row of several gives is its product's own", async () => {
    const number = "01-00001-T000000001";
    const made = await change([
      "システム商品番号,商品コード,バリエーション価格",
      `${number}-001,,100`,
      `${number}-002,NEW,`,
      `${number}-003,,300`,
    ]);
    expect(refusals(made)).toEqual([]);
    expect(made.writes[0]?.columns.productCode).toBe("NEW");
  });

  it("U4: a synced quantity is refused with its variation; the other rows are done", async () => {
    const made = await change(["商品コード,バリエーション名,在庫数", "T,M,99", "T,S,4", "P,,8"]);
    expect(refusals(made)).toEqual([
      [2, "quantity: 在庫同期対象のため、在庫数は直接変更できません。スマレジの在庫が反映されます (M)"],
    ]);
    expect(written(made)).toEqual([
      ["Tシャツ", "S=4", "M=10", "L=10"],
      ["皿", "=8"],
    ]);
  });

  it("n adds a variation or a product, d takes one away; the last one takes the product with it", async () => {
    const made = await change([
      "コントロール,システム商品番号,商品コード,商品名,販売価格,バリエーション名,在庫数",
      "n,,T,,,XL,2",
      "d,01-00001-T000000001-003,,,,,",
      "d,,P,,,,",
      "n,,NEW,新しい品,300,,1",
      "u,,P,,400,,",
      "d,01-00001-T000000001-003,,,,,",
    ]);
    expect(made.done).toBe(4);
    expect(refusals(made)).toEqual([
      [6, "productCode: この商品は、このファイルの前の行で削除されています。"],
      [7, "row: この商品は、このファイルの前の行で削除されています。"],
    ]);
    expect(made.removals).toEqual([{ id: "p2", variationIds: ["p2v1"] }]);
    expect(written(made)).toEqual([
      ["新しい品", "=1"],
      ["Tシャツ", "S=5", "M=10", "XL=2"],
    ]);
    expect(made.writes[1]?.removedIds).toEqual(["p1v3"]);
  });

  it("a product code may be freed and taken again in one file, and is refused while another has it", async () => {
    const lines = ["コントロール,商品コード,商品名,販売価格", "n,T,二枚目,1", "d,P,,", "n,P,二代目,2"];
    const made = await change(lines, { states: [productState({ productCode: "T" }), dish()] });
    expect(made.done).toBe(2);
    expect(made.removals).toHaveLength(1);
    expect(written(made)).toEqual([["二代目", "=null"]]);
    const number = "01-00001-T000000002-001,T,";
    expect(refusals(await change(["システム商品番号,商品コード,商品名", number]))).toEqual([
      [2, "productCode: この商品コードは別の商品で使われています。"],
    ]);
  });

  it.each([
    ["another product's", "PLATE", {}],
    ["one that a product of another batch of the file has", "dry", { claimed: ["dry"] }],
  ])("a product code is not changed to %s", async (_, code, more) => {
    const plate = productState({ serial: 3, productCode: "PLATE", name: "盆", price: 900 });
    const lines = ["システム商品番号,商品コード", `01-00001-T000000002-001,${code}`];
    const made = await change(lines, { states: [dish(), plate], ...more });
    expect(refusals(made)).toEqual([[2, expect.stringMatching(/^productCode: .*商品コード/)]]);
    expect(made.writes).toEqual([]);
  });

  it("a new product does not take the code that a row before it gave to another", async () => {
    const lines = [
      "コントロール,システム商品番号,商品コード,商品名,販売価格",
      "u,01-00001-T000000002-001,NEW,,",
      "n,,NEW,新,1",
    ];
    const made = await change(lines);
    expect(made.writes[0]?.columns.productCode).toBe("NEW");
    expect(made.writes).toHaveLength(1);
    expect(refusals(made)).toHaveLength(1);
  });

  it("has up to 500 variations, with those that it has", async () => {
    const many = productState(
      { serial: 4, productCode: "M", name: "糸", price: 1 },
      Array.from({ length: 499 }, (_, nth) => ({ name: `色${nth}` })),
    );
    const lines = ["コントロール,商品コード,バリエーション名", "n,M,色a", "n,M,色b"];
    const made = await change(lines, { states: [many] });
    expect(made.done).toBe(1);
    expect(refusals(made)).toEqual([[3, "row: 1つの商品に登録できるバリエーションは500までです。"]]);
  });

  it("a JAN code is refused for how it is made, but for the one that the variation itself has", async () => {
    const old = { janCode: "4900000000000" };
    const states = [
      productState({ serial: 5, productCode: "J", name: "缶", price: 1 }, [
        { name: "赤", ...old },
        { name: "青" },
      ]),
    ];
    const lines = ["商品コード,バリエーション名,JANコード", `J,赤, ${old.janCode} `, `J,青,${old.janCode}`];
    const made = await change(lines, { states });
    expect(refusals(made)).toEqual([[3, expect.stringContaining("チェックデジット")]]);
  });

  it("of rows of one product: what is so already changes nothing, two that say different things are refused", async () => {
    const made = await change([
      "商品コード,バリエーション名,商品名",
      "T,S,新Tシャツ",
      "T,M,Tシャツ",
      "T,L,別のTシャツ",
    ]);
    expect(refusals(made)).toEqual([[4, "name: 同じ商品の別の行と内容が異なります。"]]);
    expect(made.writes[0]?.columns.name).toBe("新Tシャツ");
  });

  it("U1: another pattern is refused once the product was ordered", async () => {
    const lines = ["商品コード,バリエーションパターン,質問", "P,パターン2,名前=(自由入力)"];
    expect((await change(lines)).writes[0]?.columns.variationPattern).toBe("pattern2");
    expect(refusals(await change(lines, { ordered: ["p2"] }))).toEqual([
      [
        2,
        "variationPattern: 受注のある商品のバリエーションパターンは変更できません。新しい商品として登録してください。",
      ],
    ]);
    const same = ["商品コード,バリエーションパターン,販売価格", "P,なし,1"];
    expect((await change(same, { ordered: ["p2"] })).done).toBe(1);
  });

  it.each(["2026/1/2", "1E5", "12:30", "#N/A"])(
    "P10: what an export writes of %s comes back and changes nothing, beside what does change",
    async (odd) => {
      const questions = [{ name: "刻印 A=1", choices: ["あり"] }];
      const about = { productCode: odd, name: `=${odd}`, variationPattern: "pattern2", questions } as const;
      const state = () => productState(about, [{ productCode: odd, quantity: 1 }]);
      const number = state().rows[0]?.systemProductNumber ?? "";
      const headings = "システム商品番号,商品コード,商品名,販売価格,質問,バリエーション商品コード";
      const line = (code: string, price: string, asked = "刻印 A=1=あり") =>
        `${number},${odd},'=${odd},${price},${asked},${code}`;
      for (const isShiftJis of [true, false]) {
        const given = { states: [state()], isShiftJis };
        const { writes, refused, done } = await change([headings, line(odd, "7")], given);
        expect([refused, done]).toEqual([[], 1]);
        expect(writes).toMatchObject([
          { columns: { ...about, price: 7 }, steps: [{ values: { productCode: odd } }] },
        ]);
      }
      const other = await change([headings, line("2026/1/3", "7", "刻印=x|")], { states: [state()] });
      expect(refusals(other)).toEqual([
        [2, expect.stringContaining("questions: "), expect.stringContaining("variationCode: Excelが日付")],
      ]);
    },
  );

  it("a JAN code that is there already is not refused for how it is made", async () => {
    const odd = () => productState({ productCode: "J" }, [{ janCode: "4901234567890" }]);
    const kept = await change(["商品コード,JANコード,販売価格", "J,4901234567890,7"], { states: [odd()] });
    expect([kept.done, kept.writes[0]?.columns.price]).toEqual([1, 7]);
    const other = await change(["商品コード,JANコード", "J,4901234567891"], { states: [odd()] });
    expect(refusals(other)).toEqual([[2, expect.stringContaining("janCode: JANコードのチェックデジット")]]);
    const wrong = await change(["商品コード,JANコード,販売価格", "J,4901234567890,高い"], {
      states: [odd()],
    });
    expect(refusals(wrong)).toEqual([[2, expect.stringContaining("price: 0から")]]);
    const added = ["コントロール,商品コード,バリエーション名,JANコード", "n,J,大,4901234567890"];
    expect(refusals(await change(added, { states: [odd()] }))).toEqual([
      [2, expect.stringContaining("janCode: JANコードのチェックデジット")],
    ]);
  });
});

describe("what a dry run shows of a row", () => {
  const shown = async (lines: string[], states: ProductState[]) => {
    const made = await plan("change", lines, { states });
    return made.taken.map((each) => changeOfRow(each, (lines[0] ?? "").split(",")));
  };

  it("is the old and new values by the file's headings; U6: and the quantity that a link changes", async () => {
    const lines = [
      "処理区分,商品コード,商品名,価格,JANコード,スマレジ商品ID",
      "u,P,皿 大,500,,8000001",
      "u,NOWHERE,謎,1,,",
      "n,SPOON,匙,300,4901234567894,",
      "d,T,,,,",
    ];
    const tray = productState({ serial: 3, productCode: "T", name: "盆" });
    expect(await shown(lines, [dish(), tray])).toEqual([
      {
        rowNumber: 2,
        action: "change",
        productName: "皿 大",
        systemProductNumber: "01-00001-T000000002-001",
        changes: [
          { column: "商品名", before: "皿", after: "皿 大" },
          { column: "在庫数", before: "3", after: "0" },
          { column: "スマレジ商品ID", before: null, after: "8000001" },
        ],
      },
      {
        rowNumber: 4,
        action: "register",
        productName: "匙",
        systemProductNumber: null,
        changes: [
          { column: "商品コード", before: null, after: "SPOON" },
          { column: "商品名", before: null, after: "匙" },
          { column: "価格", before: null, after: "300" },
          { column: "JANコード", before: null, after: "4901234567894" },
        ],
      },
      {
        rowNumber: 5,
        action: "delete",
        productName: "盆",
        systemProductNumber: "01-00001-T000000003-001",
        changes: [],
      },
    ]);
  });

  it("begins, after another row of the same product, with what that one left", async () => {
    const changes = await shown(["productCode,price,published", "P,3100,", "P,,公開"], [dish()]);
    expect(changes.map((each) => each.changes)).toEqual([
      [{ column: "price", before: "500", after: "3100" }],
      [{ column: "published", before: "非公開", after: "公開" }],
    ]);
  });
});

describe("P10: what reads the same is the same", () => {
  const gown = () =>
    productState({ serial: 3, productCode: "V-1", name: "りんご 10〜12月🍎", price: 5000 }, [
      { name: "バニラ／Lサイズ", quantity: 5 },
      { name: "ピーチ／Lサイズ", quantity: 6 },
    ]);
  it.each(["ハ\u{3099}ニラ／Lサイズ", "ﾊﾞﾆﾗ/Lｻｲｽﾞ", "バニラ/Ｌサイズ ", "バニラ\u{200B}／Lサイズ"])(
    "P10: a variation is found by its name in another spelling: %j",
    async (name) => {
      const lines = ["商品コード,バリエーション名,在庫数", `V-1,${name},9`];
      const { writes, refused } = await plan("change", lines, { states: [gown()] });
      expect(refused).toEqual([]);
      expect(writes[0]?.steps.map(({ values, stock }) => [values.name, stock.quantity])).toEqual([
        ["バニラ／Lサイズ", 9],
        ["ピーチ／Lサイズ", 6],
      ]);
    },
  );

  it.each([
    ["keeps it where it told the variation", "商品コード", "V-1", "ピーチ／Lサイズ"],
    ["renames it where its number told", "システム商品番号", "01-00001-T000000003-002", "ﾋﾟｰﾁ/Lｻｲｽﾞ"],
  ])("a name in another spelling %s", async (_, heading, key, name) => {
    const made = await plan("change", [`${heading},バリエーション名`, `${key},ﾋﾟｰﾁ/Lｻｲｽﾞ`], {
      states: [gown()],
    });
    expect(made.writes[0]?.steps.map(({ values }) => values.name)).toEqual(["バニラ／Lサイズ", name]);
  });

  it("names that clash already are found by their exact text, and both stay", async () => {
    const state = productState({ serial: 3, productCode: "V-1", name: "品", price: 1 }, [
      { name: "A-1", quantity: 1 },
      { name: "A−1", quantity: 2 },
    ]);
    const lines = ["商品コード,バリエーション名,在庫数", "V-1,A−1,9"];
    const { writes, refused } = await plan("change", lines, { states: [state] });
    expect(refused).toEqual([]);
    expect(writes[0]?.steps.map(({ values, stock }) => [values.name, stock.quantity])).toEqual([
      ["A-1", 1],
      ["A−1", 9],
    ]);
  });

  it("P10: what Shift_JIS made of a text changes nothing when it comes back, and a change does", async () => {
    const number = gown().rows[0]?.systemProductNumber ?? "";
    const lines = ["システム商品番号,商品名,販売価格", `${number},りんご 10～12月〓,5500`];
    const back = await plan("change", lines, { states: [gown()], isShiftJis: true });
    expect(back.writes[0]?.columns).toMatchObject({ name: "りんご 10〜12月🍎", price: 5500 });
    const renamed = [lines[0] ?? "", `${number},りんご 11～12月,5500`];
    const other = await plan("change", renamed, { states: [gown()], isShiftJis: true });
    expect(other.writes[0]?.columns).toMatchObject({ name: "りんご 11～12月" });
    const added = ["コントロール,商品コード,バリエーション名", "n,V-1,メロン／Lサイズ"];
    expect((await plan("change", added, { states: [gown()], isShiftJis: true })).done).toBe(1);
    const utf8 = await plan("change", lines, { states: [gown()] });
    expect(utf8.writes[0]?.columns).toMatchObject({ name: "りんご 10～12月〓" });
  });

  it("P10: a file that a spreadsheet opened and saved changes no code and no name that nobody changed", async () => {
    const state = productState({ serial: 3, productCode: "00123", name: "靴下", price: 500 }, [
      { name: "1-2", productCode: "007", quantity: 1 },
      { name: "3-4", productCode: null, quantity: 2 },
    ]);
    const [first, second] = state.rows.map(({ systemProductNumber }) => systemProductNumber);
    const head =
      "コントロール,システム商品番号,商品コード,販売価格,バリエーション名,バリエーション商品コード";
    const saved = [head, `u,${first},123,600,1月2日,7`, `u,${second},00123,600,3-5,`];
    const back = await plan("change", saved, { states: [state] });
    const says = (there: string, cell: string) =>
      `「${there}」がExcelで「${cell}」に変わったようです。セルの書式を「文字列」にして入力し直してください。本当に変えるときは、商品詳細の画面で変更してください。`;
    expect(refusals(back)).toEqual([
      [
        2,
        `productCode: ${says("00123", "123")}`,
        `variationName: ${says("1-2", "1月2日")}`,
        `variationCode: ${says("007", "7")}`,
      ],
    ]);
    expect(back.writes[0]?.columns).toMatchObject({ productCode: "00123", price: 600 });
    expect(back.writes[0]?.steps.map(({ values }) => values.name)).toEqual(["1-2", "3-5"]);
    const gone = await plan("change", [head, `d,${first},123,,,`], { states: [state] });
    expect(gone.refused).toEqual([]);
  });
});
