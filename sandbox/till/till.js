// The till page. Everything that it does uses the control API, which docs/sandbox.md describes.
import { readBooks, showBooks } from "./books.js";
import { onCart } from "./cart.js";
import { readFaults, showFaults, wireFaults } from "./faults.js";
import { showGoods, showMoved, showPicked, wireGoods } from "./goods.js";
import { showLive, takeCall, takeNotification, takeStockChange, wireLive } from "./live.js";
import { attempt, by, hush, soon } from "./page.js";
import { speakPayment } from "./payment.js";
import { checkSale, forgetSale, showEffects, showSale, wireSale } from "./sale.js";
import { startLanguage, switchLanguage } from "./say.js";
import { keepComposing, pick, wireSearch } from "./search.js";
import { wireSheet } from "./sheet.js";
import { loadShop, shop, takeChanges } from "./shop.js";
import { showStockList, showStockMoved, wireStock } from "./stock.js";
import { wireUndo } from "./undo.js";
import { wireViews } from "./views.js";
import { sayState, watch } from "./watch.js";

async function open(contractId) {
  await loadShop(contractId);
  by("loading").hidden = true;
  checkSale();
  showGoods();
  showStockList();
  await readBooks();
}

function speak() {
  switchLanguage();
  sayState();
  showGoods();
  speakPayment();
  showSale();
  showStockList();
  showBooks();
  showFaults();
  showLive();
}

function follow() {
  const booksSoon = soon(readBooks, 120);
  const faultsSoon = soon(readFaults, 120);
  const allSoon = soon(() => open(shop.contractId), 200);
  const isOurs = ({ contractId }) => contractId === shop.contractId;
  watch(
    {
      call: (call) => {
        takeCall(call);
        if (call.fault) faultsSoon();
      },
      notification: (notification) => {
        takeNotification(notification);
        showEffects();
      },
      stock: (event) => {
        if (!isOurs(event)) return;
        const moved = takeChanges(event.changes);
        showMoved(moved);
        showStockMoved(moved);
        takeStockChange(event);
        showEffects();
      },
      transaction: (event) => isOurs(event) && booksSoon(),
      // If the page has no contract, it shows the first one that comes.
      contract: (event) =>
        (isOurs(event) || event.contractId === null || shop.contractId === "") && allSoon(),
      settings: faultsSoon,
    },
    () => {
      allSoon();
      faultsSoon();
    },
  );
}

keepComposing();
startLanguage();
wireViews();
wireGoods(pick);
wireSearch();
wireSale();
wireSheet();
wireStock();
wireUndo();
wireFaults();
wireLive();
onCart(showPicked);
by("language").addEventListener("click", speak);
by("dismiss").addEventListener("click", hush);
by("receipt-close").addEventListener("click", () => by("receipt-dialog").close());
by("terminal").addEventListener("change", () => {
  shop.terminalId = by("terminal").value;
  void attempt(() => open(shop.contractId), "failed");
});
by("contract").addEventListener("change", () => {
  forgetSale();
  void attempt(() => open(by("contract").value), "failed");
});
showSale();
showLive();
await attempt(() => open(new URLSearchParams(location.search).get("contract")), "failed");
await attempt(readFaults, "failed");
follow();
