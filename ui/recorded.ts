/**
 * What the server records in Japanese (受注明細のログ, スマレジ連携ログ, a check's result), and its English. `{}`: what varies.
 * A test holds that no sentence of the server is missing here.
 */
const sentences: [ja: string, en: string][] = [
  ["受注しました。", "The order was placed."],
  ["定期購入により受注しました。", "The order was placed by a subscription."],
  ["会費により受注しました。", "The order was placed by a membership fee."],
  ["受注を編集しました。", "The order was edited."],
  ["受注をキャンセルしました。", "The order was cancelled."],
  ["ステータスを「{}」に変更しました。", "The status was changed to “{}”."],
  ["スマレジ連携: {}が{}(取引ID: {})。", "Smaregi: the {} {} (transaction ID: {})."],
  ["スマレジ連携: {}に失敗しました。", "Smaregi: the {} failed."],
  [
    "スマレジにない商品ID({})の在庫は動いていません。",
    "The stock of products that Smaregi does not know ({}) was not moved.",
  ],
  [
    "スマレジにない商品ID({})を含む取引が登録されました。この商品の在庫はスマレジで動いていません。",
    "The transaction was registered with products that Smaregi does not know ({}): their stock was not moved there.",
  ],
  ["取引ID {} は、スマレジ側で取り消されています。", "Transaction {} was cancelled in Smaregi."],
  [
    "連携が無効の間に受注が変更されました。スマレジは変更前のままです。",
    "The order was changed while the link was off. Smaregi has it as before.",
  ],
  ["自動で再送します。", "It is sent again by itself."],
  ["スマレジ側の結果を引き続き確認しています。", "What became of it at Smaregi is still being looked for."],
  [
    "スマレジ連携: 送り直します。先にスマレジ側の状態を確認します。",
    "Smaregi: it is sent again, after a look at how it stands there.",
  ],
  [
    "スマレジ連携: スマレジの取引の内容が受注と異なるため、取引を取り消して登録し直します。",
    "Smaregi: the transaction there differs from the order; it is cancelled, and the order registered anew.",
  ],
  [
    "スマレジ連携: 取消を断られた取引を、打消(当日付けのマイナスの取引)で取り消します。",
    "Smaregi: the transaction whose cancellation was refused is offset by a minus transaction of today.",
  ],
  [
    "スマレジ連携: 手作業で対応済みとされたため、送り直しを終了します。",
    "Smaregi: marked as handled by hand, so it is sent no more.",
  ],
  [
    "スマレジ連携: 連携が無効のため、取引登録・取引取消は行いません。",
    "Smaregi: the link is switched off, so nothing is registered or cancelled there.",
  ],
  [
    "スマレジ連携: 加盟店の契約が終了しているため、取引登録・取引取消は行いません。",
    "Smaregi: the shop's contract has ended, so nothing is registered or cancelled there.",
  ],
  [
    "送信を待つ間に引き継がれたため、送信していません。",
    "It was taken over before it went out, and not sent.",
  ],
  ["送信の途中で止まりました。", "It stopped on its way to Smaregi."],
  [
    "スマレジの取引一覧を確認しましたが、登録されていません。",
    "Smaregi's list of transactions was looked through: it is not registered.",
  ],
  [
    "スマレジの取引を確認しましたが、取り消されていません。",
    "The transaction was looked at in Smaregi: it is not cancelled.",
  ],
  ["登録済みかどうかを確認できませんでした: {}", "Whether it is registered could not be looked up: {}"],
  ["スマレジに取引ID {} の取引がありません。", "Smaregi has no transaction with the ID {}."],
  [
    "取引ID {} は以前の契約ID({})に登録されているため、取り消していません。その契約のスマレジの管理画面で取り消してください。",
    "Transaction {} stands in the contract from before ({}), and is not cancelled. Cancel it in the Smaregi admin pages of that contract.",
  ],
  ["結果を確認できませんでした: {}", "What became of it could not be looked up: {}"],
  [
    "編集前の取引を取り消せていないため、登録していません。",
    "It is not registered, since the transaction from before the edit is not cancelled.",
  ],
  [
    "標準モードに変更されたため、再送していません。",
    "The standard mode was chosen, so it is not sent again.",
  ],
  ["スマレジに取引がありません。", "Smaregi has no such transaction."],
  ["スマレジに接続できません({})。", "Smaregi can't be reached ({})."],
  ["スマレジの応答が{}秒以内にありませんでした。", "Smaregi did not answer within {} seconds."],
  [
    "スマレジの応答のうち1行を読み取れませんでした({})。",
    "A row of Smaregi's answer could not be read ({}).",
  ],
  [
    "スマレジの応答のうちID {} の行を読み取れませんでした({})。",
    "The row of ID {} in Smaregi's answer could not be read ({}).",
  ],
  ["スマレジの応答を読み取れませんでした({})。", "Smaregi's answer could not be read ({})."],
  ["スマレジとの通信が途中で切れました({})。", "The connection to Smaregi broke on the way ({})."],
  [
    "取引の内容が正しくないため、スマレジに送信していません({})。",
    "The transaction is not right, so it was not sent to Smaregi ({}).",
  ],
  [
    "スマレジのクライアントIDとシークレットが設定されていません。",
    "The client ID and secret for Smaregi are not set.",
  ],
  [
    "スマレジへの呼び出しが多すぎるため、トークンを取得できませんでした({})。",
    "There were too many calls to Smaregi to get a token ({}).",
  ],
  [
    "契約ID、またはクライアントIDとシークレットをスマレジが受け付けませんでした({})。",
    "Smaregi did not accept the contract ID, or the client ID and secret ({}).",
  ],
  ["トークンの応答を読み取れませんでした。", "The answer with the token could not be read."],
  ["店舗ID「{}」はスマレジにありません。", "Smaregi has no store with the ID “{}”."],
  ["スマレジに商品ID {} の商品がありません。", "Smaregi has no product with the ID {}."],
  [
    "多くの商品が一度にスマレジからなくなったため、在庫を0にせず保留しています。スマレジの商品と、契約ID・店舗IDを確認してください。",
    "Many products vanished from Smaregi at once, so their quantities are kept and not set to 0. Check Smaregi's products, the contract ID and the store ID.",
  ],
  [
    "スマレジのこの店舗に商品ID {} の在庫がありません。多くの商品の在庫が一度になくなったため、在庫を0にせず保留しています。契約ID・店舗IDと、スマレジの在庫を確認してください。",
    "Smaregi has no stock of the product with the ID {} in this store. The stock of many products vanished at once, so their quantities are kept and not set to 0. Check the contract ID, the store ID and Smaregi's stock.",
  ],
  [
    "変更後の店舗では、商品ID {} の在庫が0です。多くの商品の在庫が一度に0になるため、保留しています。契約ID・店舗IDを確認してください。",
    "In the store that was chosen, the stock of the product with the ID {} is 0. The quantities of many products would become 0 at once, so they are kept. Check the contract ID and the store ID.",
  ],
  ["スマレジの一覧に終わりがありませんでした。", "Smaregi's list did not end."],
  ["連携設定の店舗IDはスマレジにありません。", "Smaregi does not have the store of the connection."],
  [
    "店舗を確認できないため、在庫を0にしていません({})。",
    "The store could not be looked up, so the quantity is not set to 0 ({}).",
  ],
  ["スマレジがメンテナンス中です(503)。", "Smaregi is in maintenance (503)."],
  ["スマレジから応答がありません。", "Smaregi does not answer."],
  [
    "在庫同期の対象になる商品は、まだ紐づけられていません。",
    "No product whose stock would be synced is linked yet.",
  ],
  ["商品を確認できませんでした: {}", "The products could not be looked up: {}"],
  ["紐づけた商品({}件)はスマレジにあります。", "Smaregi has all {} linked products."],
  [
    "スマレジにない商品IDが紐づけられています: {}。在庫は0になります。",
    "Linked to product IDs that Smaregi does not have: {}. Their quantity becomes 0.",
  ],
  ["紐づけた商品はすべてスマレジで在庫管理の対象です。", "Smaregi manages the stock of all linked products."],
  [
    "スマレジの在庫管理区分が「対象外」の商品が紐づけられています: {}。在庫の変更が通知されないため、同期されません。",
    "Linked to products whose stock Smaregi does not manage: {}. Their changes are not notified, so they are not synced.",
  ],
  ["契約ID「{}」: {}", "Contract ID “{}”: {}"],
  [
    "契約IDとクライアントID・シークレットは正しく設定されています。",
    "The contract ID, the client ID and the secret are right.",
  ],
  ["必要な権限(スコープ)がそろっています。", "All scopes that are needed are there."],
  ["スマレジのアプリに権限が足りません: {}", "The app at Smaregi lacks scopes: {}"],
  ["スマレジから確認できませんでした: {}", "Smaregi could not be asked: {}"],
  ["店舗「{}」が見つかりました。", "The store “{}” was found."],
  ["端末ID「{}」はスマレジにありません。", "Smaregi has no terminal with the ID “{}”."],
  [
    "端末ID「{}」は店舗ID「{}」の端末です。",
    "The terminal with the ID “{}” belongs to the store with the ID “{}”.",
  ],
  ["端末「{}」が見つかりました。", "The terminal “{}” was found."],
  ["在庫を取得できました。", "The stock could be read."],
  [
    "スマレジ連携が無効のため、差異チェックを行えません。",
    "The link to Smaregi is switched off, so there is nothing to compare.",
  ],
  ["{} ほか{}件", "{} and {} more"],
  ["管理画面: {}", "Console: {}"],
];

