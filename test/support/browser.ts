import { chromium, type Browser } from "playwright-core";
import { inject } from "vitest";

/** The run's one Chromium, as if it were the caller's own: only the caller's contexts are in it, and closing it ends those. */
export async function openBrowser(): Promise<Browser> {
  const answer = await fetch(inject("browserDoor"));
  const said = await answer.text();
  if (!answer.ok) throw new Error(`Chromium does not start: ${said}`);
  return await chromium.connect(said);
}
