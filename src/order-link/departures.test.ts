import { expect, it } from "vitest";
import { openDepartures } from "./departures.ts";

it("orders go out in the order of their turns, whichever is ready first", async () => {
  const { turn } = openDepartures();
  const turns = [turn(), turn(), turn()];
  const gone: number[] = [];
  const depart = async (nth: number) => {
    await turns[nth]?.come();
    gone.push(nth);
    turns[nth]?.over();
  };
  await Promise.all([depart(2), depart(1), depart(0)]);
  expect(gone).toEqual([0, 1, 2]);
});

it("one that comes to nothing, or is in trouble, does not hold the others up for ever", async () => {
  const { turn } = openDepartures();
  const [refused, next, after] = [turn(), turn(), turn()];
  refused.over();
  refused.over();
  await next.come();
  // `next` never reports that it was sent.
  await after.come();
});
