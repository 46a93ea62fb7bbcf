import { many } from "../../ui/format.ts";
import { dictionary } from "../../ui/language.tsx";

type Many = { orders: number; products: number };

const ja = ({ orders, products }: Many): string =>
  [orders > 0 ? `受注${many(orders)}件` : "", products > 0 ? `商品${many(products)}点` : ""]
    .filter((part) => part !== "")
    .join("と") || "0件";
const counted = (count: number, one: string, more: string) =>
  count > 0 ? `${many(count)} ${count === 1 ? one : more}` : "";
const en = ({ orders, products }: Many): string =>
  [counted(orders, "order", "orders"), counted(products, "product", "products")]
    .filter((part) => part !== "")
    .join(" and ") || "nothing";

export const incidentWords = dictionary({
  ja: {
    lead: "スマレジとの連携やお知らせの送信で起きた問題です。同じ原因の失敗は、何件あっても1つにまとめています。",
    filter: "表示する障害",
    state: "状態",
    states: { open: "未解決", closed: "解決済み" },
    closedAt: (at: string) => `解決 ${at}`,
    sinceAt: (at: string) => `${at}から`,
    noneOpen: "いま未解決の障害はありません。",
    none: "障害はありません。",
    what: "状況",
    since: "いつから",
    until: "いつまで",
    affected: "影響",
    unaffected: "受注と商品への影響はありません。",
    byItself: "自動で行うこと",
    asked: "お願いしたいこと",
    nothingAsked: "操作は要りません。",
    many: ja,
    waiting: (many: string) => `スマレジが復旧しました。${many}が送り直しを待っています。`,
    send: "まとめて送り直す",
    sendSays: (many: string) =>
      `${many}を送り直します。先にスマレジ側の状態を確認するため、二重に登録されることはありません。`,
    sent: (many: string) => `${many}を送り直しています。うまくいくと、この障害は自動で解決済みになります。`,
    receiversSay: "止まっている送信先を再開し、届いていないものを順に送り直します。",
    receiversSent: "送り直しています。届くと、この障害は自動で解決済みになります。",
    mayNot: "送り直せるのは、加盟店-管理者と店舗責任者です。",
    openLog: "スマレジ連携ログ(未対応)",
    failedOrders: "連携に失敗した受注",
    notices: "送ったお知らせ",
    toldAt: "日時",
    told: "内容",
    opening: "発生のお知らせ",
    toldOf: {
      "incident.updated": "続いているお知らせ",
      "incident.closed": "解決のお知らせ",
    } as Record<string, string>,
    noNotices: "この障害のお知らせは、メールやチャットに送っていません。",
    toNotices: "お知らせの送り先を設定する",
  },
  en: {
    lead: "What went wrong with the link to Smaregi or with notices. Failures of one cause are one incident, however many.",
    filter: "Incidents shown",
    state: "State",
    states: { open: "Open", closed: "Over" },
    closedAt: (at) => `Over ${at}`,
    sinceAt: (at) => `since ${at}`,
    noneOpen: "There are no open incidents.",
    none: "There are no incidents.",
    what: "What is going on",
    since: "Since",
    until: "Until",
    affected: "Affected",
    unaffected: "No orders and no products.",
    byItself: "Goes on by itself",
    asked: "To do",
    nothingAsked: "Nothing.",
    many: en,
    waiting: (many) => `Smaregi answers again. Waiting to be sent again: ${many}.`,
    send: "Send all again",
    sendSays: (many) =>
      `Sent again: ${many}. How each stands at Smaregi is looked at first, so nothing is registered twice.`,
    sent: (many) => `Being sent again: ${many}. Once all is well, this incident is over by itself.`,
    receiversSay: "Receivers that are off are switched on, and what did not arrive is sent in its order.",
    receiversSent: "Being sent again. Once it arrives, this incident is over by itself.",
    mayNot: "Owners and store managers can send it again.",
    openLog: "Smaregi log (open)",
    failedOrders: "Orders that failed",
    notices: "Notices sent",
    toldAt: "When",
    told: "What",
    opening: "That it began",
    toldOf: { "incident.updated": "That it goes on", "incident.closed": "That it is over" },
    noNotices: "Nothing was sent to mail or chats about this incident.",
    toNotices: "Set up who is told",
  },
});
