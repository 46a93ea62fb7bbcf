const name = "musubi-files";
const store = "files";

/** Asks the browser's own database on this machine, where files survive a reload; null where it has none (private windows). */
async function within<T>(does: (files: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  try {
    const database = await done(indexedDB.open(name, 1), (opening) => {
      opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore(store));
    });
    try {
      return await done(does(database.transaction(store, "readwrite").objectStore(store)));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function done<Asked extends IDBRequest>(asked: Asked, prepare?: (asked: Asked) => void) {
  prepare?.(asked);
  return new Promise<Asked["result"]>((resolve, reject) => {
    asked.addEventListener("success", () => resolve(asked.result as Asked["result"]));
    asked.addEventListener("error", () => reject(asked.error ?? new Error("The browser kept nothing.")));
  });
}

/** Keeps the file of the last check, so that what was checked is what is done, even if it is changed on the disk meanwhile. */
export async function keepFile(jobId: string, file: Blob): Promise<void> {
  await within((files) => files.clear());
  await within((files) => files.put(file, jobId));
}

/** The file of this check; null: it is not on this machine any more. */
export async function keptFile(jobId: string): Promise<Blob | null> {
  const found: unknown = await within((files) => files.get(jobId) as IDBRequest<unknown>);
  return found instanceof Blob ? found : null;
}

/** Forgets the file: it was done. */
export async function forgetFile(jobId: string): Promise<void> {
  await within((files) => files.delete(jobId));
}
