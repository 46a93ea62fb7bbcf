import { useDisclosure } from "@mantine/hooks";
import { useEffect, useRef, type FocusEvent, type KeyboardEvent } from "react";

/**
 * The menu below 1200 px, where it folds. When it opens, it takes the focus. Escape closes it and gives the focus back. It also
 * closes when the focus moves past its end, because it covers the page. On wider screens it is always visible, and this does nothing.
 */
export function useFoldedMenu() {
  const [isOpen, { toggle, close }] = useDisclosure();
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) menu.current?.querySelector<HTMLElement>("a, button")?.focus();
  }, [isOpen]);
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== "Escape" || !isOpen) return;
    opener.current?.focus();
    close();
  };
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>) => {
    const isLeft = relatedTarget !== null && !currentTarget.contains(relatedTarget);
    if (isLeft && relatedTarget !== opener.current) close();
  };
  return {
    isOpen,
    close,
    opener: { ref: opener, onClick: toggle, onKeyDown },
    menu: { ref: menu, onKeyDown, onBlur, "data-open": isOpen || undefined },
  };
}
