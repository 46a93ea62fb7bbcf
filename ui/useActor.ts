import { useLanguage, useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Who did what was recorded, where it is no person with a name. */
const names: Record<string, string> = {
  購入者: "Buyer",
  定期購入: "Subscription",
  会費: "Membership fee",
  運営者: "Operator",
  練習モード: "Practice mode",
  夜間: "Nightly run",
  バックアップからの復元: "Restored from a backup",
  連携の有効化: "Link switched on",
  連携先の変更: "Other contract or store",
};

/** Tells who did what was recorded: a person, a key of the API, or the link itself. */
export function useActor(): (actor: string) => string {
  const { language } = useLanguage();
  const { smaregiLink } = useWords(common);
  return (actor) => {
    if (actor === "smaregi") return smaregiLink;
    return language === "ja" ? actor : (names[actor] ?? actor.replace(/^管理画面: /, "Console: "));
  };
}
