import { folded } from "../../kit/text/rules.ts";
import { orderNumberSpelling } from "../../orders/rules.ts";

/** A parcel with the fields of B2クラウド's CSV. */
export type Parcel = {
  number: string;
  phone: string;
  postalCode: string;
  prefecture: string;
  address: string;
  building: string;
  name: string;
  kana: string;
  deliverOn: string | null;
  deliverTime: string | null;
  goods: string;
  memo: string;
};
export type Sender = {
  issuer: string;
  postalCode: string;
  address: string;
  phone: string;
  b2Customer: string;
  b2Class: string;
  b2Freight: string;
  b2Kind: string;
  b2Goods: string;
};
type Given = { parcel: Parcel; sender: Sender; shipOn: string };

/** A column of a carrier's file: carriers differ only in data. `width`: in half-width letters; `must`: it must not be empty. */
type FileColumn = {
  name: string;
  value(given: Given): string;
  width?: number;
  must?: boolean;
};

const blank = () => "";
const slashed = (day: string | null): string => day?.replaceAll("-", "/") ?? "";
/** The times of day that B2 accepts; others ended in 2017. */
const times = new Set(["0812", "1416", "1618", "1820", "1921"]);
const placeWidth = 64;

/** Returns the width of a text in half-width letters. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (/[\u{20}-\u{7E}\u{FF61}-\u{FF9F}]/u.test(letter) ? 1 : 2), 0);

/** Splits an address into two fields: what does not fit into the first goes on in the second, if that is empty. */
export function placeOf({ prefecture, address, building }: Parcel): { place: string; building: string } {
  const whole = address.startsWith(prefecture) ? address : prefecture + address;
  if (widthOf(whole) <= placeWidth || building !== "") return { place: whole, building };
  let place = "";
  for (const letter of whole) {
    if (widthOf(place + letter) > placeWidth) break;
    place += letter;
  }
  return { place, building: whole.slice(place.length) };
}

/** Writes kana as carriers want them: half width. Hiragana becomes katakana; everything else stays. */
export function halfKana(text: string): string {
  const katakana = text.replaceAll(/[ぁ-ゖ]/g, (letter) =>
    String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60),
  );
  return [...katakana.normalize("NFD")].map((letter) => half.get(letter) ?? letter).join("");
}
const half = new Map(
  Array.from({ length: 0x3f }, (_, nth) => String.fromCodePoint(0xff61 + nth)).map(
    (narrow) => [narrow.normalize("NFKC"), narrow] as const,
  ),
);
half.set("　", " ");

/** The first 42 of B2クラウド's 95 columns: it needs no others. */
export const b2Columns: FileColumn[] = [
  { name: "お客様管理番号", value: ({ parcel }) => parcel.number, width: 50, must: true },
  { name: "送り状種類", value: ({ sender }) => sender.b2Kind, must: true },
  { name: "クール区分", value: blank },
  { name: "伝票番号", value: blank },
  { name: "出荷予定日", value: ({ shipOn }) => slashed(shipOn), must: true },
  { name: "お届け予定日", value: ({ parcel }) => slashed(parcel.deliverOn) },
  {
    name: "配達時間帯",
    value: ({ parcel: { deliverTime } }) =>
      deliverTime !== null && times.has(deliverTime) ? deliverTime : "",
  },
  { name: "お届け先コード", value: blank },
  { name: "お届け先電話番号", value: ({ parcel }) => parcel.phone, width: 15, must: true },
  { name: "お届け先電話番号枝番", value: blank },
  { name: "お届け先郵便番号", value: ({ parcel }) => parcel.postalCode, width: 8, must: true },
  { name: "お届け先住所", value: ({ parcel }) => placeOf(parcel).place, width: placeWidth, must: true },
  { name: "お届け先アパートマンション名", value: ({ parcel }) => placeOf(parcel).building, width: 32 },
  { name: "お届け先会社・部門１", value: blank },
  { name: "お届け先会社・部門２", value: blank },
  { name: "お届け先名", value: ({ parcel }) => parcel.name, width: 32, must: true },
  { name: "お届け先名(ｶﾅ)", value: ({ parcel }) => halfKana(parcel.kana), width: 50 },
  { name: "敬称", value: () => "様" },
  { name: "ご依頼主コード", value: blank },
  { name: "ご依頼主電話番号", value: ({ sender }) => sender.phone, width: 15, must: true },
  { name: "ご依頼主電話番号枝番", value: blank },
  { name: "ご依頼主郵便番号", value: ({ sender }) => sender.postalCode, width: 8, must: true },
  { name: "ご依頼主住所", value: ({ sender }) => sender.address, width: placeWidth, must: true },
  { name: "ご依頼主アパートマンション", value: blank },
  { name: "ご依頼主名", value: ({ sender }) => sender.issuer, width: 32, must: true },
  { name: "ご依頼主名(ｶﾅ)", value: blank },
  { name: "品名コード１", value: blank },
  {
    name: "品名１",
    value: ({ parcel, sender }) => (sender.b2Goods === "" ? parcel.goods : sender.b2Goods),
    width: 50,
    must: true,
  },
  { name: "品名コード２", value: blank },
  { name: "品名２", value: blank },
  { name: "荷扱い１", value: blank },
  { name: "荷扱い２", value: blank },
  { name: "記事", value: blank },
  { name: "ｺﾚｸﾄ代金引換額（税込)", value: blank },
  { name: "内消費税額等", value: blank },
  { name: "止置き", value: blank },
  { name: "営業所コード", value: blank },
  { name: "発行枚数", value: blank },
  { name: "個数口表示フラグ", value: blank },
  { name: "請求先顧客コード", value: ({ sender }) => sender.b2Customer, must: true },
  { name: "請求先分類コード", value: ({ sender }) => sender.b2Class },
  { name: "運賃管理番号", value: ({ sender }) => sender.b2Freight, must: true },
];

