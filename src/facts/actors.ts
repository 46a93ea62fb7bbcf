import type { Language } from "./fact.ts";

/**
 * The actors that are neither a person nor a key. Each is recorded by its Japanese name, which never changes, because
 * rows contain it. Persons are recorded as `管理画面: their name`, keys as `API: their name`, the link itself as `smaregi`.
 */
export const actors = {
  buyer: "購入者",
  subscription: "定期購入",
  membershipFee: "会費",
  operator: "運営者",
  practice: "練習モード",
  nightly: "夜間",
  restored: "バックアップからの復元",
  switchedOn: "連携の有効化",
  placeChanged: "連携先の変更",
} as const;

type Own = keyof typeof actors;

/** Actors that are shown with more words than they are recorded with. */
const japanese: Partial<Record<Own, string>> = { nightly: "自動(毎晩)" };
const english: Record<Own, string> = {
  buyer: "Buyer",
  subscription: "Subscription",
  membershipFee: "Membership fee",
  operator: "Operator",
  practice: "Practice mode",
  nightly: "By itself, every night",
  restored: "Restored from a backup",
  switchedOn: "Link switched on",
  placeChanged: "Other contract or store",
};

const console = { ja: "管理画面: ", en: "Console: " };

/** The recorded name of a staff member. */
export const staffActor = (name: string): string => `${console.ja}${name}`;

/** The actor in the reader's language; names of persons and keys stay as they are. */
export function tellActor(actor: string, language: Language): string {
  if (actor.startsWith(console.ja)) return `${console[language]}${actor.slice(console.ja.length)}`;
  const own = (Object.keys(actors) as Own[]).find((name) => actors[name] === actor);
  if (own === undefined) return actor;
  return language === "ja" ? (japanese[own] ?? actor) : english[own];
}
