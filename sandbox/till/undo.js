import { ask, attempt, by, make, tellDone } from "./page.js";
import { orderNumber } from "./receipt.js";
import { count, say, yen } from "./say.js";
import { here } from "./shop.js";

let asked = null;

/** Asks before a transaction is cancelled, and says what will happen. */
export function askUndo(transaction) {
  asked = transaction;
  const { transactionHeadId: id, total, details } = transaction;
  const order = orderNumber(transaction);
  by("undo-title").textContent = say("undo.ask", { id });
  by("undo-what").textContent = say("undo.stock", { total: yen(total) });
  by("undo-lines").replaceChildren(
    ...details.map(({ productName, quantity }) =>
      make("li", { text: `${productName ?? say("receipt.no-product")} × ${count(quantity)}` }),
    ),
  );
  by("undo-online").hidden = order === "";
  by("undo-online").textContent = order === "" ? "" : say("undo.online", { order });
  by("undo-yes").textContent = say("undo.yes", { id });
  by("undo-form").reset();
  by("undo-dialog").showModal();
  // Not by `autofocus` in the page: if the till is in a frame of another origin, a browser reports an error for that.
  by("undo-no").focus();
}

async function undo() {
  const { transactionHeadId: id } = asked;
  const how = new FormData(by("undo-form")).get("how");
  by("undo-dialog").close();
  await attempt(
    async () => {
      await ask("POST", `${here()}/transactions/${id}/${how}`);
      tellDone(say("undo.done", { id }));
    },
    "undo.failed",
    { id },
  );
}

/** The dialog's buttons; Escape also keeps the transaction. */
export function wireUndo() {
  by("undo-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void undo();
  });
  by("undo-no").addEventListener("click", () => by("undo-dialog").close());
  // The list may have been drawn again meanwhile, together with the button that was pressed.
  by("undo-dialog").addEventListener("close", () => {
    if (document.activeElement === document.body) by("books-title").focus();
  });
}
