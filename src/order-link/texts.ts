import type { TransactionRow } from "../transactions/rules.ts";

/** What the order's log and スマレジ連携ログ say of the link. */
export const texts = {
  registered: (transactionId: string, byLook: boolean) =>
    `スマレジ連携: 取引登録が${byLook ? "スマレジ側で確認できました" : "成功しました"}(取引ID: ${transactionId})。`,
  cancelled: (transactionId: string, byLook: boolean) =>
    `スマレジ連携: 取引取消が${byLook ? "スマレジ側で確認できました" : "成功しました"}(取引ID: ${transactionId})。`,
  unknownProducts: (ids: string[]) => ` スマレジにない商品ID(${ids.join("、")})の在庫は動いていません。`,
  leftOut: (ids: string[]) =>
    `スマレジにない商品ID(${ids.join("、")})を含む取引が登録されました。この商品の在庫はスマレジで動いていません。`,
  failed: (call: "register" | "cancel", reason: string, next: string) =>
    `スマレジ連携: ${call === "register" ? "取引登録" : "取引取消"}に失敗しました。${reason}${next}`,
  sentAgain: " 自動で再送します。",
  lookedFor: " スマレジ側の結果を引き続き確認しています。",
  sendingAgain: "スマレジ連携: 送り直します。先にスマレジ側の状態を確認します。",
  registeringAnew: "スマレジ連携: スマレジの取引の内容が受注と異なるため、取引を取り消して登録し直します。",
  disposing: "スマレジ連携: 取消を断られた取引を、打消(当日付けのマイナスの取引)で取り消します。",
  handledByHand: "スマレジ連携: 手作業で対応済みとされたため、送り直しを終了します。",
  notRegistered: "スマレジの取引一覧を確認しましたが、登録されていません。",
  notCancelled: "スマレジの取引を確認しましたが、取り消されていません。",
  notLooked: (reason: string) => `結果を確認できませんでした: ${reason}`,
  cutShort: "送信の途中で止まりました。",
  modeChanged: "標準モードに変更されたため、再送していません。",
  cancelledAtTill: (transactionId: string) => `取引ID ${transactionId} は、スマレジ側で取り消されています。`,
  transactionGone: (transactionId: string) => `スマレジに取引ID ${transactionId} の取引がありません。`,
  otherContract: (row: TransactionRow) =>
    `取引ID ${row.transactionId} は以前の契約ID(${row.place?.contractId})に登録されているため、取り消していません。その契約のスマレジの管理画面で取り消してください。`,
};
