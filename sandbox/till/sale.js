import { asSale, dropGone, emptyCart, onCart, pieces } from "./cart.js";
import { showLines } from "./cart-lines.js";
import { effects, markHere } from "./live.js";
import { by, make, ask, hush, NoAnswer, tellProblem, toSearch } from "./page.js";
import { cashGiven, clearPayment, isPayable, showPayment, wirePayment } from "./payment.js";
import { receipt } from "./receipt.js";
import { say, yen } from "./say.js";
import { closeSheet } from "./sheet.js";
import { here, shop, storeId } from "./shop.js";

// The last sale. Its receipt is shown until the next one begins.
let sold = null;

/** Shows the panel: the sale that is being made, or the receipt of the last one. */
export function showSale() {
  if (pieces() > 0) sold = null;
  by("making").hidden = sold !== null;
  by("sold").hidden = sold === null;
  showLines();
  showPayment();
  showSold();
}

function showSold() {
  if (sold === null) return;
  const { transaction } = sold;
  by("sold-change").textContent = yen(transaction.change);
  by("sold-receipt").replaceChildren(receipt(transaction));
  showEffects();
}

/** Shows the effects of a sale as they come in: the stock that moved, the notifications that were sent. */
export function showEffects() {
  if (sold === null) return;
  const rows = effects(sold.mark, sold.transaction);
  by("effects").replaceChildren(
    ...rows.map(({ kind, text, status, isBad }) =>
      make(
        "li",
        {},
        make("b", { text: say(`live.${kind}`), class: `kind ${kind}` }),
        make("span", { text }),
        make("span", { text: status, class: isBad ? "bad" : "soft" }),
      ),
    ),
  );
  by("effects-waiting").hidden = rows.some(({ kind }) => kind === "notification");
  by("effects-waiting").textContent = say(shop.isNotified ? "sold.waiting" : "sold.no-webhook");
}

async function sell() {
  if (by("sell").disabled || !isPayable()) return;
  const sale = { storeId: storeId(), terminalId: shop.terminalId, ...asSale(), depositCash: cashGiven() };
  const mark = markHere();
  setBusy(true);
  hush();
  try {
    const transaction = await ask("POST", `${here()}/sales`, sale);
    sold = { transaction, mark };
    clearPayment();
    emptyCart();
    const { total, change, transactionHeadId: id } = transaction;
    by("heard").textContent = say("sold", { total: yen(total), change: yen(change), id });
    by("next").focus({ preventScroll: true });
  } catch (error) {
    const isUnclear = error instanceof NoAnswer;
    tellProblem(isUnclear ? say("sell.unclear") : say("sell.failed", { detail: error.message }));
  } finally {
    setBusy(false);
  }
}

function setBusy(isBusy) {
  if (isBusy) by("sell").dataset.busy = "";
  else delete by("sell").dataset.busy;
  by("sell").textContent = say(isBusy ? "selling" : "sell");
  showPayment();
}

/** Removes goods from the sale that the contract no longer has, and says so. */
export function checkSale() {
  if (dropGone()) tellProblem(say("sell.gone"));
}

function startNext() {
  sold = null;
  clearPayment();
  emptyCart();
  closeSheet();
  toSearch();
}

/** The panel's buttons. */
export function wireSale() {
  onCart(showSale);
  wirePayment(sell);
  by("sell").addEventListener("click", () => void sell());
  by("clear").addEventListener("click", startNext);
  by("next").addEventListener("click", startNext);
}

/** Forgets the sale, because another contract has other goods. */
export function forgetSale() {
  sold = null;
  clearPayment();
  emptyCart();
}