/** Words that stand alone, or where a sentence has `{}`. */
const words: Record<string, string> = {
  取引登録: "registration",
  取引取消: "cancellation",
  成功しました: "succeeded",
  スマレジ側で確認できました: "was found to stand in Smaregi",
  新規受付: "New",
  入金済み: "Paid",
  発送準備中: "Preparing",
  発送済み: "Shipped",
  キャンセル: "Cancelled",
  購入者: "Buyer",
  定期購入: "Subscription",
  会費: "Membership fee",
  差異チェック: "Reconciliation",
  夜間: "Nightly run",
  バックアップからの復元: "Restored from a backup",
  連携の有効化: "Link switched on",
  連携先の変更: "Other contract or store",
  管理者: "Administrator",
};

const escaped = (text: string): string => text.replaceAll(/[()[\].*+?^$|\\]/g, "\\$&");

const patterns = sentences
  // The longest first: what holds another one is not taken apart.
  .toSorted(([a], [b]) => b.length - a.length)
  .map(([ja, en]) => {
    const parts = ja.split("{}").map(escaped);
    const isOpen = ja.endsWith("{}");
    const last = parts.length - 1;
    const source = parts.reduce(
      (all, part, at) => `${all}${isOpen && at === last ? "(.*)" : "(.+?)"}${part}`,
    );
    return { pattern: new RegExp(source, "gs"), en };
  });

/** A recorded text in English. Smaregi's own words within it, and names, stay as they are. */
export function inEnglish(text: string): string {
  const whole = words[text];
  if (whole !== undefined) return whole;
  let told = text;
  for (const { pattern, en } of patterns) {
    told = told.replace(pattern, (_, ...given: unknown[]) => {
      const varying = given.filter((each) => typeof each === "string").slice(0, en.split("{}").length - 1);
      return `${varying.reduce<string>((all, each) => all.replace("{}", () => words[each] ?? each), en)} `;
    });
  }
  return told.replaceAll(/ {2,}/g, " ").trim();
}
