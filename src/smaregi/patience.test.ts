import { expect, it } from "vitest";
import { forPerson, withPatience } from "./patience.ts";

const account = { contractId: "sb_test", clientId: "client", clientSecret: "secret" };
const never = () => new Promise<never>(() => undefined);

it("C6: who waits is told after twice a call's time limit, and waits for no call behind it", async () => {
  const waited = forPerson({ settings: { timeoutMs: 10 } }, account);
  const tooLong = { kind: "unclear", step: "call", cause: "timeout", reason: { data: { seconds: 0.02 } } };
  expect(await withPatience(waited, "call", never)).toMatchObject(tooLong);
  let asked = 0;
  const work = async () => (asked += 1);
  expect(await withPatience(waited, "token", work)).toMatchObject({ ...tooLong, step: "token" });
  expect(asked).toBe(0);
});

it("what comes in time is the answer, and what is thrown is thrown", async () => {
  const waited = forPerson({ settings: { timeoutMs: 60_000 } }, account);
  expect(await withPatience(waited, "call", async () => 7)).toBe(7);
  const failing = withPatience(waited, "call", () => Promise.reject(new Error("the database is away")));
  await expect(failing).rejects.toThrow("the database is away");
});

it("where nobody waits, it takes as long as it takes", async () => {
  expect(await withPatience(account, "call", async () => 7)).toBe(7);
});
