import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { attemptLimits } from "../rules.ts";
import { addAttempts, forgetAttempts, forgetNewest, lockEachCaller } from "./store.ts";

const seconds = attemptLimits.minutes * 60;

/** A visitor who tries a password at an address: by the network, and by the browser in the accounts that know it (`knows`). */
export type Guess = { email: string; ip: string; device: string; knows: string[]; accountIds: string[] };

/** Whose attempts count together at one of the accounts. */
const callerAt = ({ ip, device, knows }: Guess, accountId: string): string =>
  `${knows.includes(accountId) ? device : ip} at account ${accountId}`;

/**
 * Notes a guess at each account of its address, apart: who has one of them (a neighbour may add any address to their own staff) begins anew
 * there by signing in, or comes in yet another browser, and has no further guess at the others by that. Returns the accounts
 * whose password may be looked at, and those where this guess is the last. Nobody is told that one is closed, since that would tell that it is there.
 */
export async function noteAtEach(
  ctx: Pick<Context, "db">,
  guess: Guess,
): Promise<{ open: string[]; last: string[] }> {
  const { email } = guess;
  // An address that nobody has costs the same.
  const accountIds = guess.accountIds.length === 0 ? ["nobody"] : guess.accountIds;
  return await transact(ctx.db, async (tx) => {
    const callers = accountIds.map((id) => callerAt(guess, id));
    const counts = await lockEachCaller(tx, { email, callers, seconds });
    const left = (nth: number) => attemptLimits.atAccount - (counts[nth] ?? 0);
    const open = accountIds.filter((_, nth) => left(nth) > 0);
    await addAttempts(
      tx,
      email,
      open.map((id) => callerAt(guess, id)),
    );
    return { open, last: accountIds.filter((_, nth) => left(nth) === 1) };
  });
}

/**
 * Whoever got in at one account (`at`) begins anew there. At the others where this guess was noted (`open`) the right password of
 * that one was no guess; earlier ones were.
 */
export async function forgetAtEach(
  ctx: Pick<Context, "db">,
  guess: Guess,
  { open, at }: { open: string[]; at: string },
): Promise<void> {
  const { email } = guess;
  await forgetAttempts(ctx.db, { email, caller: callerAt(guess, at) });
  const others = open.filter((id) => id !== at).map((id) => callerAt(guess, id));
  await forgetNewest(ctx.db, email, others);
}
