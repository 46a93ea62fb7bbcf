/**
 * The browser's storage. The browser may refuse it (cookies and site data blocked, no space left). Then values are kept while the
 * page is open, and nothing on the page breaks.
 */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** `storage` is called at each use: if storage is refused, even reading the global's name throws. */
function keptIn(storage: () => Storage): Kept {
  /** Changes that the browser refused, kept for this page. */
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

/** For all tabs of this browser, without an end. */
export const browserStorage = keptIn(() => localStorage);

/** For this tab, until it is closed. */
export const tabStorage = keptIn(() => sessionStorage);
