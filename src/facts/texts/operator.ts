import type { Language } from "../fact.ts";

/**
 * What can be wrong with the operation itself, for any merchant. A cause is never renamed: gauges and rows contain it.
 */
export const operatorCauses = [
  "worker_gone",
  "sweep_missed",
  "checks_missed",
  "mail_failing",
  "disk_nearly_full",
] as const;
export type OperatorCause = (typeof operatorCauses)[number];

type Words = { title: string; effect: string; asked: string };

const ja: Record<OperatorCause, Words> = {
  worker_gone: {
    title: "作業用プロセスが動いていません",
    effect: "在庫同期、受注の登録、お知らせの送信が止まっています。受けた注文と通知は失われません。",
    asked: "ROLE=worker(またはall)のプロセスを起動し、止まった理由をログで確認してください。",
  },
  sweep_missed: {
    title: "1分ごとの見回りが10分以上終わっていません",
    effect: "通知の届かなかった在庫の変化、夜の差異チェック、定期購入に気づくのが遅れます。",
    asked: "作業用プロセスのログの「the sweep failed」と、データベースの負荷を確認してください。",
  },
  checks_missed: {
    title: "差異チェックが2日以上終わっていない加盟店があります",
    effect: "スマレジとの食い違いに気づくのが遅れます。加盟店にもお知らせしています。",
    asked: "作業用プロセスのログと、npm run musubi -- status の結果を確認してください。",
  },
  mail_failing: {
    title: "メールサーバーがメールを受け付けていません",
    effect: "お知らせと招待のメールが届きません。3日間は自動で送り直します。",
    asked: "SMTP_URLの設定と、メールサーバーの状態を確認してください。",
  },
  disk_nearly_full: {
    title: "データベースのディスクの空きが残りわずかです",
    effect: "いっぱいになると、注文も通知も受けられなくなります。",
    asked: "DATA_DIRのあるディスクの空きを増やしてください。",
  },
};

const en: Record<OperatorCause, Words> = {
  worker_gone: {
    title: "No worker is running",
    effect: "Stock, orders and notices stand still. Orders and notifications that came in are kept.",
    asked: "Start a process with ROLE=worker (or all), and see in its log why the last one ended.",
  },
  sweep_missed: {
    title: "The minute's sweep has not ended for ten minutes",
    effect: "Changes without a notification, the nightly reconciliation and subscriptions come late.",
    asked: "See “the sweep failed” in the worker's log, and the load of the database.",
  },
  checks_missed: {
    title: "Merchants have had no reconciliation for two days",
    effect: "Differences from Smaregi are found late. The merchants are told, too.",
    asked: "See the worker's log and what npm run musubi -- status says.",
  },
  mail_failing: {
    title: "The mail server takes no mail",
    effect: "Notices and invitations do not arrive. They are sent again for three days.",
    asked: "See SMTP_URL and the mail server.",
  },
  disk_nearly_full: {
    title: "The database's disk is nearly full",
    effect: "Once it is full, neither orders nor notifications can be taken.",
    asked: "Make room on the disk of DATA_DIR.",
  },
};

/** The operators' texts for each, in both languages. */
export const operatorWords: Record<Language, Record<OperatorCause, Words>> = { ja, en };
