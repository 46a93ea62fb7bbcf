import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../support/linked-shop.ts";
import { findingsOf } from "./checks.ts";
import { doingsOf } from "./doings.ts";
import { comeToRest } from "./rest.ts";
import { openWorld } from "./world.ts";

let linked: LinkedShop;
beforeAll(async () => (linked = await openLinkedShop()));
afterAll(() => linked.close());

/**
 * Random courses of orders, edits of products, settings, troubles of Smaregi and deaths of the process, one after the other in this
 * process: the same seed plays the same course. `MUSUBI_COURSES=100,50 npx vitest run test/courses` plays 50 of them from the seed 100.
 */
const [first = 1, count = 2] = (process.env["MUSUBI_COURSES"] ?? "").split(",").filter(Boolean).map(Number);
const seeds = Array.from({ length: count }, (_, nth) => first + nth);

it.each(seeds)(
  "P1, P2: after course %i all comes to rest, agrees with Smaregi, and is told as it is",
  async (seed) => {
    const world = await openWorld(linked, `course ${seed}`);
    const next = doingsOf(world);
    world.disturbCalls(next);
    for (let left = world.chance.between(25, 60); left > 0; left -= 1) await world.attempt(next());
    await comeToRest(world);
    const findings = await findingsOf(world);
    expect(findings.length === 0 ? [] : [...world.story, ...findings]).toEqual([]);
  },
);
