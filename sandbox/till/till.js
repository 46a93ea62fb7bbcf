// The till page: everything it does goes over the control API, as docs/sandbox.md describes it.
import { showBooks } from "./books.js";
import { clearCart, put, sell, showCart } from "./cart.js";
import { showFaults, wireFaults } from "./faults.js";
import { showAdjustChoices, showGoods, showMoved } from "./goods.js";
import { clearLive, showCall, showNotification, showStockChange } from "./live.js";
import { ask, attempt, by, soon } from "./page.js";
import { here, loadShop, shop, storeId, takeChanges } from "./shop.js";

const pick = (productId) => put(productId, 1);

async function open(contractId) {
  await loadShop(contractId);
  showGoods(pick);
  showAdjustChoices();
  showCart();
  await showBooks();
}

async function adjust() {
  const how = by("adjust-how").value;
  const change = {
    productId: by("adjust-product").value,
    storeId: storeId(),
    [how]: by("adjust-amount").value,
  };
  await ask("POST", `${here()}/stock`, { changes: [change], notify: by("adjust-notify").checked });
  by("done").textContent = "在庫を修正しました。";
}

function watch() {
  const booksSoon = soon(showBooks, 120);
  const faultsSoon = soon(showFaults, 120);
  const allSoon = soon(() => open(shop.contractId), 200);
  const events = new EventSource("/_sandbox/events");
  const on = (name, action) => events.addEventListener(name, (event) => action(JSON.parse(event.data)));
  events.addEventListener("open", () => {
    by("state").textContent = "接続中";
    by("state").dataset.on = "";
    // Nobody told of what happened before: between the first look and now, or while the connection was away.
    allSoon();
    faultsSoon();
  });
  events.addEventListener("error", () => {
    by("state").textContent = "再接続しています…";
    delete by("state").dataset.on;
  });
  on("call", (call) => {
    showCall(call);
    if (call.fault) faultsSoon();
  });
  on("notification", showNotification);
  on("stock", (event) => {
    if (event.contractId !== shop.contractId) return;
    showMoved(takeChanges(event.changes));
    showStockChange(event);
  });
  on("transaction", ({ contractId }) => contractId === shop.contractId && booksSoon());
  on("contract", ({ contractId }) => (contractId === shop.contractId || contractId === null) && allSoon());
  on("settings", faultsSoon);
}

by("sell").addEventListener("click", async () => {
  by("sell").disabled = true;
  await attempt(sell);
  showCart();
});
by("clear").addEventListener("click", clearCart);
by("search").addEventListener("input", () => showGoods(pick));
by("clear-live").addEventListener("click", clearLive);
by("adjust").addEventListener("submit", (event) => {
  event.preventDefault();
  void attempt(adjust);
});
by("terminal").addEventListener("change", () => attempt(() => open(shop.contractId)));
by("contract").addEventListener("change", () =>
  attempt(async () => {
    clearCart();
    await open(by("contract").value);
  }),
);
wireFaults();
await attempt(() => open(new URLSearchParams(location.search).get("contract")));
await attempt(showFaults);
watch();
