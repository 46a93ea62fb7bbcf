import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";
import type { House } from "./shop.ts";

/** What a worker needs of a house that another process keeps. */
export type HouseAddress = Pick<House, "env"> & {
  connection: Connection;
  server: { url: string; health: string };
  sandbox: { url: string };
};

/**
 * The run's shared houses, for all its workers: one for each set of settings that is posted to `url`, opened at the
 * first request. `close` throws if a request of one of them failed.
 */
export async function openHouseDoor(postgres: Connection): Promise<{ url: string; close(): Promise<void> }> {
  const houses = new Map<string, Promise<House>>();
  const openNow = async (settings: string): Promise<House> => {
    // Imported only now: a run without flows does not have to wait for the sources of the local Smaregi.
    const { openHouse } = await import("./shop.ts");
    return await openHouse(JSON.parse(settings), { postgres });
  };
  const open = async (settings: string): Promise<HouseAddress> => {
    const opening = houses.get(settings) ?? openNow(settings);
    houses.set(settings, opening);
    const { env, database, server, sandbox } = await opening;
    return {
      env,
      connection: database.connection,
      server: { url: server.url, health: server.health },
      sandbox: { url: sandbox.url },
    };
  };
  const door = createServer((request, response) => {
    text(request)
      .then(open)
      .then(
        (address) => response.end(JSON.stringify(address)),
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
      const opened = await Promise.allSettled(houses.values());
      const logs: string[] = [];
      for (const each of opened) {
        if (each.status === "rejected") continue;
        await each.value.close();
        logs.push(each.value.server.log());
      }
      if (logs.some((log) => log.includes("a request failed")))
        throw new Error(`A request failed in a shared house:\n${logs.join("\n")}`);
    },
  };
}
