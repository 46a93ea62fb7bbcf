import { ask, by, make } from "./page.js";

/** The contract on the page: its products by ID, and what is in stock in the store of the chosen terminal. */
export const shop = {
  contractId: "",
  stores: [],
  terminals: [],
  products: new Map(),
  stock: new Map(),
  rows: [],
};

/** The control API's address of this contract. */
export const here = () => `/contracts/${encodeURIComponent(shop.contractId)}`;

const terminal = () => shop.terminals.find((each) => each.terminalId === by("terminal").value);
export const storeId = () => terminal()?.storeId ?? shop.stores[0]?.storeId ?? "1";
export const terminalName = (id) => shop.terminals.find((each) => each.terminalId === id)?.terminalName ?? id;

/** Loads a contract whole: the asked one, or the first. */
export async function loadShop(contractId) {
  const all = await ask("GET", "/contracts");
  const chosen = all.find((each) => each.contractId === contractId) ?? all[0];
  if (chosen === undefined) throw new Error("契約がありません。");
  const { products, stock, stores, terminals } = await ask(
    "GET",
    `/contracts/${encodeURIComponent(chosen.contractId)}`,
  );
  const kept = by("terminal").value;
  Object.assign(shop, { contractId: chosen.contractId, stores, terminals, rows: stock });
  shop.products = new Map(products.map((each) => [each.productId, each]));
  const options = (values) => values.map(([value, text]) => make("option", { value, text }));
  by("contract").replaceChildren(...options(all.map((each) => [each.contractId, each.contractId])));
  by("contract").value = chosen.contractId;
  by("terminal").replaceChildren(
    ...options(terminals.map((each) => [each.terminalId, each.terminalName ?? each.terminalId])),
  );
  if (terminals.some((each) => each.terminalId === kept)) by("terminal").value = kept;
  openStore();
}

/** Shows the store of the chosen terminal. */
export function openStore() {
  const id = storeId();
  by("store").textContent = shop.stores.find((each) => each.storeId === id)?.storeName ?? "";
  shop.stock = new Map(
    shop.rows.filter((row) => row.storeId === id).map((row) => [row.productId, Number(row.stockAmount)]),
  );
}

/** Takes what has moved, as it is told; answers which products of this store it was. */
export function takeChanges(changes) {
  const moved = [];
  for (const { storeId: where, productId, amount } of changes) {
    if (where !== storeId()) continue;
    shop.stock.set(productId, amount);
    moved.push(productId);
  }
  return moved;
}

/** 8 for food and drink, 0 for what is not taxed, else 10. */
export function taxRate(product) {
  if (product.taxDivision === "2") return 0;
  return product.reduceTaxId === "10000001" || product.reduceTaxId === "10000003" ? 8 : 10;
}
