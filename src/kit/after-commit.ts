import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

type Db = Kysely<Tables>;

/** Called with the database outside the transaction, once that has committed; nobody waits for it. */
type Hook = (db: Db) => void;

const hooks = new WeakMap<Db, Hook[]>();

/** Begins to gather what a transaction has to do once it has committed; the caller runs it then. */
export function gatherHooks(tx: Db): Hook[] {
  const own: Hook[] = [];
  hooks.set(tx, own);
  return own;
}

/** Has what is gathered by another hand on the same transaction gathered with it. */
export function shareHooks(tx: Db, other: Db): void {
  const own = hooks.get(tx);
  if (own !== undefined) hooks.set(other, own);
}

/**
 * Runs `hook` after the commit of the transaction `db` of `transact`, and never where that comes to nothing. Killed in between, it
 * is lost: a row has to say what was to be done, and somebody has to look. False where `db` is no such transaction.
 */
export function afterCommit(db: Db, hook: Hook): boolean {
  const own = hooks.get(db);
  own?.push(hook);
  return own !== undefined;
}
