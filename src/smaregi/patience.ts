import type { Settings } from "../env.ts";
import { inTime } from "../kit/in-time.ts";
import type { Account, Unclear } from "./types.ts";

/**
 * The account for reads that a person waits for, on a page or behind a proxy: Smaregi may ask for minutes of silence
 * (429), or be so slow that all calls together take minutes. Twice the time limit of a call is enough.
 */
export function forPerson(ctx: { settings: Pick<Settings, "timeoutMs"> }, account: Account): Account {
  return { ...account, patience: { ms: 2 * ctx.settings.timeoutMs, isOver: false } };
}

/**
 * The result of the work, or that it took longer than the person can wait; the work then continues in the background.
 */
export async function withPatience<Answer>(
  { patience }: Account,
  step: Unclear["step"],
  work: () => Promise<Answer>,
): Promise<Answer | Unclear> {
  if (patience === undefined) return await work();
  const reason = { kind: "timedOut", data: { seconds: patience.ms / 1_000 } } as const;
  const tooLong: Unclear = { kind: "unclear", step, cause: "timeout", sent: false, reason };
  if (patience.isOver) return tooLong;
  const answer = await inTime(patience.ms, work, tooLong);
  if (answer === tooLong) patience.isOver = true;
  return answer;
}
