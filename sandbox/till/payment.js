import { cartSums, givenDiscount, pieces, setDiscount } from "./cart.js";
import { by, make, readNumber } from "./page.js";
import { say, yen } from "./say.js";
import { shop } from "./shop.js";
import { likelyCash } from "./tax.js";

const rates = [5, 10, 20];
let isAskedFor = false;

/** The amount that was handed over: the total if the field is empty; null if it can't be read. */
export function cashGiven() {
  const typed = by("cash").value.trim();
  return typed === "" ? cartSums().total : readNumber(typed);
}

/** True if the sale can be registered as it is; otherwise the wrong field gets the focus. */
export function isPayable() {
  isAskedFor = true;
  showPayment();
  const { total, isDiscountGood } = cartSums();
  const cash = cashGiven();
  const atFault = isDiscountGood ? (cash === null || cash < total ? by("cash") : null) : by("discount");
  if (atFault === by("discount")) by("discount-box").open = true;
  atFault?.focus();
  return atFault === null;
}

/** Clears the fields for the next customer. */
export function clearPayment() {
  by("cash").value = "";
  by("discount").value = "";
  by("discount-box").open = false;
  isAskedFor = false;
}

/** Shows everything below the lines: discount, taxes, total, cash and change. */
export function showPayment() {
  const { subtotal, discount, total, rates: taxes, isDiscountGood } = cartSums();
  const isEmpty = pieces() === 0;
  by("subtotal").textContent = yen(subtotal);
  by("discount-sum").textContent = discount === 0 ? "" : yen(-discount);
  mark("discount", isDiscountGood ? "" : say("problem.discount"));
  by("taxes").replaceChildren(
    ...taxes.flatMap(({ rate, sum, tax }) => [
      make("dt", { text: say("tax.base", { rate, sum: yen(sum) }) }),
      make("dd", { text: say("tax.inner", { tax: yen(tax) }) }),
    ]),
  );
  by("total").textContent = yen(total);
  by("bar-total").textContent = yen(total);
  by("bar-count").textContent = say("sale.count", { count: pieces() });
  by("sums").hidden = isEmpty;
  by("payment").hidden = isEmpty;
  by("empty").hidden = !isEmpty;
  by("no-terminal").hidden = shop.terminalId !== "" || shop.contractId === "";
  by("sell").disabled = isEmpty || shop.terminalId === "" || by("sell").dataset.busy !== undefined;
  by("clear").disabled = isEmpty;
  by("checkout").disabled = isEmpty;
  showCash(total);
}

function showCash(total) {
  const cash = cashGiven();
  const isShort = cash !== null && cash < total;
  by("change").textContent = cash === null || isShort ? "—" : yen(cash - total);
  const problem = cash === null ? say("cash.wrong") : say("cash.short", { left: yen(total - cash) });
  // While a person types, each amount is too small at first. So it counts as a mistake only after they tried to register the sale.
  mark("cash", (cash === null || isShort) && isAskedFor ? problem : "");
  const amounts = likelyCash(total);
  for (const [index, button] of [...by("quick").children].entries()) {
    const amount = index === 0 ? total : amounts[index - 1];
    button.hidden = amount === undefined;
    button.textContent = index === 0 ? say("cash.exact") : yen(amount ?? 0);
    button.value = String(amount ?? "");
  }
}

/** Says beside a field what is wrong with it; shows nothing if all is well. */
function mark(id, problem) {
  by(`${id}-problem`).textContent = problem;
  if (problem === "") by(id).removeAttribute("aria-invalid");
  else by(id).setAttribute("aria-invalid", "true");
}

/** The fields below the lines. `pay` registers the sale. */
export function wirePayment(pay) {
  const take = (event) => {
    by("cash").value = event.currentTarget.value;
    showPayment();
  };
  by("quick").replaceChildren(
    ...Array.from({ length: 4 }, () => make("button", { type: "button", onclick: take })),
  );
  by("cash").addEventListener("input", showPayment);
  by("cash").addEventListener("keydown", (event) => {
    if (event.key === "Enter") pay();
  });
  by("discount").addEventListener("input", () => {
    const typed = by("discount").value.trim();
    const number = typed === "" ? 0 : readNumber(typed);
    // Text that can't be read counts as more than any subtotal: the error is shown beside the field, and the sale can't be
    // registered.
    setDiscount({ yen: number === null || number < 0 ? Infinity : number });
  });
  by("discount-box").addEventListener("toggle", () => {
    by("discount-box").scrollIntoView({ block: "nearest" });
  });
  speakPayment();
}

/** The buttons for rates, in the language of the page. */
export function speakPayment() {
  const choice = (text, discount) =>
    make("button", {
      type: "button",
      text,
      onclick: () => {
        setDiscount(discount);
        by("discount").value = givenDiscount().yen === 0 ? "" : cartSums().discount;
      },
    });
  by("discount-rates").replaceChildren(
    ...rates.map((rate) => choice(say("discount.rate", { rate }), { rate })),
    choice(say("discount.none"), { yen: 0 }),
  );
}
