import { folded } from "../../kit/text/rules.ts";

/** Words for one size; the first of each is used for comparing. */
const sizes = [
  "xxs 3s ss以下",
  "xs ss エクストラスモール",
  "s スモール small",
  "m ミディアム medium",
  "l ラージ large",
  "xl ll 2l エクストララージ",
  "xxl 3l 2xl lll",
  "xxxl 4l 3xl llll",
  "4xl 5l",
  "free f フリー フリーサイズ freesize ワンサイズ onesize",
];

/** Words for one colour. */
const colors = [
  "黒 ブラック black bk blk クロ",
  "白 ホワイト white wh wht シロ",
  "赤 レッド red rd アカ",
  "青 ブルー blue bl blu アオ",
  "緑 グリーン green gr grn ミドリ",
  "黄 イエロー yellow ye yel 黄色 キイロ",
  "紺 ネイビー navy nv nvy コン",
  "灰 グレー gray grey gy グレイ 灰色 ハイイロ",
  "茶 ブラウン brown br brn 茶色 チャイロ",
  "桃 ピンク pink pk pnk 桃色 モモイロ",
  "紫 パープル purple pu ムラサキ",
  "橙 オレンジ orange or org ダイダイ",
  "ベージュ beige be",
  "アイボリー ivory iv",
  "カーキ khaki kh",
  "生成 キナリ 生成り natural ナチュラル na",
  "藍 インディゴ indigo アイ",
  "水色 ライトブルー lightblue sax サックス ミズイロ",
  "金 ゴールド gold gd キン",
  "銀 シルバー silver sv ギン",
  "ワイン wine ボルドー bordeaux エンジ",
  "カラシ マスタード mustard 辛子",
  "オリーブ olive ol",
  "チャコール charcoal ch",
  "透明 クリア clear トウメイ",
];

const meaning = new Map<string, { size?: string; color?: string }>([
  ...sizes.flatMap((line) => entries(line, (size) => ({ size }))),
  ...colors.flatMap((line) => entries(line, (color) => ({ color }))),
]);

function entries<Meant>(line: string, meant: (first: string) => Meant): [string, Meant][] {
  const words = line.split(" ");
  return words.map((word) => [word, meant(words[0] ?? "")]);
}

/** Size and colour as far as the words are known; null if two words contradict each other. */
export type Variant = { size: string | null; color: string | null };

const katakana = (text: string): string =>
  text.replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60));

/** Reads size and colour from texts such as `白 / M`. A length (`23.5cm`) is a size. */
export function variantOf(...texts: (string | null)[]): Variant {
  const words = texts.flatMap((text) =>
    text === null ? [] : katakana(folded(text, { ignoreCase: true })).split(/[\s/・,、_|:()[\]【】-]+/u),
  );
  const found = { size: new Set<string>(), color: new Set<string>() };
  for (const word of words) {
    const plain = word.replace(/(サイズ|size|色|カラー)$/u, "");
    const meant = meaning.get(word) ?? meaning.get(plain);
    if (meant?.size !== undefined) found.size.add(meant.size);
    if (meant?.color !== undefined) found.color.add(meant.color);
    const length = /^(\d+(?:\.\d+)?)(cm|mm|号)$/.exec(word);
    if (length !== null) found.size.add(`${Number(length[1])}${length[2]}`);
  }
  const only = (all: Set<string>): string | null => (all.size === 1 ? ([...all][0] ?? null) : null);
  return { size: only(found.size), color: only(found.color) };
}

const pieceUnits =
  "本|個|枚|袋|箱|缶|包|束|粒|錠|膳|組|客|足|双|杯|コ|ヶ|ケース|パック|セット|ダース|入|pcs|pc|set";
const amountUnits = "ml|cc|kg|mg|g|l";
const packed = new RegExp(`(\\d+(?:\\.\\d+)?) *(?:(${pieceUnits})|(${amountUnits})(?![a-z]))`, "gu");

/** The contents of a pack: numbers with a unit (`6本`, `500ml`), and a case. */
function packsOf(name: string): { all: string[]; isMany: boolean } {
  const text = katakana(folded(name, { ignoreCase: true }));
  const all = new Set<string>();
  let isMany = false;
  for (const [, number = "", pieces, amount] of text.matchAll(packed)) {
    // `2l` to `6l` are sizes of clothes.
    if (amount === "l" && /^[2-6]$/.test(number)) continue;
    if (pieces !== undefined && Number(number) > 1) isMany = true;
    // One piece is the default of every product.
    if (pieces === undefined || Number(number) !== 1) all.add(`${Number(number)}${pieces ?? amount ?? ""}`);
  }
  const unbroken = text.replaceAll(" ", "");
  if (/ケース(?!付)/u.test(unbroken) && /ケース(販売|売|買)|[0-9]ケース|ケースセット/u.test(unbroken)) {
    isMany = true;
    all.add("ケース");
  }
  return { all: [...all].sort(), isMany };
}

/**
 * True if two names describe different packs: other numbers, or several pieces on one side only. A weight or a volume
 * that only one side names proves nothing.
 */
export function isOtherPack(one: string, other: string): boolean {
  const [a, b] = [packsOf(one), packsOf(other)];
  if (a.all.length > 0 && b.all.length > 0) return a.all.join(" ") !== b.all.join(" ");
  return a.isMany || b.isMany;
}
