import type { Mode } from "../../src/kit/tables.ts";
import type { Workers } from "./run/plan-blows.ts";

/**
 * Seeds that once found something, and what it was (`npm run faults -- --found`). The meaning of a seed changes with the
 * plans (test/faults/run/plan-*.ts), so each finding has its own test as well.
 */
export const failedSeeds: { seed: number; mode: Mode; workers: Workers; found: string }[] = [
  {
    seed: 18,
    mode: "assured",
    workers: 3,
    found: "a cancellation answered by an unreadable 200 was taken for done, and the sale stood",
  },
  {
    seed: 31,
    mode: "standard",
    workers: 3,
    found: "workers ended by themselves when their database connections were cut",
  },
  {
    seed: 1042,
    mode: "standard",
    workers: 3,
    found:
      "orders that waited for their place in the pace while their worker's lock was cut were given up, and sent late",
  },
  {
    seed: 3079,
    mode: "assured",
    workers: 3,
    found: "stock came back for a blink between the drop of a registration and the drop of its cancellation",
  },
  {
    seed: 1100,
    mode: "standard",
    workers: 1,
    found: "a sale in a store that the connection had left was cancelled at the till, and no check saw it",
  },
  {
    seed: 5055,
    mode: "standard",
    workers: 1,
    found:
      "a notification of products met the mirror going to another contract, and was answered with an error",
  },
];
