import type { ShopOrder } from "../../src/http/api-types.ts";
import { keptAs } from "../frame/kept.ts";
import { tabStorage } from "../../ui/storage.ts";

export type Done = { order: ShopOrder; payment: string };

const kept = () => keptAs("done");

/** Stores the order that was just made, so that its page can show it, also after a reload. */
export const keepDone = (done: Done): void => tabStorage.setItem(kept(), JSON.stringify(done));

/** The last order that was made in this tab; null if there is none. */
export function readDone(): Done | null {
  try {
    return JSON.parse(tabStorage.getItem(kept()) ?? "null") as Done | null;
  } catch {
    return null;
  }
}
