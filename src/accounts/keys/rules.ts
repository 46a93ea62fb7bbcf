import { permissionsOfKey, type Permission } from "../rules.ts";

/** What an API key may be made for. Each reads, too; `everything`: all but staff accounts and keys. */
export const keyScopes = ["read", "products", "orders", "connection", "everything"] as const;
export type KeyScope = (typeof keyScopes)[number];

const opened: Record<KeyScope, Permission[]> = {
  read: [],
  products: ["products.edit", "products.bulk"],
  orders: ["orders.edit"],
  connection: ["settings.edit", "link.repair"],
  everything: permissionsOfKey,
};

/** What a key with these scopes may do, beside reading; a word that is no scope opens nothing. */
export const permissionsOfScopes = (scopes: string[]): Permission[] =>
  permissionsOfKey.filter((each) =>
    keyScopes.some((scope) => scopes.includes(scope) && opened[scope].includes(each)),
  );
