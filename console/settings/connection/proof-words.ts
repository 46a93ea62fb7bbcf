import { dictionary } from "../../../ui/language.tsx";

export const proofWords = dictionary({
  ja: {
    title: "契約の確認",
    lead: "スマレジの契約は、このショップのものと確認できてから使えます。次のどれか1つの方法で確認してください。",
    proven: "確認済みの契約",
    none: "確認済みの契約は、まだありません。",
    more: "別の契約を確認する",
    ways: { signIn: "スマレジでログイン", ownApp: "自社のアプリ", operator: "運営者の許可" },
    signIn: "スマレジでログイン",
    signInSays:
      "スマレジに契約の管理者としてログインすると、すぐに確認できます。管理者でない場合は、管理者の方に操作してもらってください。",
    signInOff: "スマレジでのログインは、運営者のアプリが設定されていないため使えません。",
    ownApp: "自社のアプリで確認する",
    ownAppSays:
      "スマレジ・デベロッパーズで自社のアプリを作り、この契約で有効にします。下の「認証情報」にアプリの情報を入力して連携設定を保存すると、その場で確認します。",
    operator: "運営者に依頼する",
    operatorSays: (number: string) =>
      `運営者に、加盟店番号 ${number} とスマレジの契約IDを伝えて、許可を依頼してください。`,
    choose: "確認済みの契約から選ぶ:",
    unproven: "この契約は、まだ確認できていません。上の「契約の確認」の方法で確認してください。",
    ends: {
      proven: "契約を確認できました。下の連携設定で契約IDを確かめて、店舗と端末を入力してください。",
      denied: "スマレジの画面で許可されなかったため、契約は確認していません。",
      notOwner:
        "ログインした方は、この契約の管理者ではないため、確認できませんでした。契約の管理者の方に操作してもらってください。",
      stale:
        "このログインは期限切れか、すでに使われています。もう一度「スマレジでログイン」を押してください。",
      mayNot: "契約を確認できるのは、加盟店-管理者です。",
      refused: "スマレジがログインを受け付けませんでした。もう一度「スマレジでログイン」を押してください。",
      unreachable:
        "スマレジに接続できなかったため、契約を確認できませんでした。少し待って、もう一度お試しください。",
      signedOut:
        "管理画面からログアウトしていたため、契約を確認できませんでした。もう一度「スマレジでログイン」を押してください。",
    },
    stopped: {
      proofRevoked:
        "運営者が契約の確認を取り消したため、連携を止めました。もう一度確認すると、有効にできます。",
      appEnded:
        "スマレジでアプリの利用が終了したため、連携を止めました。利用を再開してから「有効」に切り替えて保存してください。",
      appForceStopped:
        "スマレジがアプリの利用を停止したため、連携を止めました。利用できるようになってから「有効」に切り替えて保存してください。",
    },
  },
  en: {
    title: "Proof of the contract",
    lead: "A contract of Smaregi's can be used once it is shown to be this shop's. One of these ways is enough.",
    proven: "Proven contracts",
    none: "No contract is proven yet.",
    more: "Prove another contract",
    ways: { signIn: "Signed in at Smaregi", ownApp: "Own app", operator: "Allowed by the operator" },
    signIn: "Sign in with Smaregi",
    signInSays:
      "Sign in to Smaregi as the owner of the contract, and it is proven at once. If you are not, ask the owner to do it.",
    signInOff: "Signing in with Smaregi is not possible: the operator's app is not set up.",
    ownApp: "Prove it by an app of your own",
    ownAppSays:
      "Make an app at Smaregi Developers and activate it for this contract. Enter it under “Credentials” below: it is checked when you save.",
    operator: "Ask the operator",
    operatorSays: (number) =>
      `Tell the operator of this cart your merchant number ${number} and your contract ID, and ask to have it allowed.`,
    choose: "Choose a proven one:",
    unproven: "This contract is not proven yet. Use one of the ways under “Proof of the contract” above.",
    ends: {
      proven:
        "The contract is proven. See that it is the one in the settings below, and enter store and terminal.",
      denied: "It was not allowed on Smaregi's page, so nothing is proven.",
      notOwner: "Whoever signed in is not the owner of this contract. Ask the owner to do it.",
      stale: "This sign-in is too old, or was used. Press “Sign in with Smaregi” again.",
      mayNot: "Only an owner of this shop can prove a contract.",
      refused: "Smaregi did not take the sign-in. Press “Sign in with Smaregi” again.",
      unreachable: "Smaregi could not be reached, so nothing is proven. Wait a moment and try again.",
      signedOut: "You were signed out here, so nothing is proven. Press “Sign in with Smaregi” again.",
    },
    stopped: {
      proofRevoked:
        "The operator took back the proof of this contract, so the link was stopped. Prove it again to switch it on.",
      appEnded:
        "The use of the app has ended at Smaregi, so the link was stopped. Take it up again there, then switch it on and save.",
      appForceStopped:
        "Smaregi has stopped the use of the app, so the link was stopped. Once it may be used again, switch it on and save.",
    },
  },
});
