import fc from "fast-check";
import type { Wrong } from "./cart.ts";
import {
  asText,
  calm,
  directedTrials,
  historiesOf,
  judge,
  overpriced,
  profiles,
  trialsOf,
  type Trial,
} from "./histories.ts";

/**
 * The result of a hunt: the number of histories played, and what the shortest failing history breaks (null: none
 * fails).
 */
export type Found = { broken: string | null; histories: number };

type Hunt = {
  histories: number;
  seed: number;
  wrong?: Wrong | null;
  /** False: the first history that breaks something is enough. */
  shortest?: boolean;
};

/** Plays histories, the directed ones first, until one breaks something; then looks for the shortest that does. */
export function hunt(
  profile: keyof typeof profiles,
  { histories, seed, wrong = null, shortest: shrinks = true }: Hunt,
): Found {
  const property = fc.property(trialsOf(profiles[profile] ?? {}), (trial) => judge(trial, wrong) === null);
  const { counterexample, numRuns } = fc.check(property, {
    numRuns: histories,
    seed,
    endOnFailure: !shrinks,
    examples: directedTrials.map((trial): [Trial] => [trial]),
  });
  const [shortest] = counterexample ?? [];
  return { broken: shortest === undefined ? null : described(shortest, wrong), histories: numRuns };
}

function described(trial: Trial, wrong: Wrong | null): string {
  const { steps, mode, refusesKnownKeys } = trial;
  const keys = refusesKnownKeys ? "known keys refused" : "known keys taken";
  return `${judge(trial, wrong)} (${mode}, ${keys}): ${asText(steps)}`;
}

/** The same for the cost of calm histories. */
export function huntForCost({ histories, seed }: { histories: number; seed: number }): Found {
  const property = fc.property(historiesOf(calm, 40), (steps) => overpriced(steps) === null);
  const { counterexample, numRuns } = fc.check(property, { numRuns: histories, seed });
  const [steps] = counterexample ?? [];
  const broken = steps === undefined ? null : `${overpriced(steps)}: ${asText(steps)}`;
  return { broken, histories: numRuns };
}
