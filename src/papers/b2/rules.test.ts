import { describe, expect, it } from "vitest";
import {
  b2Columns,
  b2Row,
  halfKana,
  isTracking,
  orderNumberOf,
  placeOf,
  planShipped,
  widthOf,
  type Parcel,
  type Sender,
  type ShippedOrder,
} from "./rules.ts";

const parcel: Parcel = {
  number: "00000012",
  phone: "03-1234-5678",
  postalCode: "100-0001",
  prefecture: "東京都",
  address: "千代田区千代田1-1",
  building: "",
  name: "結城 花",
  kana: "ユウキ ハナ",
  deliverOn: "2026-12-01",
  deliverTime: "1416",
  goods: "宇治煎茶",
  memo: "",
};
const sender: Sender = {
  issuer: "結び商店",
  postalCode: "600-0001",
  address: "京都府京都市下京区1-1",
  phone: "075-000-0000",
  b2Customer: "0750000000",
  b2Class: "",
  b2Freight: "01",
  b2Kind: "0",
  b2Goods: "",
};
const row = (more: Partial<Parcel> = {}, of: Partial<Sender> = {}, isWhole = (_: string) => true) => {
  const { cells, doubts } = b2Row(
    { parcel: { ...parcel, ...more }, sender: { ...sender, ...of }, shipOn: "2026-11-26" },
    isWhole,
  );
  const cell = (name: string) => cells[b2Columns.findIndex((column) => column.name === name)];
  return { cell, cells, doubts };
};

describe("W5: a parcel in B2クラウド's CSV", () => {
  it("stands in 42 columns, days with slashes, the parcel's number left for B2", () => {
    const { cell, cells, doubts } = row();
    expect(cells).toHaveLength(42);
    expect(doubts).toEqual([]);
    expect(
      ["お客様管理番号", "送り状種類", "伝票番号", "出荷予定日", "お届け予定日", "配達時間帯", "敬称"].map(
        cell,
      ),
    ).toEqual(["00000012", "0", "", "2026/11/26", "2026/12/01", "1416", "様"]);
    expect(["お届け先住所", "お届け先名(ｶﾅ)", "品名１", "運賃管理番号"].map(cell)).toEqual([
      "東京都千代田区千代田1-1",
      "ﾕｳｷ ﾊﾅ",
      "宇治煎茶",
      "01",
    ]);
  });

  it("has every column under B2's own name, at its place", () => {
    const { cells } = row({ building: "茶ビル2" }, { b2Class: "002" });
    expect(b2Columns.map(({ name }, nth) => [name, cells[nth]])).toEqual([
      ["お客様管理番号", "00000012"],
      ["送り状種類", "0"],
      ["クール区分", ""],
      ["伝票番号", ""],
      ["出荷予定日", "2026/11/26"],
      ["お届け予定日", "2026/12/01"],
      ["配達時間帯", "1416"],
      ["お届け先コード", ""],
      ["お届け先電話番号", "03-1234-5678"],
      ["お届け先電話番号枝番", ""],
      ["お届け先郵便番号", "100-0001"],
      ["お届け先住所", "東京都千代田区千代田1-1"],
      ["お届け先アパートマンション名", "茶ビル2"],
      ["お届け先会社・部門１", ""],
      ["お届け先会社・部門２", ""],
      ["お届け先名", "結城 花"],
      ["お届け先名(ｶﾅ)", "ﾕｳｷ ﾊﾅ"],
      ["敬称", "様"],
      ["ご依頼主コード", ""],
      ["ご依頼主電話番号", "075-000-0000"],
      ["ご依頼主電話番号枝番", ""],
      ["ご依頼主郵便番号", "600-0001"],
      ["ご依頼主住所", "京都府京都市下京区1-1"],
      ["ご依頼主アパートマンション", ""],
      ["ご依頼主名", "結び商店"],
      ["ご依頼主名(ｶﾅ)", ""],
      ["品名コード１", ""],
      ["品名１", "宇治煎茶"],
      ["品名コード２", ""],
      ["品名２", ""],
      ["荷扱い１", ""],
      ["荷扱い２", ""],
      ["記事", ""],
      ["ｺﾚｸﾄ代金引換額（税込)", ""],
      ["内消費税額等", ""],
      ["止置き", ""],
      ["営業所コード", ""],
      ["発行枚数", ""],
      ["個数口表示フラグ", ""],
      ["請求先顧客コード", "0750000000"],
      ["請求先分類コード", "002"],
      ["運賃管理番号", "01"],
    ]);
  });

  it("says each column that may not be blank, and no other, of a parcel that has nothing", () => {
    const nothing = <T extends object>(of: T) =>
      Object.fromEntries(Object.keys(of).map((key) => [key, ""])) as Record<keyof T, string>;
    const noParcel = { ...nothing(parcel), deliverOn: null, deliverTime: null };
    const { cells, doubts } = b2Row({ parcel: noParcel, sender: nothing(sender), shipOn: "" }, () => true);
    expect(cells.filter((cell) => cell !== "")).toEqual(["様"]);
    expect(new Set(doubts.map(({ why }) => why))).toEqual(new Set(["missing"]));
    expect(doubts.map(({ column }) => column)).toEqual([
      "お客様管理番号",
      "送り状種類",
      "出荷予定日",
      "お届け先電話番号",
      "お届け先郵便番号",
      "お届け先住所",
      "お届け先名",
      "ご依頼主電話番号",
      "ご依頼主郵便番号",
      "ご依頼主住所",
      "ご依頼主名",
      "品名１",
      "請求先顧客コード",
      "運賃管理番号",
    ]);
  });

  it.each<[string | null, string]>([
    ["0812", "0812"],
    ["1416", "1416"],
    ["1618", "1618"],
    ["1820", "1820"],
    ["1921", "1921"],
    ["1214", ""],
    [null, ""],
  ])("the time of day %s is written as %j", (deliverTime, cell) => {
    expect(row({ deliverTime }).cell("配達時間帯")).toBe(cell);
  });

  it.each<[string, Partial<Parcel>, Partial<Sender>, [string, string][]]>([
    ["no phone", { phone: "" }, {}, [["お届け先電話番号", "missing"]]],
    ["no sender's code", {}, { b2Customer: "" }, [["請求先顧客コード", "missing"]]],
    ["a long name", { name: "あ".repeat(17) }, {}, [["お届け先名", "tooLong"]]],
    ["a long building", { building: "い".repeat(17) }, {}, [["お届け先アパートマンション名", "tooLong"]]],
    [
      "a long address beside a building",
      { address: "う".repeat(40), building: "101" },
      {},
      [["お届け先住所", "tooLong"]],
    ],
    ["a time that ended", { deliverTime: "1214" }, {}, [["配達時間帯", "time"]]],
    ["goods of the setting", { goods: "" }, { b2Goods: "食品" }, []],
  ])("%s is said before it goes out", (_, more, of, doubts) => {
    expect(row(more, of).doubts.map(({ column, why }) => [column, why])).toEqual(doubts);
  });

  it("a letter that Shift_JIS lacks is said", () => {
    expect(row({ name: "𠮷田" }, {}, (text) => !text.includes("𠮷")).doubts).toEqual([
      { column: "お届け先名", why: "letters" },
    ]);
  });

  it("a long address goes on in the field of the building, and no letter is lost", () => {
    const address = "あ".repeat(40);
    const { place, building } = placeOf({ ...parcel, address });
    expect(place + building).toBe(`東京都${address}`);
    expect(widthOf(place)).toBe(64);
    expect(placeOf({ ...parcel, address: "東京都港区1" }).place).toBe("東京都港区1");
  });

  it.each([
    ["ガギグ パピプ", "ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟﾌﾟ"],
    ["ゆうき　はな", "ﾕｳｷ ﾊﾅ"],
    ["ヴァーナー・ッ", "ｳﾞｧｰﾅｰ･ｯ"],
    ["Smith", "Smith"],
    ["", ""],
  ])("%j is %j in half-width kana", (text, narrow) => expect(halfKana(text)).toBe(narrow));

  it.each([
    ["abc1", 4],
    ["ｱｲ", 2],
    ["あa", 3],
    ["", 0],
  ])("%j is %i half-width letters wide", (text, width) => expect(widthOf(text)).toBe(width));
});

