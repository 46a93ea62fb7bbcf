import { cartLines, highestPrice, mostOfOne, setLine, setQuantity } from "./cart.js";
import { by, isDrawing, make, readNumber, redraw, toSearch } from "./page.js";
import { say, yen } from "./say.js";

const rates = [10, 20, 50];
let openId = null;
// Of each line what was typed wrong, until it is right.
const problems = new Map();

/** The lines of the sale. A line unfolds for its price and discount. */
export function showLines() {
  const lines = cartLines();
  const known = by("cart").children.length;
  if (!lines.some(({ productId }) => productId === openId)) openId = null;
  redraw(by("cart"), ...lines.map(line));
  if (lines.length > known) by("cart").lastElementChild.scrollIntoView({ block: "nearest" });
}

function line(shown) {
  const { productId, product, quantity, each, off, sum, rate } = shown;
  const { productName: name } = product;
  const isOpen = productId === openId;
  const problem = problems.get(productId);
  const mark = rate === 8 ? " ※" : "";
  return make(
    "li",
    { class: isOpen ? "open" : "" },
    make(
      "div",
      { class: "name" },
      make("span", { text: name }),
      make("small", { text: `${say("line.each", { price: yen(each) })}${mark}` }),
      off === 0 ? null : make("small", { text: say("line.off", { price: yen(off) }), class: "off" }),
    ),
    make("div", { class: "sum", text: yen(sum) }),
    make(
      "div",
      { class: "steps" },
      step("−", "less", () => setQuantity(productId, quantity - 1)),
      field(shown, "quantity", quantity, say("line.quantity", { name }), (number) => {
        if (number < 0 || number > mostOfOne) return "problem.quantity";
        setQuantity(productId, number);
      }),
      step("＋", "more", () => setQuantity(productId, quantity + 1)),
    ),
    make(
      "div",
      { class: "acts" },
      make("button", {
        type: "button",
        class: "quiet",
        text: say("line.edit"),
        "aria-label": say("line.edit.name", { name }),
        "aria-expanded": String(isOpen),
        "data-key": `${productId} edit`,
        onclick: () => {
          openId = isOpen ? null : productId;
          showLines();
        },
      }),
      make("button", {
        type: "button",
        class: "quiet cross",
        text: "×",
        "aria-label": say("line.remove", { name }),
        "data-key": `${productId} remove`,
        onclick: () => remove(productId),
      }),
    ),
    isOpen ? priceAndDiscount(shown) : null,
    problem === undefined
      ? null
      : make("p", { class: "problem", id: `problem-${productId}`, text: say(problem.text) }),
  );

  function step(text, key, onclick) {
    return make("button", {
      type: "button",
      class: "round",
      text,
      "aria-label": say(`line.${key}`, { name }),
      "data-key": `${productId} ${key}`,
      onclick: () => {
        onclick();
        // The last piece is gone, and the button with it.
        if (key === "less" && quantity === 1) toSearch();
      },
    });
  }
}

function remove(productId) {
  setQuantity(productId, 0);
  const next = by("cart").querySelector("button");
  if (next === null) toSearch();
  else next.focus();
}

function priceAndDiscount(shown) {
  const { productId, each, off } = shown;
  const labelled = (key, name, value, take) =>
    make("label", {}, make("span", { text: say(key) }), field(shown, name, value, undefined, take));
  const choice = (text, discount, key) =>
    make("button", {
      type: "button",
      text,
      "data-key": `${productId} ${key}`,
      onclick: () => setLine(productId, { discount }),
    });
  return make(
    "div",
    { class: "edit" },
    labelled("line.price", "price", each, (number) => {
      if (number < 0 || number > highestPrice) return "problem.price";
      // A discount in yen may be more than the new price: then it is none.
      setLine(productId, { price: number, ...(off > number ? { discount: { yen: 0 } } : {}) });
    }),
    labelled("line.discount", "discount", off, (number) => {
      if (number < 0 || number > each) return "problem.line.discount";
      setLine(productId, { discount: { yen: number } });
    }),
    make(
      "div",
      { class: "rates" },
      ...rates.map((rate) => choice(say("discount.rate", { rate }), { rate }, `rate ${rate}`)),
      choice(say("discount.none"), { yen: 0 }, "rate none"),
    ),
  );
}

/** A field for a number of a line. `take` uses a good one, or answers what is wrong with it. */
function field({ productId }, name, value, label, take) {
  const problem = problems.get(productId);
  const isWrong = problem?.name === name;
  const input = make("input", {
    inputmode: "numeric",
    autocomplete: "off",
    class: "number",
    value: isWrong ? problem.typed : value,
    "aria-label": label,
    "aria-invalid": isWrong ? "true" : undefined,
    "aria-describedby": isWrong ? `problem-${productId}` : undefined,
    "data-key": `${productId} ${name}`,
    onfocus: () => input.select(),
    onkeydown: (event) => event.key === "Enter" && !event.isComposing && use(),
    onchange: () => use(),
  });
  const use = () => {
    if (isDrawing()) return;
    const number = readNumber(input.value);
    problems.delete(productId);
    const wrong = take(number ?? -1);
    if (wrong !== undefined) problems.set(productId, { name, text: wrong, typed: input.value });
    showLines();
  };
  return input;
}
