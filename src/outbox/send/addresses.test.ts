import { expect, it } from "vitest";
import { ForbiddenAddress, isPublicAddress, literalAddress, publicLookup } from "./addresses.ts";

it.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "fc00::1",
  "fd12::1",
  "fe80::1",
  "ff02::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "localhost",
  "",
])("nothing is sent to %s", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111"])(
  "%s is of the public network",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

it.each([
  ["https://127.0.0.1/", "127.0.0.1"],
  ["https://0x7f.1/", "127.0.0.1"],
  ["https://2130706433/", "127.0.0.1"],
  ["https://[::1]:8443/", "::1"],
  ["https://example.jp/", null],
])("the address in %s is %s, however it is written", (url, expected) => {
  expect(literalAddress(new URL(url))).toBe(expected);
});

it("a name that leads to a private address is refused at the look-up, for one address and for all", async () => {
  for (const all of [false, true]) {
    const error = await new Promise((done) => {
      publicLookup("localhost", { all }, (met) => done(met));
    });
    expect(error).toBeInstanceOf(ForbiddenAddress);
  }
});
