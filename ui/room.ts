import { useLayoutEffect, useRef, useState, type RefObject } from "react";

type Sized = { width?: string; isNumber?: boolean };

/** The width in rem of a column that sets none: for figures, and for words that may wrap. */
const usual = { number: 6, words: 10 };
const choosing = 3;

/** The width in rem that the columns need beside each other. */
export function roomOf(columns: readonly Sized[], hasChoice: boolean): number {
  const widths = columns.map(({ width, isNumber }) => {
    if (width?.endsWith("rem") === true) return Number.parseFloat(width);
    return isNumber === true ? usual.number : usual.words;
  });
  return widths.reduce((sum, width) => sum + width, hasChoice ? choosing : 0);
}

/** Returns a ref for an element, and true if that element is narrower than `rem`. Measured before anything is painted. */
export function useIsNarrow(rem: number): [RefObject<HTMLDivElement | null>, boolean] {
  const element = useRef<HTMLDivElement>(null);
  const [isNarrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const look = () => {
      const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setNarrow(current.clientWidth < rem * letter);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, [rem]);
  return [element, isNarrow];
}
