import { cartLines, highestPrice, mostOfOne, pickedOf, setLine, setQuantity } from "./cart.js";
import { by, make, readNumber, toSearch } from "./page.js";
import { say, yen } from "./say.js";

const rates = [10, 20, 50];
// The lines on the page. They are changed in place: if a press on a button takes the focus from a field, the press must still hit the
// button.
const views = new Map();

/** Shows the lines of the sale. A line unfolds for its price and discount. */
export function showLines() {
  const lines = cartLines();
  const kept = new Set(lines.map(({ productId }) => productId));
  for (const [productId, view] of views) {
    if (kept.has(productId)) continue;
    view.item.remove();
    views.delete(productId);
  }
  for (const line of lines) {
    const isNew = !views.has(line.productId);
    if (isNew) views.set(line.productId, viewOf(line.productId));
    const view = views.get(line.productId);
    if (isNew) by("cart").append(view.item);
    view.show(line);
    if (isNew) view.item.scrollIntoView({ block: "nearest" });
  }
}

function viewOf(productId) {
  const name = make("span");
  const each = make("small");
  const off = make("small", { class: "off" });
  const sum = make("div", { class: "sum" });
  const problem = make("p", { class: "problem", id: `problem-${productId}`, role: "alert" });
  const button = (text, look, onclick) => make("button", { type: "button", class: look, text, onclick });
  const less = button("−", "round", () => {
    quantity.forget();
    setQuantity(productId, pickedOf(productId) - 1);
    leaveIfGone();
  });
  const more = button("＋", "round", () => {
    quantity.forget();
    setQuantity(productId, pickedOf(productId) + 1);
  });
  const quantity = field(problem, (number) => {
    if (number < 0 || number > mostOfOne) return "problem.quantity";
    setQuantity(productId, number);
    leaveIfGone();
  });
  const price = field(problem, (number) => {
    if (number < 0 || number > highestPrice) return "problem.price";
    setLine(productId, { price: number, ...(shown.off > number ? { discount: { yen: 0 } } : {}) });
  });
  const discount = field(problem, (number) => {
    if (number < 0 || number > shown.each) return "problem.line.discount";
    setLine(productId, { discount: { yen: number } });
  });
  const choices = [...rates, 0].map((rate) => {
    return button("", "", () => {
      discount.forget();
      setLine(productId, { discount: rate === 0 ? { yen: 0 } : { rate } });
    });
  });
  const labels = [make("span"), make("span")];
  const edit = make(
    "div",
    { class: "edit", hidden: true },
    make("label", {}, labels[0], price.input),
    make("label", {}, labels[1], discount.input),
    make("div", { class: "rates" }, ...choices),
  );
  const unfold = button("", "quiet", () => {
    edit.hidden = !edit.hidden;
    unfold.setAttribute("aria-expanded", String(!edit.hidden));
    item.scrollIntoView({ block: "nearest" });
  });
  unfold.setAttribute("aria-expanded", "false");
  const remove = button("×", "quiet cross", () => {
    setQuantity(productId, 0);
    leaveIfGone();
  });
  const item = make(
    "li",
    {},
    make("div", { class: "name" }, name, each, off),
    sum,
    make("div", { class: "steps" }, less, quantity.input, more),
    make("div", { class: "acts" }, unfold, remove),
    edit,
    problem,
  );
  let shown = null;

  /** Shows the present line in the language of the page. */
  function show(line) {
    shown = line;
    const named = { name: line.product.productName };
    name.textContent = named.name;
    each.textContent = `${say("line.each", { price: yen(line.each) })}${line.rate === 8 ? " ※" : ""}`;
    off.hidden = line.off === 0;
    off.textContent = say("line.off", { price: yen(line.off) });
    sum.textContent = yen(line.sum);
    for (const [element, key] of [
      [less, "line.less"],
      [more, "line.more"],
      [quantity.input, "line.quantity"],
      [unfold, "line.edit.name"],
      [remove, "line.remove"],
    ]) {
      element.setAttribute("aria-label", say(key, named));
    }
    unfold.textContent = say("line.edit");
    labels[0].textContent = say("line.price");
    labels[1].textContent = say("line.discount");
    for (const [index, choice] of choices.entries()) {
      choice.textContent =
        index < rates.length ? say("discount.rate", { rate: rates[index] }) : say("discount.none");
    }
    quantity.show(line.quantity);
    price.show(line.each);
    discount.show(line.off);
  }

  return { item, show };
}

/** If the focused line is gone, moves the focus to the next one. */
function leaveIfGone() {
  if (document.activeElement !== document.body) return;
  const next = by("cart").querySelector("button");
  if (next === null) toSearch();
  else next.focus();
}

/** A field for a number of a line. `take` uses a valid number, or returns what is wrong with it, which is shown in `problem`. */
function field(problem, take) {
  const input = make("input", {
    inputmode: "numeric",
    autocomplete: "off",
    class: "number",
    "aria-describedby": problem.id,
    onfocus: () => input.select(),
    onkeydown: (event) => event.key === "Enter" && use(),
    onblur: () => input.value !== input.defaultValue && use(),
  });
  function use() {
    const wrong = take(readNumber(input.value) ?? -1);
    if (wrong === undefined) return forget();
    problem.textContent = say(wrong);
    input.setAttribute("aria-invalid", "true");
  }
  /** Drops what was typed, because it was used or is no longer wanted. */
  function forget() {
    input.value = input.defaultValue;
    if (!input.hasAttribute("aria-invalid")) return;
    input.removeAttribute("aria-invalid");
    problem.textContent = "";
  }
  /** Shows a number. Text that is being typed or is wrong stays. */
  function show(number) {
    const isTouched = input.value !== input.defaultValue;
    input.defaultValue = String(number);
    if (!isTouched) input.value = input.defaultValue;
  }
  return { input, show, forget };
}
