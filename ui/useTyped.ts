import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState, type ChangeEvent } from "react";

/**
 * The state of a search field: shows at once what is typed, and reports it a moment after the last letter. `value` may also change
 * from elsewhere.
 */
export function useTyped(value: string, tell: (value: string) => void) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tellSoon = useDebouncedCallback((next: string) => {
    told.current = next;
    tell(next);
  }, 250);
  useEffect(() => {
    // Our own value that comes back must not undo what was typed meanwhile.
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  return {
    value: typed,
    type: "search" as const,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
      setTyped(currentTarget.value);
      tellSoon(currentTarget.value.trim());
    },
  };
}
