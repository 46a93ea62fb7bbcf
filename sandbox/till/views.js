import { by, hush } from "./page.js";

const views = ["sell", "books", "stock", "practice"];

/** Shows one of the views: the till, the books, the stock, the faults. */
export function showView(name) {
  const shown = views.includes(name) ? name : "sell";
  if (document.body.dataset.view !== shown) hush();
  document.body.dataset.view = shown;
  for (const each of views) {
    by(`view-${each}`).hidden = each !== shown;
    const link = by(`to-${each}`);
    if (each === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Goes back to selling from any view, so that scanned goods go into the sale. */
export function toSelling() {
  if (document.body.dataset.view === "sell") return;
  history.pushState(null, "", "#sell");
  showView("sell");
}

/** The address names the view, so that links and the browser's back button work. */
export function wireViews() {
  const follow = () => showView(location.hash.slice(1));
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  by("skip").addEventListener("click", (event) => {
    event.preventDefault();
    by("sale-title").focus();
  });
  follow();
  wireMenu();
}

/** Closes the menu of store and terminal when the focus or a press goes elsewhere, and on Escape. */
function wireMenu() {
  const menu = by("menu");
  const close = (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("pointerdown", close);
  document.addEventListener("focusin", close);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
