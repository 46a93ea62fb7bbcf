import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

type Db = Kysely<Tables>;

/** Called after the commit, with the database outside the transaction. No one waits for it. */
type Hook = (db: Db) => void;

const hooks = new WeakMap<Db, Hook[]>();

/** Starts to collect the hooks of a transaction. The caller runs them after the commit. */
export function gatherHooks(tx: Db): Hook[] {
  const own: Hook[] = [];
  hooks.set(tx, own);
  return own;
}

/** Lets `other`, a second handle on the same transaction, add to the hooks of `tx`. */
export function shareHooks(tx: Db, other: Db): void {
  const own = hooks.get(tx);
  if (own !== undefined) hooks.set(other, own);
}

/**
 * Runs `hook` after the commit of the transaction `db` (one of `transact`), and never if it is rolled back. If the process is
 * killed in between, the hook is lost: a row must say what was to be done, and something must look for such rows. Returns false if
 * `db` is not such a transaction.
 */
export function afterCommit(db: Db, hook: Hook): boolean {
  const own = hooks.get(db);
  own?.push(hook);
  return own !== undefined;
}
