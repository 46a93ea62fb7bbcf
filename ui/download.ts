import { askFile } from "./api.ts";

/** How long a file is kept for the browser: Safari on a phone or tablet first asks whether to save it, and reads it only then. */
const keptMs = 60_000;

/** Saves a file from the server under this name, in the reader's language. With a body, the server makes the file from it. */
export async function download(path: string, name: string, body?: object): Promise<void> {
  const address = URL.createObjectURL(await askFile(path, body));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
