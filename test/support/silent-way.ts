import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy to a server that can make open live events fall silent without an end, like those of a device that slept. */
export async function openSilentWay(server: string) {
  let fallen = 0;
  const way = createServer((asked, answer) => {
    const { method, url = "/", headers } = asked;
    const passed = request(new URL(url, server), { method, headers }, (came) => {
      const since = fallen;
      const isLive = came.headers["content-type"]?.startsWith("text/event-stream") === true;
      answer.writeHead(came.statusCode ?? 500, came.headers);
      came.on("data", (part: Buffer) => {
        if (!isLive || since === fallen) answer.write(part);
      });
      came.on("end", () => answer.end());
      answer.on("close", () => passed.destroy());
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((isOpen) => way.listen(0, "127.0.0.1", isOpen));
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    fallSilent: () => void (fallen += 1),
    close: async () => {
      way.closeAllConnections();
      await new Promise((isClosed) => way.close(isClosed));
    },
  };
}
