import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { attemptLimits } from "../rules.ts";
import { addAttempts, forgetAttempts, forgetNewest, lockEachCaller } from "./store.ts";

const seconds = attemptLimits.minutes * 60;

/**
 * A visitor who tries a password at an address: identified by network address, or by the browser at the accounts that
 * know it (`knows`).
 */
export type Guess = { email: string; ip: string; device: string; knows: string[]; accountIds: string[] };

/** The caller whose attempts count together at one of the accounts. */
const callerAt = ({ ip, device, knows }: Guess, accountId: string): string =>
  `${knows.includes(accountId) ? device : ip} at account ${accountId}`;

/**
 * Records a guess separately at each account of its address. A neighbour may add any address to their own staff: by
 * signing in there, or from a new browser, they reset only the count at their own account and get no further guess at
 * the others. Returns the accounts whose password may be checked, and those for which this guess is the last. No one is
 * told that an account is closed, because that would reveal that it exists.
 */
export async function noteAtEach(
  ctx: Pick<Context, "db">,
  guess: Guess,
): Promise<{ open: string[]; last: string[] }> {
  const { email } = guess;
  // An unknown address takes the same time.
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
 * After a sign-in to one account (`at`), its count starts again. At the others where this guess was noted (`open`), the
 * right password of that account was not a guess; earlier ones were.
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
