import type { OperatorCause } from "../facts/operator.ts";

/** The state of the operation at a moment. Ages are in seconds; null: it never happened, or there is none. */
export type Seen = {
  /** Seconds since this process started. Work that was due long before is not yet counted as missing. */
  upFor: number;
  /** Seconds since a worker last reported that it lives; it does so once a minute. */
  workerAge: number | null;
  /** Seconds since the sweep, which runs each minute, last finished. */
  sweepAge: number | null;
  /** The number of merchants whose nightly 差異チェック has not finished for two nights. */
  lateChecks: number;
  /** Seconds since the mail server first failed to take a mail that still waits. */
  mailAge: number | null;
  /** The disk of the embedded database, in bytes. */
  disk: { free: number; total: number } | null;
};

const workerAfter = 180;
const sweepAfter = 600;
/** After two nights without a process, a start first makes up for the night. */
const checksAfter = 3_600;
const mailAfter = 600;
const gib = 1024 ** 3;

/**
 * True if so little space is left that a day's work, or a vacuum, may fill it: 5 % of the disk, but at least 1 and at most 10 GiB.
 */
export const isNearlyFull = ({ free, total }: { free: number; total: number }): boolean =>
  free < Math.min(10 * gib, Math.max(gib, total / 20));

/** Returns what is wrong with the operation itself. If the worker is gone, the sweep is missing too: that is one cause. */
export function causesOf(seen: Seen): OperatorCause[] {
  const missed = (age: number | null) => Math.min(age ?? Number.POSITIVE_INFINITY, seen.upFor);
  const isGone = missed(seen.workerAge) > workerAfter;
  const wrong: [OperatorCause, boolean][] = [
    ["worker_gone", isGone],
    ["sweep_missed", !isGone && missed(seen.sweepAge) > sweepAfter],
    ["checks_missed", seen.lateChecks > 0 && seen.upFor > checksAfter],
    ["mail_failing", (seen.mailAge ?? 0) > mailAfter],
    ["disk_nearly_full", seen.disk !== null && isNearlyFull(seen.disk)],
  ];
  return wrong.flatMap(([cause, isWrong]) => (isWrong ? [cause] : []));
}

export type Known = {
  cause: OperatorCause;
  since: Date;
  mailedAt: Date | null;
  wellSince: Date | null;
};

export type Step = { kind: "begin" | "goOn" | "well" | "end"; cause: OperatorCause };

/** A problem is over after this time without it. */
const wellForMs = 600_000;
/** A lasting problem is mailed again once a day. */
const mailEveryMs = 24 * 3_600_000;

/** Returns the next state of each cause, from what is wrong now and what was known. */
export function decide(causes: OperatorCause[], known: Known[], now: Date): Step[] {
  const begun = causes.filter((cause) => !known.some((each) => each.cause === cause));
  return [
    ...begun.map((cause): Step => ({ kind: "begin", cause })),
    ...known.flatMap(({ cause, wellSince }): Step[] => {
      if (causes.includes(cause)) return wellSince === null ? [] : [{ kind: "goOn", cause }];
      if (wellSince === null) return [{ kind: "well", cause }];
      return now.getTime() - wellSince.getTime() >= wellForMs ? [{ kind: "end", cause }] : [];
    }),
  ];
}

/** True if operators should get a mail about it now. */
export const isMailDue = ({ mailedAt, wellSince }: Known, now: Date): boolean =>
  wellSince === null && (mailedAt === null || now.getTime() - mailedAt.getTime() >= mailEveryMs);
