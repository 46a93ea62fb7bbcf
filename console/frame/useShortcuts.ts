import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { shortcutOf, type Shortcut } from "./shortcuts.ts";

/** How long the first of two keys waits for the second. */
const waitMs = 1_500;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** Nothing is left behind a question that is open. */
const isAsked = (): boolean => document.querySelector("[role=dialog]") !== null;

/** Listens to the console's keys (`shortcuts.ts`) wherever one does not type. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const before = useRef({ key: "", at: 0 });
  useEffect(() => {
    const act = (does: Shortcut) => {
      if (does.kind === "go") return void navigate({ to: does.to });
      if (does.kind === "search") return document.querySelector<HTMLElement>("main [type=search]")?.focus();
      // The page's own link knows where it leads; one that leads nowhere is disabled.
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
