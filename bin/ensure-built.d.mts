/** Compiles `src` and `sandbox` to `dist` where it is older than they are. */
export function ensureBuilt(): void;
