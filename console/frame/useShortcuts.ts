import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { shortcutOf, type Shortcut } from "./shortcuts.ts";

/** How long the first key of two waits for the second. */
const waitMs = 1_500;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** True if a dialog is open: keys must not leave the page behind it. */
const isAsked = (): boolean => document.querySelector("[role=dialog]") !== null;

/** Listens to the console's keys (`shortcuts.ts`) outside of text fields. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const before = useRef({ key: "", at: 0 });
  useEffect(() => {
    const act = (does: Shortcut) => {
      if (does.kind === "go") return void navigate({ to: does.to });
      if (does.kind === "search") return document.querySelector<HTMLElement>("main [type=search]")?.focus();
      // The page's own link knows its target; it is disabled if there is none.
      document.querySelector<HTMLElement>(`main [data-key=${does.where}]:not([aria-disabled])`)?.click();
    };
    const hear = (event: KeyboardEvent) => {
      const { key, altKey, ctrlKey, metaKey, target } = event;
      const isLate = event.timeStamp - before.current.at > waitMs;
      const isHeld = altKey || ctrlKey || metaKey || isAsked();
      const pressed = { key, isHeld, isTyping: isField(target) };
      const found = shortcutOf(pressed, isLate ? "" : before.current.key);
      before.current = { key: found.before, at: event.timeStamp };
      if (found.does === null) return;
      event.preventDefault();
      act(found.does);
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [navigate]);
}