describe("W5: parcels' numbers that come back", () => {
  it.each([
    ["123456789013", true],
    ["123456789011", false],
    ["12345678901", false],
    ["1234567890130", false],
    ["1234567890103", false],
    ["1.23457E+11", false],
    ["", false],
  ])("%j is one: %s", (text, is) => expect(isTracking(text)).toBe(is));

  it.each([
    ["00000012", "00000012"],
    ["00000012-2", "00000012"],
    ["０００００012", "00000012"],
    [" 00000012 ", "00000012"],
    ["00000012-10", "00000012"],
    ["00000012-100", "00000012-100"],
    ["A-12-2", "A-12"],
    // As a spreadsheet writes it.
    ["12", "00000012"],
    ["１２", "00000012"],
    ["123456789", "123456789"],
  ])("%j is order %s", (cell, number) => expect(orderNumberOf(cell)).toBe(number));

  const order = (number: string, more: Partial<ShippedOrder> = {}): [string, ShippedOrder] => [
    number,
    { id: `id ${number}`, number, status: "paid", trackingNumber: null, ...more },
  ];
  const orders = new Map([
    order("1"),
    order("2", { trackingNumber: "123456789013" }),
    order("3", { trackingNumber: "999999999994" }),
    order("4", { status: "cancelled" }),
  ]);
  it.each<[string, string, string]>([
    ["1", "123456789013", "sets"],
    ["2", "123456789013", "same"],
    ["3", "123456789013", "replaces"],
    ["4", "123456789013", "cancelled"],
    ["5", "123456789013", "unknown"],
    ["1", "1.23E+11", "notANumber"],
    ["1", "", "notANumber"],
  ])("order %s with %j: %s", (number, trackingNumber, kind) => {
    expect(planShipped([{ row: 2, number, trackingNumber }], orders)[0]).toMatchObject({ kind });
  });

  it.each<[string, string | null, string | null]>([
    ["1", "id 1", null],
    ["3", "id 3", "999999999994"],
    ["5", null, null],
  ])(
    "a row of order %s keeps what it says, beside the order and the number before",
    (number, orderId, before) => {
      const said = { row: 2, number, trackingNumber: "123456789013" };
      expect(planShipped([said], orders)[0]).toMatchObject({ ...said, orderId, before });
    },
  );

  it("of two parcels of an order the first one's number stays, and the second is said", () => {
    const rows = [
      { row: 2, number: "1", trackingNumber: "123456789013" },
      { row: 3, number: "1", trackingNumber: "123456789024" },
    ];
    expect(planShipped(rows, orders).map(({ kind }) => kind)).toEqual(["sets", "twice"]);
  });
});
