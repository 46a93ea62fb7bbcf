import { putContract } from "./contracts.ts";
import { givenContract } from "./control-bodies.ts";
import type { State } from "./state.ts";

const tea = { categoryId: "1", reduceTaxId: "10000001" };
const sweets = { categoryId: "2", reduceTaxId: "10000001" };
const tableware = { categoryId: "3" };
const cloth = { categoryId: "4" };
const shirt = { ...cloth, groupCode: "TSHIRT" };
const mug = { ...tableware, groupCode: "MUG" };
const categoryNames = ["お茶・珈琲", "食品・菓子", "うつわ", "布・衣類"];

/** Stock null: the product's stock never moved. */
const goods: [name: string, price: number, stock: number | null, productCode: string, more?: object][] = [
  ["結びブレンド珈琲 200g", 1296, 24, "4912345678904", tea],
  ["宇治煎茶 100g", 1080, 40, "4912345678911", tea],
  ["ほうじ茶ティーバッグ 12包", 756, 32, "4912345678928", tea],
  ["いちごジャム", 864, 12, "JAM-01", sweets],
  ["国産はちみつ", 1620, 8, "HONEY-01", sweets],
  ["塩バターサブレ 8枚入", 1188, 18, "SABLE-08", sweets],
  ["結びTシャツ S", 3300, 6, "TS-S", { ...shirt, size: "S" }],
  ["結びTシャツ M", 3300, 9, "TS-M", { ...shirt, size: "M" }],
  ["結びTシャツ L", 3300, 3, "TS-L", { ...shirt, size: "L" }],
  ["マグカップ 白", 1980, 10, "MUG-W", { ...mug, color: "白" }],
  ["マグカップ 藍", 1980, 5, "MUG-I", { ...mug, color: "藍" }],
  ["マグカップ 黒", 1980, 4, "MUG-B", { ...mug, color: "黒" }],
  ["急須(常滑焼)", 6600, 3, "KYUSU-01", tableware],
  ["手ぬぐい 麻の葉", 1210, 20, "TENUGUI-A", cloth],
  ["木のスプーン", 880, 15, "SPOON-01", tableware],
  ["風呂敷 結び", 2420, 7, "FUROSHIKI-01", cloth],
  ["トートバッグ(新作)", 2750, null, "TOTE-NEW", cloth],
  ["ギフト包装", 220, null, "GIFT-WRAP", { stockControlDivision: "1" }],
];

/** Fills the shop that practice starts with: a small store for tea and goods, its till, and the online shop's terminal. */
export function seedPractice(state: State): void {
  const numbered = goods.map(([productName, price, stockAmount, productCode, more], index) => {
    const productId = String(8_000_001 + index);
    return { product: { productId, productCode, productName, price, ...more }, stockAmount };
  });
  const given = givenContract.parse({
    clientId: "musubi-practice",
    clientSecret: "musubi-practice-secret",
    stores: [{ storeId: "1", storeCode: "HONTEN", storeName: "結び 本店", sumProcDivision: "1" }],
    terminals: [
      { storeId: "1", terminalId: "1", terminalName: "レジ1" },
      { storeId: "1", terminalId: "2", terminalName: "オンラインショップ" },
    ],
    paymentMethods: [
      { paymentMethodId: "1", paymentMethodName: "代金引換" },
      { paymentMethodId: "2", paymentMethodName: "銀行振込" },
    ],
    categories: categoryNames.map((categoryName, index) => ({ categoryId: index + 1, categoryName })),
    products: numbered.map(({ product }) => product),
    stock: numbered.flatMap(({ product: { productId }, stockAmount }) =>
      stockAmount === null ? [] : [{ storeId: "1", productId, stockAmount }],
    ),
  });
  putContract(state, "sb_musubi", given);
}
