import type { z } from "zod";
import { givenContract } from "./control-bodies.ts";

/** A product of the seed on both sides; a side that is null does not have it. */
type Pair = {
  theirs: Theirs | null;
  ours: { code: string; jan: string; name: string; linked?: string } | null;
};
type Theirs = { productCode: string | null; productName: string } & Record<string, unknown>;

const kinds =
  "藍染め 草木染め 手織り 刺し子 麻 綿 絹 漆塗り 竹 杉 檜 白磁 青磁 粉引 織部 備前 信楽 萩 硝子 錫 銅 鉄 革 和紙 珊瑚".split(
    " ",
  );
const goods =
  "てぬぐい ふきん エプロン 風呂敷 巾着 のれん 座布団 茶碗 湯呑 急須 飯椀 小鉢 大皿 豆皿 箸置き 箸 匙 盆 重箱 弁当箱 花器 一輪挿し 香立て 文鎮 筆箱 便箋 栞 しおり紐 団扇 扇子 行灯 風鈴 コースター ランチョンマット ティーマット ブローチ 髪留め 帯留め 名刺入れ 財布 眼鏡入れ 鏡 櫛 石鹸置き 手桶 湯桶 踏み台 鍋敷き 蓋物 水差し".split(
    " ",
  );
const nameOf = (index: number): string =>
  `${kinds[Math.floor(index / goods.length) % kinds.length]}の${goods[index % goods.length]}`;

