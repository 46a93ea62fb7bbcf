import { ask } from "../../../ui/api.ts";

/**
 * Saves the fields that were changed here. Reads the other fields again first, so that someone else's changes stay. `isChanged` takes
 * the field's name.
 */
export async function putChanged<Settings extends object>(
  path: string,
  given: Settings,
  isChanged: (name: string) => boolean,
): Promise<Settings> {
  const changed = Object.entries(given).filter(([name]) => isChanged(name));
  const now = await ask<Settings>("GET", path);
  return await ask<Settings>("PUT", path, { body: { ...now, ...Object.fromEntries(changed) } });
}
