import { ask, by, make } from "./page.js";

/** The contract on the page: its goods by ID and by code, and the stock of the store of the chosen terminal. */
export const shop = {
  contractId: "",
  contracts: [],
  stores: [],
  terminals: [],
  terminalId: "",
  categories: [],
  products: new Map(),
  codes: new Map(),
  stock: new Map(),
  rows: [],
  /** True if a webhook gets the notifications of this contract. */
  isNotified: false,
};

/** The control API's address of this contract. */
export const here = () => `/contracts/${encodeURIComponent(shop.contractId)}`;

const terminal = () => shop.terminals.find((each) => each.terminalId === shop.terminalId);
export const storeId = () => terminal()?.storeId ?? shop.stores[0]?.storeId ?? "1";
export const storeName = () => shop.stores.find((each) => each.storeId === storeId())?.storeName ?? "";
export const terminalName = (id) => shop.terminals.find((each) => each.terminalId === id)?.terminalName ?? id;

/** Normalizes a text for comparison: full and half width, and capitals and small letters, are equal. */
export const plain = (text) => text.normalize("NFKC").trim().toLowerCase();

const noContract = { contractId: "", products: [], stock: [], stores: [], terminals: [], categories: [] };

/** Loads a whole contract: the requested one, or the first; nothing if there is none. */
export async function loadShop(contractId) {
  const all = await ask("GET", "/contracts");
  const chosen = all.find((each) => each.contractId === contractId) ?? all[0];
  const { products, stock, stores, terminals, categories } =
    chosen === undefined
      ? noContract
      : await ask("GET", `/contracts/${encodeURIComponent(chosen.contractId)}`);
  const known = terminals.some((each) => each.terminalId === shop.terminalId);
  Object.assign(shop, {
    contractId: chosen?.contractId ?? "",
    contracts: all.map((each) => each.contractId),
    stores,
    terminals,
    categories,
    rows: stock,
    terminalId: known ? shop.terminalId : (terminals[0]?.terminalId ?? ""),
  });
  takeGoods(products);
  openStore();
}

function takeGoods(products) {
  shop.products = new Map();
  shop.codes = new Map();
  for (const product of products) {
    const words = plain(`${product.productName} ${product.productCode ?? ""} ${product.productId}`);
    shop.products.set(product.productId, { ...product, words });
    shop.codes.set(plain(product.productId), product.productId);
  }
  // A code wins over another product's ID.
  for (const { productCode, productId } of products) {
    if (productCode) shop.codes.set(plain(productCode), productId);
  }
}

/** Finds the product of a scanned or typed code. A code of 12 digits also matches the JAN code with a 0 in front. */
export function findCode(text) {
  const code = plain(text);
  return shop.codes.get(code) ?? (/^\d{12}$/.test(code) ? shop.codes.get(`0${code}`) : undefined);
}

/** Shows the store of the chosen terminal. */
export function openStore() {
  const id = storeId();
  shop.stock = new Map(
    shop.rows.filter((row) => row.storeId === id).map((row) => [row.productId, Number(row.stockAmount)]),
  );
  by("store").textContent = storeName();
  by("terminal-name").textContent = shop.terminalId === "" ? "" : terminalName(shop.terminalId);
  const options = (values) => values.map(([value, text]) => make("option", { value, text }));
  by("contract").replaceChildren(...options(shop.contracts.map((each) => [each, each])));
  by("contract").value = shop.contractId;
  by("terminal").replaceChildren(
    ...options(shop.terminals.map((each) => [each.terminalId, each.terminalName ?? each.terminalId])),
  );
  by("terminal").value = shop.terminalId;
}

/** Applies changes of stock. Returns the products of this store that changed. */
export function takeChanges(changes) {
  const moved = [];
  for (const { storeId: where, productId, amount } of changes) {
    if (where !== storeId()) continue;
    shop.stock.set(productId, amount);
    moved.push(productId);
  }
  return moved;
}
