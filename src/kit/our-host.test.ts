import { expect, it } from "vitest";
import { isOurHost } from "./our-host.ts";

it.each([
  ["127.0.0.1:3000", true],
  ["localhost:3000", true],
  ["musubi.localhost", true],
  ["[::1]:3000", true],
  ["192.168.1.5", true],
  ["box.lan:3000", true],
  ["evil.example:3000", false],
  ["127.0.0.1.evil.example", false],
  ["localhost.evil.example", false],
  ["", false],
  ["a b", false],
  [undefined, false],
])("the Host header by which this server is meant: %s, %s", (header, isOurs) => {
  expect(isOurHost(header, ["box.lan"])).toBe(isOurs);
});
