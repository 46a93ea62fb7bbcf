import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

type Received = { path: string; headers: IncomingHttpHeaders; body: string };

/** A server that accepts what is sent to it, and answers what a test sets: a status, or nothing at all. */
export async function openReceiver() {
  const received: Received[] = [];
  let answer: (request: Received) => number | "never" | "drop" = () => 200;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      const one = { path: request.url ?? "", headers: request.headers, body };
      received.push(one);
      const how = answer(one);
      if (how === "drop") response.destroy();
      else if (how !== "never") response.writeHead(how, { location: "http://127.0.0.1:9/" }).end("ok");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    received,
    /** The events that came, whether answered with 200 or not. */
    events: (): { type: string; data: any }[] => received.map(({ body }) => JSON.parse(body)),
    answer: (how: typeof answer) => (answer = how),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
