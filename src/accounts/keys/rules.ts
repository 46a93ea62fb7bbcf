import { permissionsOfKey, type Permission } from "../rules.ts";

/** The scopes of an API key. Each includes reading; `everything`: all except staff accounts and keys. */
export const keyScopes = ["read", "products", "orders", "connection", "everything"] as const;
export type KeyScope = (typeof keyScopes)[number];

const opened: Record<KeyScope, Permission[]> = {
  read: [],
  products: ["products.edit", "products.bulk"],
  orders: ["orders.edit"],
  connection: ["settings.edit", "link.repair"],
  everything: permissionsOfKey,
};

/** The permissions of a key with these scopes, beside reading; an unknown scope permits nothing. */
export const permissionsOfScopes = (scopes: string[]): Permission[] =>
  permissionsOfKey.filter((each) =>
    keyScopes.some((scope) => scopes.includes(scope) && opened[scope].includes(each)),
  );
