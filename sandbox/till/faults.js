import { ask, attempt, by, make } from "./page.js";

// Of each switch, the first choice is the usual one.
const groups = [
  [
    "スマレジ",
    [
      [
        "maintenance",
        "メンテナンス",
        { off: "なし", problem503: "503(JSON)", html503: "503(HTML)", reset: "切断", hang: "無応答" },
      ],
      ["latencyMs", "応答の遅れ", { 0: "なし", 300: "0.3秒", 3000: "3秒", 20000: "20秒" }],
      ["stockDelayMs", "在庫反映の遅れ", { 0: "なし", 2000: "2秒", 10000: "10秒" }],
      ["duplicateKey", "同じ取引の再送", { refuse: "断る(400)", accept: "二重に登録する" }],
    ],
  ],
  [
    "通知",
    [
      ["notifications", "通知", { deliver: "届く", drop: "届かない" }],
      ["dropEveryNth", "通知の欠落", { 0: "なし", 2: "2回に1回", 5: "5回に1回" }],
      ["duplicateNotifications", "通知の重複", { 0: "なし", 1: "2回届く", 2: "3回届く" }],
      ["reorderNotificationsMs", "通知の順序", { 0: "そのまま", 3000: "入れ替わる" }],
      ["notificationDelayMs", "通知の遅れ", { 0: "なし", 2000: "2秒", 10000: "10秒" }],
      ["webhookHeader", "通知の秘密ヘッダー", { correct: "正しい", wrong: "誤り", missing: "なし" }],
    ],
  ],
];

const once = [
  ["POST /transactions", "commitThenTimeout", "取引登録: 登録して無応答"],
  ["POST /transactions", "commitThen500", "取引登録: 登録して500"],
  ["POST /transactions", "timeout", "取引登録: 登録せず無応答"],
  ["POST /transactions", "status400", "取引登録: 断る(400)"],
  ["POST /transactions/{id}/cancel", "commitThenTimeout", "取引取消: 取消して無応答"],
  ["GET /stock", "status500", "在庫取得: 500"],
  ["*", "status429", "次の呼び出し: 429"],
];

const words = new Map(once.map(([call, kind, text]) => [`${call} ${kind}`, text]));

/** The switches as they stand, those that differ from the usual marked; and the faults that wait for a call. */
export async function showFaults() {
  const [now, waiting] = await Promise.all([ask("GET", "/switches"), ask("GET", "/faults")]);
  const active = [];
  by("switches").replaceChildren(
    ...groups.map(([title, switches]) =>
      make(
        "fieldset",
        {},
        make("legend", { text: title }),
        ...switches.map(([name, text, choices]) => {
          const isUsual = String(now[name]) === Object.keys(choices)[0];
          if (!isUsual) active.push(`${text}: ${choices[now[name]] ?? now[name]}`);
          return choice(name, text, choices, now[name], isUsual);
        }),
      ),
    ),
  );
  by("practising").hidden = active.length === 0;
  by("practising").textContent = active.length === 0 ? "" : `障害の練習中 — ${active.join("、")}`;
  const named = waiting.map(
    ({ call, kind, times }) =>
      `${words.get(`${call} ${kind}`) ?? `${call} ${kind}`}${times > 1 ? ` ×${times}` : ""}`,
  );
  by("waiting").textContent = named.length === 0 ? "" : `待っている障害: ${named.join("、")}`;
}

function choice(name, text, choices, value, isUsual) {
  const isNumber = typeof value === "number";
  const known = String(value) in choices ? choices : { ...choices, [value]: String(value) };
  const select = make(
    "select",
    {
      onchange: () =>
        attempt(() => ask("PATCH", "/switches", { [name]: isNumber ? Number(select.value) : select.value })),
    },
    ...Object.entries(known).map(([each, shown]) => make("option", { value: each, text: shown })),
  );
  select.value = String(value);
  return make("label", { class: isUsual ? "" : "on" }, make("span", { text }), select);
}

/** The buttons for what goes wrong once, and the one that puts everything right. */
export function wireFaults() {
  by("once").replaceChildren(
    ...once.map(([call, kind, text]) =>
      make("button", {
        text,
        type: "button",
        onclick: () => attempt(() => ask("POST", "/faults", { call, kind })),
      }),
    ),
  );
  by("reset").addEventListener("click", () =>
    attempt(async () => {
      await ask("POST", "/switches/reset");
      await ask("DELETE", "/faults");
      await showFaults();
    }),
  );
}