/** A JAN with its check digit, from the digits before it. */
function withCheck(digits: string): string {
  const sum = [...digits]
    .toReversed()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
const janOf = (index: number): string => withCheck(`4901${String(index).padStart(8, "0")}`);

/** Half-width kana and wide blanks: how a clerk at the till might have typed the same name. */
const asTyped = (name: string): string =>
  name.replace("コースター", "ｺｰｽﾀｰ").replace("ティーマット", "ﾃｨｰﾏｯﾄ").replace("の", "の　");

/**
 * The seed of the ten-minute test: 1,000 products in the shop and 1,200 in Smaregi. 700 of them are equal by JAN, 200 by code, 50 by
 * name only, and 20 are traps. Each run makes the same.
 */
function pairs(): Pair[] {
  const same = (index: number, code: string, jan: string, more: object = {}): Pair => ({
    theirs: { productCode: jan === "" ? code : jan, productName: nameOf(index), ...more },
    ours: { code: jan === "" ? code : `SHOP-${index}`, jan, name: nameOf(index) },
  });
  const all: Pair[] = [];
  for (let index = 0; index < 700; index += 1) all.push(same(index, "", janOf(index)));
  for (let index = 700; index < 900; index += 1) all.push(same(index, `MB-${index}`, ""));
  for (let index = 900; index < 950; index += 1) {
    const theirs = { productCode: `TILL-${index}`, productName: asTyped(nameOf(index)) };
    all.push({ theirs, ours: { code: `SHOP-${index}`, jan: "", name: nameOf(index) } });
  }
  return [...all, ...traps(same), ...rest()];
}

function traps(same: (index: number, code: string, jan: string, more?: object) => Pair): Pair[] {
  const twice = [950, 951, 952].map((index) => same(index, "", janOf(index)));
  const again = twice.map(({ ours }, nth): Pair => ({
    theirs: null,
    ours: { code: `AGAIN-${nth}`, jan: ours?.jan ?? "", name: `${ours?.name} (再入荷)` },
  }));
  const lostZero = [953, 954].map((index): Pair => {
    const jan = withCheck(`0${index}123`.padEnd(7, "4"));
    const theirs = { productCode: jan.slice(1), productName: nameOf(index) };
    return { theirs, ours: { code: `SHOP-${index}`, jan, name: nameOf(index) } };
  });
  const excel: Pair = {
    theirs: { productCode: "4.90E+12", productName: nameOf(955) },
    ours: { code: "SHOP-955", jan: janOf(955), name: nameOf(955) },
  };
  const pack = [963, 964].map((index): Pair => ({
    theirs: { productCode: janOf(index), productName: `${nameOf(index)} 6本` },
    ours: { code: `SHOP-${index}`, jan: janOf(index), name: `${nameOf(index)} 1本` },
  }));
  const deleted = [966, 967].map((index): Pair => ({
    theirs: null,
    ours: { code: `SHOP-${index}`, jan: janOf(index), name: nameOf(index) },
  }));
  const linked: Pair[] = [
    {
      theirs: { productCode: janOf(968), productName: nameOf(968) },
      ours: { code: "SHOP-968", jan: "", name: nameOf(968), linked: "968" },
    },
    { theirs: null, ours: { code: "SHOP-968B", jan: janOf(968), name: `${nameOf(968)} 箱入り` } },
  ];
  const blank: Pair = {
    theirs: { productCode: null, productName: "量り売りの量り代" },
    ours: { code: "", jan: "", name: "ラッピング追加" },
  };
  return [
    ...twice,
    ...again,
    ...lostZero,
    excel,
    same(956, "", janOf(956), { useCategoryReduceTax: "0", reduceTaxId: "10000001" }),
    same(957, "", janOf(957), { useCategoryReduceTax: "0", reduceTaxId: "10000001" }),
    same(958, "", janOf(958), { categoryId: "2" }),
    same(959, "", janOf(959), { stockControlDivision: "1" }),
    same(960, "", janOf(960), { stockControlDivision: "1" }),
    same(961, "", janOf(961), { division: "1" }),
    same(962, "", janOf(962), {
      inventoryReservations: [{ reservationProductId: "8000001", reservationAmount: "2" }],
    }),
    ...pack,
    same(965, "", janOf(965), { stores: [{ storeId: "1", assignDivision: "1" }] }),
    ...deleted,
    ...linked,
    blank,
  ];
}

/** The products that only one side has, up to 1,000 here and 1,200 there. */
function rest(): Pair[] {
  const ours = Array.from({ length: 26 }, (_, nth): Pair => ({
    theirs: null,
    ours: { code: `ONLY-${nth}`, jan: "", name: `ネット限定セット その${nth + 1}` },
  }));
  const theirs = Array.from({ length: 232 }, (_, nth): Pair => ({
    theirs: { productCode: `TILLONLY-${nth}`, productName: `店頭だけの${nameOf(1_000 + nth)}` },
    ours: null,
  }));
  return [...ours, ...theirs];
}

const productIdOf = (index: number): string => String(8_000_001 + index);

/** The contract of the seed: its second store has stock of 8 products, its third is paused, its fourth closes by hand. */
export function tenMinuteContract(): z.output<typeof givenContract> {
  const theirs = pairs().flatMap(({ theirs: product }, index) =>
    product === null
      ? []
      : [{ categoryId: "1", price: priceOf(index), ...product, productId: productIdOf(index) }],
  );
  const stock = theirs
    .filter((_, nth) => nth % 45 !== 0)
    .map(({ productId }, nth) => ({ storeId: "1", productId, stockAmount: (nth * 7) % 40 }));
  const elsewhere = theirs.slice(0, 8).map(({ productId }) => ({ storeId: "2", productId, stockAmount: 3 }));
  // Rows of products that were deleted: they do not prove that the products exist.
  const left = [966, 967].map((index) => ({
    storeId: "1",
    productId: String(9_000_000 + index),
    stockAmount: 5,
  }));
  return givenContract.parse({
    clientId: "ten-minutes",
    clientSecret: "ten-minutes-secret",
    stores: [
      { storeId: "1", storeCode: "HONTEN", storeName: "本店" },
      { storeId: "2", storeCode: "EKIMAE", storeName: "駅前店" },
      { storeId: "3", storeCode: "KYUGYO", storeName: "改装中の店", pauseFlag: "1" },
      { storeId: "4", storeCode: "TESHIME", storeName: "手締めの店", sumProcDivision: "0" },
    ],
    terminals: [
      { storeId: "1", terminalId: "1", terminalName: "レジ1" },
      { storeId: "1", terminalId: "2", terminalName: "オンラインショップ" },
      { storeId: "2", terminalId: "3", terminalName: "駅前レジ" },
      { storeId: "1", terminalId: "4", terminalName: "古いレジ", useStopDivision: "1" },
    ],
    categories: [
      { categoryId: "1", categoryName: "うつわ・布" },
      { categoryId: "2", categoryName: "食品", reduceTaxId: "10000001" },
    ],
    products: theirs,
    stock: [...stock, ...elsewhere, ...left],
  });
}

const priceOf = (index: number): number => 500 + ((index * 130) % 4_000);

/** Returns the shop's side as a file for 商品一括登録. */
export function tenMinuteFile(): string {
  const seed = pairs();
  const idOf = (linked: string): string => {
    const index = seed.findIndex(({ theirs }) => theirs?.productCode === janOf(Number(linked)));
    return productIdOf(index);
  };
  const rows = seed.flatMap(({ ours }, index) => {
    if (ours === null) return [];
    const linked = ours.linked === undefined ? "" : idOf(ours.linked);
    const quantity = linked === "" ? String((index * 3) % 30) : "";
    return [[ours.code, ours.name, String(priceOf(index)), "10", ours.jan, quantity, linked].join(",")];
  });
  const head = "商品コード,商品名,販売価格,税率,JANコード,在庫数,スマレジ商品ID";
  return `\uFEFF${[head, ...rows].join("\r\n")}\r\n`;
}
