import { putContract } from "./contracts.ts";
import type { State } from "./state.ts";

const food = "10000001";
const rows: [name: string, price: number, stock: number | null, more?: Record<string, string>][] = [
  ["結びブレンド珈琲 200g", 1296, 24, { reduceTaxId: food, productCode: "4912345678904" }],
  ["宇治煎茶 100g", 1080, 40, { reduceTaxId: food, productCode: "4912345678911" }],
  ["ほうじ茶ティーバッグ 12包", 756, 32, { reduceTaxId: food, productCode: "4912345678928" }],
  ["いちごジャム", 864, 12, { reduceTaxId: food, productCode: "JAM-01" }],
  ["国産はちみつ", 1620, 8, { reduceTaxId: food, productCode: "HONEY-01" }],
  ["塩バターサブレ 8枚入", 1188, 18, { reduceTaxId: food, productCode: "SABLE-08" }],
  ["結びTシャツ S", 3300, 6, { groupCode: "TSHIRT", size: "S", productCode: "TS-S" }],
  ["結びTシャツ M", 3300, 9, { groupCode: "TSHIRT", size: "M", productCode: "TS-M" }],
  ["結びTシャツ L", 3300, 3, { groupCode: "TSHIRT", size: "L", productCode: "TS-L" }],
  ["マグカップ 白", 1980, 10, { groupCode: "MUG", color: "白", productCode: "MUG-W" }],
  ["マグカップ 藍", 1980, 5, { groupCode: "MUG", color: "藍", productCode: "MUG-I" }],
  ["マグカップ 黒", 1980, 4, { groupCode: "MUG", color: "黒", productCode: "MUG-B" }],
  ["急須(常滑焼)", 6600, 3, { productCode: "KYUSU-01" }],
  ["手ぬぐい 麻の葉", 1210, 20, { productCode: "TENUGUI-A" }],
  ["木のスプーン", 880, 15, { productCode: "SPOON-01" }],
  ["風呂敷 結び", 2420, 7, { productCode: "FUROSHIKI-01" }],
  ["トートバッグ(新作)", 2750, null, { productCode: "TOTE-NEW" }],
];

/** The shop that practice starts with: a small store for tea and goods, its till, and the online shop's terminal. */
export function seedPractice(state: State): void {
  const products = rows.map(([productName, price, , more], index) => {
    return { productId: String(8_000_001 + index), productName, price, ...more };
  });
  const stock = rows.flatMap(([, , amount], index) =>
    amount === null ? [] : [{ storeId: "1", productId: String(8_000_001 + index), stockAmount: amount }],
  );
  putContract(state, "sb_musubi", {
    clientId: "musubi-practice",
    clientSecret: "musubi-practice-secret",
    stores: [{ storeId: "1", storeCode: "HONTEN", storeName: "結び 本店" }],
    terminals: [
      { storeId: "1", terminalId: "1", terminalName: "レジ1" },
      { storeId: "1", terminalId: "2", terminalName: "オンラインショップ" },
    ],
    products,
    stock,
  });
}
