import type { Context } from "../../context.ts";
import { AppError, type Text } from "../../kit/errors.ts";
import { forPerson } from "../../smaregi/patience.ts";
import type { Account } from "../../smaregi/types.ts";
import { noteProofAttempt } from "./attempts.ts";

/**
 * P8: asks Smaregi for a token of this contract with the merchant's own app; returns if Smaregi gives one. Saves nothing. Throws a
 * 409 if Smaregi refuses, and a 503 if it cannot be asked.
 */
export async function proveByOwnApp(ctx: Context, merchantId: string, account: Account): Promise<void> {
  await noteProofAttempt(ctx, { merchantId, way: "ownApp" });
  const answer = await ctx.smaregi.prove(forPerson(ctx, account));
  if (answer.kind === "ok") return;
  if (answer.kind === "refused") throw unproven(account.contractId, { appRefused: true });
  throw new AppError(
    "smaregi_unreachable",
    {
      ja: "スマレジに接続できないため、契約を確認できませんでした。何も保存していません。少し待って、もう一度お試しください。",
      en: "Smaregi can't be reached, so the contract could not be checked. Nothing was saved. Wait a moment and try again.",
    },
    [],
    30,
  );
}

const ways: Text = {
  ja: "次のどれかで確認してください。(1) 管理画面の連携設定で「スマレジでログイン」を押し、この契約の管理者としてログインする。(2) この契約で有効にした自社アプリのクライアントIDとシークレットを、この設定と一緒に保存する。(3) 加盟店番号と契約IDを運営者に伝えて、許可してもらう。",
  en: "Show it in one of three ways: (1) on the connection page of the console, press “Sign in with Smaregi” and sign in as the owner of this contract; (2) save the client ID and secret of your own Smaregi app, activated for this contract, with these settings; (3) tell the operator your merchant number and this contract ID, and ask to have it allowed.",
};

/**
 * The 409 for a contract that the merchant has not proven; its words say how to prove it. `appRefused`: true if its own app was
 * tried.
 */
export function unproven(contractId: string, { appRefused = false } = {}): AppError {
  const tried: Text = appRefused
    ? {
        ja: "スマレジは、この契約IDに対するクライアントIDとシークレットを受け付けませんでした。",
        en: "Smaregi did not take this client ID and secret for this contract. ",
      }
    : { ja: "", en: "" };
  return new AppError("contract_unproven", {
    ja: `${tried.ja}契約ID「${contractId}」がこのショップの契約であることを、まだ確認できていません。${ways.ja}`,
    en: `${tried.en}It is not shown yet that contract “${contractId}” belongs to this shop. ${ways.en}`,
  });
}
