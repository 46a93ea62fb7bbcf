import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * True once the page's script is running. A page that the server drew is visible earlier. Until then fields and buttons wait, because
 * anything done in them would be lost.
 */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
