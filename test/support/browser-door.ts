import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type BrowserServer } from "playwright-core";
import { browserExecutable } from "./browser-executable.ts";

/** How Chromium is launched. Plain arguments: those that the package proposes crash now and then. */
export const launchOptions = () => ({
  executablePath: browserExecutable(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    // No page lives long enough to earn back what these compilers cost: a sixth of its time.
    "--js-flags=--no-opt --no-maglev",
  ],
});

/**
 * The run's one Chromium, for all of its workers: launched when the first of them asks at `url`, which answers the address
 * to connect to. A run without a test of pages launches none.
 */
export async function openBrowserDoor(): Promise<{ url: string; close(): Promise<void> }> {
  let launched: Promise<BrowserServer> | undefined;
  // The run ends by its own way, which closes the door.
  const options = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const door = createServer((_, response) => {
    launched ??= chromium.launchServer({ ...launchOptions(), ...options });
    launched.then(
      (server) => response.end(server.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => door.listen(0, "127.0.0.1", done));
  const { port } = door.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      door.close();
      door.closeAllConnections();
      const server = await launched?.catch(() => undefined);
      await server?.close();
    },
  };
}
