import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Whether the page's script is at work. A page that the server drew is seen before: until then what can be filled in or pressed
 * waits, since what was done there would be lost.
 */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
