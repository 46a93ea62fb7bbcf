/** The merchant number in the address of the page that this browser shows. */
export const numberHere = (): string => /^\/shop\/([0-9-]+)/.exec(location.pathname)?.[1] ?? "";

/** The storage key for something of the shop that this browser shows. */
export const keptAs = (what: string): string => `musubi-${what}-${numberHere()}`;
