import type { Fact, LinkData, Texts } from "../fact.ts";

const next = {
  sentAgain: { ja: "自動で再送します。", en: "It is sent again by itself." },
  lookedFor: {
    ja: "スマレジ側の結果を引き続き確認しています。",
    en: "What became of it at Smaregi is still being looked for.",
  },
};

const calls = {
  register: { ja: "取引登録", en: "registration" },
  cancel: { ja: "取引取消", en: "cancellation" },
};

/** The text of each fact; empty ones are left out. */
const each = (facts: Fact[], say: (fact: Fact) => string) => facts.map(say).filter((text) => text !== "");

const done = (call: "register" | "cancel", transactionId: string, byLook: boolean) => ({
  ja: `スマレジ連携: ${calls[call].ja}が${byLook ? "スマレジ側で確認できました" : "成功しました"}(取引ID: ${transactionId})。`,
  en: `Smaregi: the ${calls[call].en} ${byLook ? "was found to be done" : "succeeded"} (transaction ID: ${transactionId}).`,
});

export const linkTexts: Texts<LinkData> = {
  registered: {
    ja: ({ transactionId, byLook, unknownProducts = [] }) => {
      const ids = unknownProducts.join("、");
      const more = ids === "" ? "" : ` スマレジにない商品ID(${ids})の在庫は動いていません。`;
      return `${done("register", transactionId, byLook).ja}${more}`;
    },
    en: ({ transactionId, byLook, unknownProducts = [] }) => {
      const ids = unknownProducts.join(", ");
      const more =
        ids === "" ? "" : ` The stock of products that Smaregi does not know (${ids}) was not moved.`;
      return `${done("register", transactionId, byLook).en}${more}`;
    },
  },
  cancelled: {
    ja: ({ transactionId, byLook }) => done("cancel", transactionId, byLook).ja,
    en: ({ transactionId, byLook }) => done("cancel", transactionId, byLook).en,
  },
  callFailed: {
    ja: (data, say) => {
      const goesOn = data.next === undefined ? "" : ` ${next[data.next].ja}`;
      const reasons = each(data.reasons, say).join(" ");
      return `スマレジ連携: ${calls[data.call].ja}に失敗しました。${reasons}${goesOn}`;
    },
    en: (data, say) => {
      const goesOn = data.next === undefined ? [] : [next[data.next].en];
      return [`Smaregi: the ${calls[data.call].en} failed.`, ...each(data.reasons, say), ...goesOn].join(" ");
    },
  },
  leftOut: {
    ja: ({ productIds }) =>
      `スマレジにない商品ID(${productIds.join("、")})を含む取引が登録されました。この商品の在庫はスマレジで動いていません。`,
    en: ({ productIds }) =>
      `The transaction was registered with products that Smaregi does not know (${productIds.join(", ")}): their stock was not moved there.`,
  },
  notRegistered: {
    ja: () => "スマレジの取引一覧を確認しましたが、登録されていません。",
    en: () => "Smaregi's list of transactions was looked through: it is not registered.",
  },
  notCancelled: {
    ja: () => "スマレジの取引を確認しましたが、取り消されていません。",
    en: () => "The transaction was looked at in Smaregi: it is not cancelled.",
  },
  notLooked: {
    ja: ({ reason }, say) => `結果を確認できませんでした: ${say(reason)}`,
    en: ({ reason }, say) => `What became of it could not be looked up: ${say(reason)}`,
  },
  cutShort: { ja: () => "送信の途中で止まりました。", en: () => "It stopped on its way to Smaregi." },
  modeChanged: {
    ja: () => "標準モードに変更されたため、再送していません。",
    en: () => "The standard mode was chosen, so it is not sent again.",
  },
  changedWhileOff: {
    ja: () => "連携が無効の間に受注が変更されました。スマレジは変更前のままです。",
    en: () => "The order was changed while the link was off. Smaregi has it as before.",
  },
  cancelledAtTill: {
    ja: ({ transactionId }) => `取引ID ${transactionId} は、スマレジ側で取り消されています。`,
    en: ({ transactionId }) => `Transaction ${transactionId} was cancelled in Smaregi.`,
  },
  transactionGone: {
    ja: ({ transactionId }) => `スマレジに取引ID ${transactionId} の取引がありません。`,
    en: ({ transactionId }) => `Smaregi has no transaction with the ID ${transactionId}.`,
  },
  otherContract: {
    ja: ({ transactionId, contractId }) =>
      `取引ID ${transactionId} は以前の契約ID(${contractId})に登録されているため、取り消していません。その契約のスマレジの管理画面で取り消してください。`,
    en: ({ transactionId, contractId }) =>
      `Transaction ${transactionId} is in the contract from before (${contractId}), and is not cancelled. Cancel it in the Smaregi admin pages of that contract.`,
  },
  standsUnknown: {
    ja: ({ transactionId }) =>
      `バックアップのあとに登録されたこの受注の取引(取引ID ${transactionId})がスマレジにあるため、登録していません。スマレジで内容を確認し、その取引でよければ「対応済みにする」を選び、この受注の内容にするなら取引を取り消してから送り直してください。`,
    en: ({ transactionId }) =>
      `Smaregi has a transaction of this order (${transactionId}) from after the backup, so nothing was registered. Look at it in Smaregi: if it is right, mark this as handled; if the order is right as it is here, cancel it there and send again.`,
  },
};
