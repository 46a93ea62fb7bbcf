import type { ShopOrder } from "../../src/http/api-types.ts";
import { keptAs } from "../frame/kept.ts";
import { tabStorage } from "../../ui/storage.ts";

export type Done = { order: ShopOrder; payment: string };

const kept = () => keptAs("done");

/** Keeps the order that was just made, for its page to show, also after a reload. */
export const keepDone = (done: Done): void => tabStorage.setItem(kept(), JSON.stringify(done));

/** The order that was last made in this tab; null: none. */
export function readDone(): Done | null {
  try {
    return JSON.parse(tabStorage.getItem(kept()) ?? "null") as Done | null;
  } catch {
    return null;
  }
}
