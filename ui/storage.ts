/**
 * What a browser keeps by name. It may refuse to (cookies and site data blocked, no room left): then it is kept as long as the page
 * is open, and nothing on the page breaks.
 */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** `storage` is asked for at each use: where it is refused, already its name throws. */
function keptIn(storage: () => Storage): Kept {
  /** What the browser refused to change: as it is on this page. */
  const refused = new Map<string, string | null>();
  const change = (name: string, value: string | null, make: () => void) => {
    try {
      make();
      refused.delete(name);
    } catch {
      refused.set(name, value);
    }
  };
  return {
    getItem: (name) => {
      const value = refused.get(name);
      if (value !== undefined) return value;
      try {
        return storage().getItem(name);
      } catch {
        return null;
      }
    },
    setItem: (name, value) => change(name, value, () => storage().setItem(name, value)),
    removeItem: (name) => change(name, null, () => storage().removeItem(name)),
  };
}

/** For all tabs of this browser, and for good. */
export const browserStorage = keptIn(() => localStorage);

/** For this tab, until it is closed. */
export const tabStorage = keptIn(() => sessionStorage);
