import { pickedOf, pieces, setQuantity, cartSums } from "./cart.js";
import { foundGoods, searchGoods } from "./goods.js";
import { by, hush } from "./page.js";
import { say, yen } from "./say.js";
import { closeSheet, openSheet } from "./sheet.js";
import { findCode, plain, shop } from "./shop.js";
import { toSelling } from "./views.js";

/** No bar code is shorter than this, so shorter typed text is not taken for a scan. */
const shortestScan = 6;

/** Adds one piece of a product to the sale, and says so. */
export function pick(productId) {
  hush();
  const quantity = pickedOf(productId) + 1;
  setQuantity(productId, quantity);
  const name = shop.products.get(productId).productName;
  by("heard").textContent = say("added", { name, count: quantity, total: yen(cartSums().total) });
}

/** Searches after a moment, so that the grid does not flicker while a scanner types. */
let waiting = null;
function look() {
  note("");
  clearTimeout(waiting);
  waiting = setTimeout(lookNow, 90);
}
function lookNow() {
  clearTimeout(waiting);
  by("stop-search").hidden = by("search").value === "";
  searchGoods(plain(by("search").value));
}

function note(text) {
  by("search-note").textContent = text;
}

/** Enter: a code sells its product, and so does a search with only one match; an empty field goes on to the payment. */
function enter() {
  const text = by("search").value;
  if (plain(text) === "") {
    if (pieces() === 0) return;
    openSheet();
    by("cash").focus();
    return;
  }
  lookNow();
  const found = foundGoods();
  const productId = findCode(text) ?? (found.length === 1 ? found[0].productId : undefined);
  if (productId !== undefined) {
    endSearch();
    pick(productId);
  } else if (found.length === 0) {
    note(say("search.none", { word: text.trim() }));
    // The next scan replaces the text.
    by("search").select();
  } else {
    note(say("search.many", { count: found.length }));
    by("goods").firstElementChild.focus();
  }
}

function endSearch() {
  by("search").value = "";
  note("");
  lookNow();
}

const isTextField = (element) =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(element.type));

// The keys that were typed into another field since it got the focus, each with the field's text before it.
let typed = [];

/** A scanner types a code and Enter wherever the focus is; a number field then gets its former text back. */
function followKeys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") !== null) return;
  const focused = document.activeElement;
  if (focused === by("search") || focused instanceof HTMLSelectElement) return;
  if (!isTextField(focused)) {
    if (event.key.length !== 1 || event.key === " ") return;
    // The key itself goes into the field, which has the focus by then.
    closeSheet();
    toSelling();
    by("search").value = "";
    by("search").focus();
  } else if (event.key === "Enter") takeScan(event, focused);
  else if (event.key.length === 1) typed.push({ key: event.key, before: focused.value });
  else if (event.key !== "Shift") typed = [];
}

function takeScan(event, field) {
  const codes = typed.map((_, from) => typed.slice(from)).filter((keys) => keys.length >= shortestScan);
  for (const keys of codes) {
    const productId = findCode(keys.map(({ key }) => key).join(""));
    if (productId === undefined) continue;
    event.preventDefault();
    event.stopPropagation();
    field.value = keys[0].before;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    pick(productId);
    break;
  }
  typed = [];
}

/**
 * The page ignores the keys of an input method (Japanese input). Safari reports the key that ends a word when `isComposing` is
 * already false. It has the key code 229, as the others do.
 */
export function keepComposing() {
  const keep = (event) => (event.isComposing || event.keyCode === 229) && event.stopImmediatePropagation();
  addEventListener("keydown", keep, true);
}

/** The field for scanning and searching, and the keys of a scanner anywhere else. */
export function wireSearch() {
  by("search").addEventListener("input", look);
  by("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") enter();
    if (event.key === "Escape") endSearch();
    if (event.key === "ArrowDown") {
      event.preventDefault();
      lookNow();
      by("goods").firstElementChild?.focus();
    }
  });
  // With Japanese input on, the scanner's Enter only ends the composition, so a complete code is taken here.
  by("search").addEventListener("compositionend", () => {
    const text = plain(by("search").value);
    if (text.length >= shortestScan && findCode(text) !== undefined) enter();
  });
  for (const id of ["stop-search", "show-all"]) {
    by(id).addEventListener("click", () => {
      endSearch();
      by("search").focus();
    });
  }
  document.addEventListener("keydown", followKeys, true);
  document.addEventListener("focusin", () => (typed = []));
}
