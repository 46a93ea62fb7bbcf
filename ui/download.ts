import { askFile } from "./api.ts";

/** How long a file is kept for the browser: Safari on a phone or tablet asks first whether to save it, and reads it then. */
const keptMs = 60_000;

/** Saves a file of the server under this name, in the reader's language; with a body it is made of that. */
export async function download(path: string, name: string, body?: object): Promise<void> {
  const address = URL.createObjectURL(await askFile(path, body));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
