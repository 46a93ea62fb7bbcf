import type { profiles } from "./histories.ts";
import { hunt, huntForCost, type Found } from "./hunt.ts";

/*
 * npm run model [histories] [seed]: plays the order link's own functions through histories of everything that can go wrong,
 * and prints what is true, or the shortest history that breaks something.
 */
const [histories = 100_000, seed = 1] = process.argv.slice(2).map(Number);
/** The share of each profile. */
const shares = { everything: 0.4, readings: 0.2, frozen: 0.2, byHand: 0.1, bookedTooLate: 0.1 };
let isWhole = true;

function say(name: string, began: number, { broken, histories: played }: Found): void {
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  if (broken !== null) isWhole = false;
  const outcome = broken === null ? "holds" : `BROKEN ${broken}\n `;
  process.stdout.write(`${name}: ${outcome} after ${played} histories (seed ${seed}, ${seconds} s)\n`);
}

for (const [profile, share] of Object.entries(shares)) {
  const began = performance.now();
  say(
    profile,
    began,
    hunt(profile as keyof typeof profiles, { histories: Math.ceil(histories * share), seed }),
  );
}
const began = performance.now();
say("cost", began, huntForCost({ histories: Math.ceil(histories * 0.1), seed }));
process.exitCode = isWhole ? 0 : 1;
