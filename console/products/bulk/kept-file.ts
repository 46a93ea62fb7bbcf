const name = "musubi-files";
const store = "files";

/** Runs a request in the browser's database, where files survive a reload. Null if there is none (private windows). */
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

/** The same file while the page is open: some private windows and full disks store none. */
let here: { jobId: string; file: Blob } | null = null;

/** Stores the file of the last check, so that exactly this file is run, even if it is changed on the disk meanwhile. */
export async function keepFile(jobId: string, file: Blob): Promise<void> {
  here = { jobId, file };
  await within((files) => files.clear());
  await within((files) => files.put(file, jobId));
}

/** The file of this check; null if this browser no longer has it. */
export async function keptFile(jobId: string): Promise<Blob | null> {
  if (here?.jobId === jobId) return here.file;
  const found: unknown = await within((files) => files.get(jobId) as IDBRequest<unknown>);
  return found instanceof Blob ? found : null;
}

/** Deletes the file after it was run. */
export async function forgetFile(jobId: string): Promise<void> {
  if (here?.jobId === jobId) here = null;
  await within((files) => files.delete(jobId));
}
