import { by } from "./page.js";

// On a phone the sale is a sheet over the page; on a wider screen it is beside the goods.
const narrow = matchMedia("(max-width: 860px)");
const others = () => document.querySelectorAll("header, #away, #practising, .views, .live, .skip");

/** Opens the sale over the page, on a phone. Nothing else can be reached meanwhile. */
export function openSheet() {
  if (!narrow.matches) return;
  by("sale").dataset.open = "";
  for (const other of others()) other.inert = true;
  by("sale-title").focus();
}

/** Goes back to the goods. */
export function closeSheet() {
  if (by("sale").dataset.open === undefined) return;
  delete by("sale").dataset.open;
  for (const other of others()) other.inert = false;
  (by("checkout").disabled ? by("goods-title") : by("checkout")).focus();
}

/** The button that opens it, and the two ways back. */
export function wireSheet() {
  by("checkout").addEventListener("click", openSheet);
  by("back").addEventListener("click", closeSheet);
  by("sale").addEventListener("keydown", (event) => event.key === "Escape" && closeSheet());
  narrow.addEventListener("change", closeSheet);
}
