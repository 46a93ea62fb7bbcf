// The till page: everything it does goes over the control API that docs/sandbox.md describes.
const by = (id) => document.getElementById(id);
const yen = (value) => `${Number(value).toLocaleString("ja-JP")}円`;

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

async function ask(method, path, body) {
  const response = await fetch(`/_sandbox${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? `HTTP ${response.status}`);
  return answer;
}

let contract = null;
let stock = new Map();
let moved = new Set();
const cart = new Map();

const storeId = () =>
  contract.terminals.find((each) => each.terminalId === by("terminal").value)?.storeId ?? "1";
const here = () => `/contracts/${encodeURIComponent(contract.contractId)}`;

async function openContract(contractId) {
  const all = await ask("GET", "/contracts");
  contract = all.find((each) => each.contractId === contractId) ?? all[0];
  if (contract === undefined) {
    by("message").textContent = "契約がありません。";
    return;
  }
  by("contract").replaceChildren(...all.map((each) => option(each.contractId, each.contractId)));
  by("contract").value = contract.contractId;
  by("terminal").replaceChildren(
    ...contract.terminals.map((each) => option(each.terminalId, each.terminalName ?? each.terminalId)),
  );
  by("store").textContent = contract.stores[0]?.storeName ?? "";
  by("adjust-product").replaceChildren(
    ...contract.products.slice(0, 500).map((each) => option(each.productId, each.productName)),
  );
  cart.clear();
  await Promise.all([showStock(), showBooks()]);
  showCart();
}

function option(value, text) {
  const element = make("option", text);
  element.value = value;
  return element;
}

async function showStock() {
  const rows = await ask("GET", `${here()}/stock?storeId=${storeId()}`);
  stock = new Map(rows.map((row) => [row.productId, Number(row.stockAmount)]));
  by("goods").replaceChildren(
    ...contract.products.slice(0, 200).map((product) => {
      const button = make("button", undefined, moved.has(product.productId) ? "moved" : "");
      button.type = "button";
      const amount = stock.get(product.productId);
      const stocked = product.stockControlDivision === "1" ? "在庫管理なし" : `在庫 ${amount ?? "—"}`;
      const tax = product.reduceTaxId === null ? "10%" : "8%";
      button.append(
        make("strong", product.productName),
        make("small", `${yen(product.price)} 税込(${tax}) / ID ${product.productId}`),
        make("span", stocked, amount !== undefined && amount <= 0 ? "stock none" : "stock"),
      );
      button.addEventListener("click", () => put(product.productId, 1));
      return button;
    }),
  );
  moved = new Set();
}

function put(productId, change) {
  const quantity = (cart.get(productId) ?? 0) + change;
  if (quantity > 0) cart.set(productId, quantity);
  else cart.delete(productId);
  by("message").textContent = "";
  showCart();
}

function showCart() {
  const products = new Map(contract.products.map((each) => [each.productId, each]));
  let total = 0;
  by("cart").replaceChildren(
    ...[...cart].map(([productId, quantity]) => {
      const product = products.get(productId);
      total += Number(product.price) * quantity;
      const row = make("tr");
      const buttons = make("td", undefined, "n");
      for (const [text, change, label] of [
        ["−", -1, "減らす"],
        ["＋", 1, "増やす"],
      ]) {
        const button = make("button", text, "small");
        button.type = "button";
        button.setAttribute("aria-label", `${product.productName}を${label}`);
        button.addEventListener("click", () => put(productId, change));
        buttons.append(button);
        if (change < 0) buttons.append(` ${quantity} `);
      }
      row.append(
        make("td", product.productName),
        buttons,
        make("td", yen(Number(product.price) * quantity), "n"),
      );
      return row;
    }),
  );
  by("total").textContent = yen(total);
  by("sell").disabled = cart.size === 0;
  by("clear").disabled = cart.size === 0;
}

async function showBooks() {
  const all = await ask("GET", `${here()}/transactions`);
  const names = new Map(contract.terminals.map((each) => [each.terminalId, each.terminalName]));
  by("books").replaceChildren(
    ...all
      .slice(-50)
      .toReversed()
      .map((each) => {
        const off = each.cancelDivision === "1" || each.disposeDivision !== "0";
        const row = make("tr", undefined, off ? "cancelled" : "");
        const lines = each.details
          .map((line) => `${line.productName ?? "(商品なし)"} × ${line.quantity}`)
          .join("、");
        const total = make("td", yen(each.total), "n");
        if (each.taxInclude) total.append(make("br"), make("small", `内税 ${yen(each.taxInclude)}`));
        const undo = make("td");
        if (!off) {
          const button = make("button", "取消", "small");
          button.type = "button";
          button.setAttribute("aria-label", `取引 ${each.transactionHeadId} を取消`);
          button.addEventListener("click", () =>
            attempt(() => ask("POST", `${here()}/transactions/${each.transactionHeadId}/cancel`)),
          );
          undo.append(button);
        } else undo.textContent = "取消済";
        row.append(
          make("td", each.transactionHeadId),
          make("td", names.get(each.terminalId) ?? each.terminalId),
          make("td", lines),
          total,
          make("td", each.memo ?? ""),
          undo,
        );
        return row;
      }),
  );
}

async function attempt(action) {
  by("message").textContent = "";
  try {
    await action();
  } catch (error) {
    by("message").textContent = error.message;
  }
}

const switches = [
  [
    "maintenance",
    "メンテナンス",
    { off: "なし", problem503: "503(JSON)", html503: "503(HTML)", reset: "切断", hang: "無応答" },
  ],
  ["notifications", "通知", { deliver: "届く", drop: "届かない" }],
  ["duplicateNotifications", "通知の重複", { 0: "なし", 1: "2回届く", 2: "3回届く" }],
  ["reorderNotificationsMs", "通知の順序", { 0: "そのまま", 3000: "入れ替わる(最大3秒)" }],
  ["notificationDelayMs", "通知の遅れ", { 0: "なし", 2000: "2秒", 10000: "10秒" }],
  ["webhookHeader", "通知の秘密ヘッダー", { correct: "正しい", wrong: "誤り", missing: "なし" }],
  ["stockDelayMs", "在庫反映の遅れ", { 0: "なし", 2000: "2秒" }],
  ["latencyMs", "応答の遅れ", { 0: "なし", 300: "0.3秒", 3000: "3秒" }],
];

async function showSwitches() {
  const now = await ask("GET", "/switches");
  by("switches").replaceChildren(
    ...switches.map(([name, text, choices]) => {
      const label = make("label", text);
      const select = make("select");
      select.append(...Object.entries(choices).map(([value, shown]) => option(value, shown)));
      select.value = String(now[name]);
      select.addEventListener("change", () => {
        const value = typeof now[name] === "number" ? Number(select.value) : select.value;
        attempt(() => ask("PATCH", "/switches", { [name]: value }));
      });
      label.append(select);
      return label;
    }),
  );
}

function goBy(kind, what, status, bad) {
  const row = make("li");
  row.append(
    make("span", new Date().toLocaleTimeString("ja-JP"), "soft"),
    make("span", kind),
    make("span", what, "what"),
    make("span", String(status ?? ""), bad ? "bad" : "soft"),
  );
  by("live").prepend(row);
  while (by("live").children.length > 200) by("live").lastChild.remove();
}

// Many changes at once are one new picture.
let waiting = null;
function refreshSoon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    attempt(() => Promise.all([showStock(), showBooks()]));
  }, 80);
}

function watch() {
  const events = new EventSource("/_sandbox/events");
  events.addEventListener("open", () => (by("state").textContent = ""));
  events.addEventListener("error", () => (by("state").textContent = "再接続しています…"));
  events.addEventListener("call", (event) => {
    const { method, path, query, status, fault } = JSON.parse(event.data);
    const short = path.replace(/^\/[^/]+\/pos/, "") + decodeURIComponent(query);
    goBy("API ←", `${method} ${short}${fault ? `(${fault})` : ""}`, status, !(status >= 200 && status < 300));
  });
  events.addEventListener("notification", (event) => {
    const { event: name, body, status, error } = JSON.parse(event.data);
    const ids =
      (body?.ids ?? []).map((each) => each.productId).join(", ") ||
      (body?.transactionHeadIds ?? []).join(", ");
    goBy("通知 →", `${name} ${ids.slice(0, 120)}`, error ? "届かず" : status, status !== 200);
  });
  events.addEventListener("stock", (event) => {
    const { contractId, changes } = JSON.parse(event.data);
    if (contractId !== contract?.contractId) return;
    for (const change of changes) moved.add(change.productId);
    refreshSoon();
  });
  events.addEventListener("transaction", refreshSoon);
}

by("sell").addEventListener("click", () =>
  attempt(async () => {
    const lines = [...cart].map(([productId, quantity]) => ({ productId, quantity }));
    await ask("POST", `${here()}/sales`, { storeId: storeId(), terminalId: by("terminal").value, lines });
    cart.clear();
    showCart();
  }),
);
by("clear").addEventListener("click", () => {
  cart.clear();
  showCart();
});
by("adjust").addEventListener("submit", (event) => {
  event.preventDefault();
  const change = {
    productId: by("adjust-product").value,
    storeId: storeId(),
    stockAmount: by("adjust-amount").value,
  };
  attempt(() => ask("POST", `${here()}/stock`, { changes: [change] }));
});
by("contract").addEventListener("change", () => attempt(() => openContract(by("contract").value)));
by("reset").addEventListener("click", () =>
  attempt(async () => {
    await ask("POST", "/switches/reset");
    await ask("DELETE", "/faults");
    await showSwitches();
  }),
);
for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () =>
    attempt(() => ask("POST", "/faults", { call: "POST /transactions", kind: button.dataset.fault })),
  );
}

await attempt(() => openContract(new URLSearchParams(location.search).get("contract")));
await attempt(showSwitches);
watch();
