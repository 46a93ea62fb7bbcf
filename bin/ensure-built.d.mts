/** Builds `src` and `sandbox` into `dist`, and the pages, unless they were made from these sources. */
export function ensureBuilt(): void;