/** A problem of a row that is shown before the file goes out: nothing is ever cut off without a word. */
export type ParcelDoubt = { column: string; why: "missing" | "tooLong" | "letters" | "time" };

/** Makes a parcel's row and lists its problems. `isWhole`: true if Shift_JIS has all letters of a text. */
export function b2Row(
  given: Given,
  isWhole: (text: string) => boolean,
): { cells: string[]; doubts: ParcelDoubt[] } {
  const cells = b2Columns.map((column) => column.value(given));
  const doubts = b2Columns.flatMap(({ name, width, must }, nth): ParcelDoubt[] => {
    const cell = cells[nth] ?? "";
    if (cell === "") return must === true ? [{ column: name, why: "missing" }] : [];
    if (width !== undefined && widthOf(cell) > width) return [{ column: name, why: "tooLong" }];
    return isWhole(cell) ? [] : [{ column: name, why: "letters" }];
  });
  const { deliverTime } = given.parcel;
  if (deliverTime !== null && !times.has(deliverTime)) doubts.push({ column: "配達時間帯", why: "time" });
  return { cells, doubts };
}

/** True for the 12 digits of a Yamato parcel: the last digit is the remainder of the others divided by 7. */
export function isTracking(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false;
  return Number(text.slice(0, 11)) % 7 === Number(text.slice(11));
}

/** A row of B2's 発行済データ: the order, and its parcel's number as written there. */
export type ShippedRow = { row: number; number: string; trackingNumber: string };
export type ShippedOrder = { id: string; number: string; status: string; trackingNumber: string | null };
export type ShippedPlan = ShippedRow & {
  orderId: string | null;
  /** `replaces`: the order has another number. */
  kind: "sets" | "same" | "replaces" | "unknown" | "cancelled" | "notANumber" | "twice";
  before: string | null;
};

/** Returns the order's number from お客様管理番号, without the `-2` of a second parcel. */
export const orderNumberOf = (cell: string): string =>
  orderNumberSpelling(
    folded(cell)
      .trim()
      .replace(/-\d{1,2}$/, ""),
  );

/**
 * Plans what each row of a carrier's file does. If an order has several parcels, the first one stays, and the others are reported.
 */
export function planShipped(rows: ShippedRow[], orders: Map<string, ShippedOrder>): ShippedPlan[] {
  const met = new Set<string>();
  return rows.map((row): ShippedPlan => {
    const order = orders.get(row.number);
    const at = { ...row, orderId: order?.id ?? null, before: order?.trackingNumber ?? null };
    if (order === undefined) return { ...at, kind: "unknown" };
    if (!isTracking(row.trackingNumber)) return { ...at, kind: "notANumber" };
    if (order.status === "cancelled") return { ...at, kind: "cancelled" };
    if (met.has(order.id)) return { ...at, kind: "twice" };
    met.add(order.id);
    if (order.trackingNumber === null) return { ...at, kind: "sets" };
    return { ...at, kind: order.trackingNumber === row.trackingNumber ? "same" : "replaces" };
  });
}
