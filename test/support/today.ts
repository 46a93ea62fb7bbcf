/** Today's date in Japan, YYYY-MM-DD. */
export const today = (): string => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
