type Place = { contractId: string; storeId: string; terminalId: string };
type Saved = Place & { enabled: boolean; updatedAt: Date };

/**
 * What a person was shown before saving a connection: the failed checks (null: no check was made), and which saved state it was
 * compared with.
 */
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
 * Judges a save by the connection test (C6): `good`, `passed` (it turns on nothing that needs a test, or an API key saves, which
 * may), `forced` (a person in the console saved nevertheless), or `refused`.
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
