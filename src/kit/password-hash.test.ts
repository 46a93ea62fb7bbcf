import { scryptSync } from "node:crypto";
import { expect, it } from "vitest";
import { costOf, fullCost, passwordHash, passwordsOf, saltOf } from "./password-hash.ts";

const cheap = 10;
const word = "a long enough word";

it("a password's hash is OWASP's minimum: scrypt with N=2^17, r=8, p=1", async () => {
  const [method, cost, salt = "", hash] = (await passwordHash(word)).split("$");
  expect([method, cost, fullCost]).toEqual(["scrypt", "17", 17]);
  const options = { N: 131_072, r: 8, p: 1, maxmem: 2 ** 28 };
  expect(scryptSync(word, Buffer.from(salt, "base64url"), 32, options).toString("base64url")).toBe(hash);
});

it("a password is told by its own hash alone, and of one from before, which names no cost", async () => {
  const hash = await passwordHash(word, { cost: cheap });
  const salt = Buffer.from("salt of before");
  const before = `scrypt$${salt.toString("base64url")}$${scryptSync(word, salt, 32).toString("base64url")}`;
  expect(costOf(before)).toBe(14);
  expect(costOf(hash)).toBe(cheap);
  expect(costOf(null)).toBeNull();
  const others = [null, "", "scrypt$10$$", "plain$x", await passwordHash("another", { cost: cheap })];
  expect(await passwordsOf(word, [hash, before, ...others], cheap)).toEqual([
    true,
    true,
    ...others.map(() => false),
  ]);
  expect(await passwordsOf("another word", [hash, before], cheap)).toEqual([false, false]);
});

it("two of the same password differ, but where they share their salt: then one hash looks at both", async () => {
  const first = await passwordHash(word, { cost: cheap });
  expect(await passwordHash(word, { cost: cheap })).not.toBe(first);
  const salt = saltOf([null, first], cheap);
  expect(await passwordHash(word, { cost: cheap, salt })).toBe(first);
  expect(saltOf([first], cheap + 1)).toBeUndefined();
});

it("many at once wait for each other, and all come through", async () => {
  const hash = await passwordHash(word, { cost: cheap });
  const all = await Promise.all(Array.from({ length: 12 }, () => passwordsOf(word, [hash], cheap)));
  expect(all.flat()).toEqual(Array.from({ length: 12 }, () => true));
});

it("very many at once do not wait for ever: who comes last is told to come again, and those before come through", async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 110 }, () => passwordHash(word, { cost: cheap })),
  );
  const refused = all.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  expect(refused.map(({ code, retryAfter }) => [code, retryAfter])).toEqual(
    Array.from({ length: 8 }, () => ["too_busy", 10]),
  );
  expect(await passwordHash(word, { cost: cheap })).toMatch(/^scrypt/);
});
