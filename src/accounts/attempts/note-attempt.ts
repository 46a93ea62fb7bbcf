import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { attemptLimits, secondsToWait } from "../rules.ts";
import { addAttempt, closedCallers, lockAttempts, type Attempt } from "./store.ts";

const seconds = attemptLimits.minutes * 60;

/**
 * Records an attempt before its password is checked, so that parallel attempts all count. Throws a 429 above the
 * limits. Returns true if it is the last one allowed: if it fails, this caller is locked out for a while.
 */
export async function noteAttempt(
  ctx: Pick<Context, "db" | "log" | "metrics">,
  attempt: Attempt,
): Promise<boolean> {
  const { wait, isLast } = await transact(ctx.db, async (tx) => {
    const { atAccount, byCaller } = await lockAttempts(tx, { ...attempt, seconds });
    const toWait = secondsToWait(atAccount, byCaller);
    if (toWait > 0) return { wait: toWait, isLast: false };
    await addAttempt(tx, attempt);
    return { wait: 0, isLast: secondsToWait([0, ...atAccount], [0, ...byCaller]) > 0 };
  });
  // Once per lock-out, however many attempts follow.
  if (isLast)
    ctx.log.warn(
      { caller: attempt.caller },
      "too many wrong passwords: this caller has to wait, see `musubi sign-in closed`",
    );
  if (wait === 0) return isLast;
  ctx.metrics.refused.inc({ limit: "signIn" });
  const minutes = Math.ceil(wait / 60);
  throw new AppError(
    "too_many_attempts",
    {
      ja: `ログインの失敗が続いたため、しばらく受け付けません。約${minutes}分後にもう一度お試しください。`,
      en: `Too many attempts to sign in. Try again in about ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    },
    [],
    wait,
  );
}

/**
 * The callers who have to wait now after too many wrong passwords, and until when: at one account, or (`account` null)
 * at all of them. For operators.
 */
export async function listClosed(ctx: Pick<Context, "db">) {
  const rows = await closedCallers(ctx.db, { ...attemptLimits, seconds });
  return rows.map(({ email, ...row }) => ({ account: email, ...row }));
}
