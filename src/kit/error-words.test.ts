import { connect, createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { wordsOf } from "./error-words.ts";

it("a name with two addresses, at neither of which anybody listens, is told with both", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  const addresses = [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ];
  const error = await new Promise((told) => {
    const lookup = (_: string, _options: object, found: (error: null, all: typeof addresses) => void) =>
      found(null, addresses);
    connect({ host: "db.example", port, lookup, autoSelectFamily: true }).once("error", told);
  });
  expect(error).toMatchObject({ message: "" });
  expect(wordsOf(error)).toMatch(
    new RegExp(`^connect ECONNREFUSED 127.0.0.1:${port}; connect E[A-Z]+ ::1:${port}`),
  );
  expect(wordsOf(new Error("so"))).toBe("so");
  expect(wordsOf("so")).toBe("so");
});
