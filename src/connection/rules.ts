type Place = { contractId: string; storeId: string; terminalId: string };
type Saved = Place & { enabled: boolean; updatedAt: Date };

/** What somebody was shown of a connection to be: which checks failed (null: none was made), and over which state of the saved one. */
export type Shown = { failedChecks: string[] | null; overSavedAt: Date | null };

/** True if a save leaves the connection on with something that was not on before: the switch, the place or the app (C6). */
export function turnsOn(
  before: Saved | null,
  toBe: Place & { enabled: boolean },
  isAppGiven: boolean,
): boolean {
  if (!toBe.enabled) return false;
  if (before === null || !before.enabled || isAppGiven) return true;
  return (
    before.contractId !== toBe.contractId ||
    before.storeId !== toBe.storeId ||
    before.terminalId !== toBe.terminalId
  );
}

/** True if the preview's test was green and the saved connection is still the one that it was made over. */
export function isGreen(shown: Shown | null, before: Saved | null): boolean {
  if (shown === null || shown.failedChecks === null || shown.failedChecks.length > 0) return false;
  return (shown.overSavedAt?.getTime() ?? null) === (before?.updatedAt.getTime() ?? null);
}

/**
 * What a save means for the test of the connection (C6): `good`, `passed` (it turns nothing on that a test would be asked for,
 * or an API key saves, which may), `forced` (a person of the console said nevertheless), or `refused`.
 */
export function judgeSave(save: {
  turnsOn: boolean;
  isGreen: boolean;
  byConsole: boolean;
  nevertheless: boolean;
}): "good" | "passed" | "forced" | "refused" {
  if (save.isGreen) return "good";
  if (!save.turnsOn || !save.byConsole) return "passed";
  return save.nevertheless ? "forced" : "refused";
}
