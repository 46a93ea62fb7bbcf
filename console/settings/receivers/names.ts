/** The names of the ways to send and of the events, for all pages. */
export const kindsJa: Record<string, string> = {
  mail: "メール",
  slack: "Slack",
  chatwork: "Chatwork",
  discord: "Discord",
  googleChat: "Google Chat",
  lineWorks: "LINE WORKS",
  webhook: "Webhook(自社システム)",
};
export const kindsEn: Record<string, string> = { ...kindsJa, mail: "Mail", webhook: "Webhook (own system)" };

export const eventsJa: Record<string, string> = {
  "order.placed": "受注",
  "order.edited": "受注の編集",
  "order.cancelled": "受注のキャンセル",
  "order.registered": "受注のスマレジ登録",
  "order.failed": "受注の連携の失敗",
  "stock.changed": "在庫数の変化",
  "product.saved": "商品の登録・変更",
  "incident.opened": "障害の発生",
  "incident.updated": "続いている障害",
  "incident.closed": "障害の解決",
};
export const eventsEn: Record<string, string> = {
  "order.placed": "An order",
  "order.edited": "An order edited",
  "order.cancelled": "An order cancelled",
  "order.registered": "An order registered in Smaregi",
  "order.failed": "An order that failed at Smaregi",
  "stock.changed": "Stock that changed",
  "product.saved": "A product registered or changed",
  "incident.opened": "An incident that begins",
  "incident.updated": "An incident that goes on",
  "incident.closed": "An incident that is over",
};
