import { useState } from "react";
import { keptAs } from "../frame/kept.ts";
import { tabStorage } from "../../ui/storage.ts";
import { nobody, type Buyer } from "./buyer.ts";

const kept = () => keptAs("buyer");

/** What was entered before in this tab. It is kept until the tab is closed or the order is made. */
function readBuyer(): Buyer {
  try {
    const before = JSON.parse(tabStorage.getItem(kept()) ?? "{}") as Record<string, unknown>;
    const texts = Object.entries(nobody).map(([name, empty]) => {
      const text = before[name];
      return [name, typeof text === "string" ? text : empty];
    });
    return Object.fromEntries(texts) as Buyer;
  } catch {
    return nobody;
  }
}

/** Stores every change at once, so that a visit to the cart or a reload loses nothing. */
export const keepBuyer = (buyer: Buyer): void => tabStorage.setItem(kept(), JSON.stringify(buyer));

/** Called after the order was made. */
export const forgetBuyer = (): void => tabStorage.removeItem(kept());

/** What was entered when this page opened. */
export function useKeptBuyer(): Buyer {
  return useState(readBuyer)[0];
}
