/** The buyer, the address and the payment, as the form holds them. */
export type Buyer = {
  name: string;
  kana: string;
  postalCode: string;
  prefecture: string;
  address: string;
  building: string;
  phone: string;
  email: string;
  payment: "" | "cashOnDelivery" | "bankTransfer";
};

export const nobody: Buyer = {
  name: "",
  kana: "",
  postalCode: "",
  prefecture: "",
  address: "",
  building: "",
  phone: "",
  email: "",
  payment: "",
};

export const prefectures = (
  "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 " +
  "福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 " +
  "山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split(" ");

const trimmed = (text: string): string => text.replaceAll(/[\s　]+/g, " ").trim();
/** Converts what an input method makes of phone numbers and postal codes to half-width, with one kind of hyphen. */
const narrow = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/\s/g, "")
    .replaceAll(/[‐‑–—―−ー]/g, "-");

/** Converts half-width katakana and hiragana to full-width katakana. */
function katakana(text: string): string {
  const wide = trimmed(text.normalize("NFKC"));
  return wide.replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
}

function postalCode(text: string): string {
  const digits = narrow(text).replace(/^〒/, "").replaceAll("-", "");
  return /^\d{7}$/.test(digits) ? `${digits.slice(0, 3)}-${digits.slice(3)}` : text.trim();
}

const tidying: Partial<Record<keyof Buyer, (text: string) => string>> = {
  kana: katakana,
  postalCode,
  phone: narrow,
  email: (text) => text.normalize("NFKC").replaceAll(/\s/g, ""),
};

/** A field in the form that the shop takes, whether it was typed in full width or half width. */
export function tidyField<Name extends keyof Buyer>(name: Name, text: Buyer[Name]): Buyer[Name] {
  return (tidying[name] ?? trimmed)(text) as Buyer[Name];
}

/** Every field in the form that the shop takes. */
export function tidy(buyer: Buyer): Buyer {
  return Object.fromEntries(
    Object.entries(buyer).map(([name, text]) => [name, tidyField(name as keyof Buyer, text)]),
  ) as Buyer;
}

export type FieldProblem = "missing" | "kana" | "postalCode" | "phone" | "email" | "payment";

const shapes: [keyof Buyer & FieldProblem, RegExp][] = [
  ["kana", /^[ァ-ヺーA-Za-z .・'-]+$/],
  ["postalCode", /^\d{3}-\d{4}$/],
  ["phone", /^(?=(?:\D*\d){10,15}\D*$)\+?[\d()-]+$/],
  ["email", /^[^\s@,<>"]+@[^\s@,<>"]+\.[^\s@,<>".]+$/],
];

/** The problems of a tidied form by field; empty if it can be ordered with. */
export function problemsOf(buyer: Buyer): Partial<Record<keyof Buyer, FieldProblem>> {
  const problems: Partial<Record<keyof Buyer, FieldProblem>> = {};
  for (const [name, shape] of shapes) if (!shape.test(buyer[name])) problems[name] = name;
  for (const [name, text] of Object.entries(buyer) as [keyof Buyer, string][]) {
    if (text === "" && name !== "building") problems[name] = name === "payment" ? "payment" : "missing";
  }
  return problems;
}

const payments = { "": "", cashOnDelivery: "代金引換", bankTransfer: "銀行振込" };

/** The buyer as the order stores them. The payment is written as the pages of the shop's staff show it. */
export function customerOf({ payment, ...buyer }: Buyer) {
  return { ...buyer, paymentMethod: payments[payment] };
}
