/** The merchant number in the address of the page that this browser shows. */
export const numberHere = (): string => /^\/shop\/([0-9-]+)/.exec(location.pathname)?.[1] ?? "";

/** The name under which this browser keeps something of the shop that it shows. */
export const keptAs = (what: string): string => `musubi-${what}-${numberHere()}`;
