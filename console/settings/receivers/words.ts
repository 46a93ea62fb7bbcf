import { dictionary } from "../../../ui/language.tsx";
import { kindsEn, kindsJa } from "./names.ts";

const deliveryColors = { waiting: "orange", sent: "green", failed: "shu" } as const;

/** Words that notices and webhooks share: where they go and how their deliveries ended. */
export const receiverWords = dictionary({
  ja: {
    channel: "送り先",
    kindNamed: (kind: string) => kindsJa[kind] ?? kind,
    deliveryColors,
    deliveryStates: { waiting: "送信待ち", sent: "送信済み", failed: "送信失敗" },
    nextAt: (at: string) => `次の送信: ${at}`,
    tries: (count: number) => `送信の記録 ${count}回`,
    arrived: "送信できました",
    on: "有効",
    off: "停止中",
    offWhy: {
      gone: "送り先がなくなったと応答したため、停止しました。",
      refused: "3回続けて受け取りを断られたため、停止しました。",
      givenUp: "3日間送り直しても届かなかったため、停止しました。",
    },
  },
  en: {
    channel: "To",
    kindNamed: (kind) => kindsEn[kind] ?? kind,
    deliveryColors,
    deliveryStates: { waiting: "Waiting", sent: "Sent", failed: "Not sent" },
    nextAt: (at) => `Next try: ${at}`,
    tries: (count) => (count === 1 ? "1 try" : `${count} tries`),
    arrived: "Sent",
    on: "On",
    off: "Off",
    offWhy: {
      gone: "It is off: the receiver answered that it is gone.",
      refused: "It is off: the receiver refused three times in a row.",
      givenUp: "It is off: nothing arrived for three days.",
    },
  },
});
