import { askFile } from "./api.ts";

/** Saves a file of the server under this name, in the reader's language. */
export async function download(path: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await askFile(path));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
