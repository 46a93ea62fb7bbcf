import { expect, inject, it } from "vitest";
import { asAdmin } from "./as-admin.ts";
import { databasePrefix } from "./database.ts";
import { openWhole } from "./open-whole.ts";
import { openHouse } from "./shop.ts";

it("an opening that throws closes what it had opened, the last first, and says why it threw", async () => {
  const closed: string[] = [];
  const opening = openWhole(async (closings) => {
    closings.push(async () => closed.push("first"));
    closings.push(() => Promise.reject(new Error("second does not close")));
    closings.push(async () => closed.push("third"));
    throw new Error("no fourth");
  });
  await expect(opening).rejects.toThrow("no fourth");
  expect(closed).toEqual(["third", "first"]);
});

it("what does not close keeps no other open, and is told", async () => {
  const closed: string[] = [];
  const whole = await openWhole(async (closings) => {
    closings.push(async () => closed.push("first"));
    closings.push(() => Promise.reject(new Error("second does not close")));
    return { name: "whole" };
  });
  expect(whole.name).toBe("whole");
  await expect(whole.close()).rejects.toThrow("second does not close");
  expect(closed).toEqual(["first"]);
});

it("a house whose server does not start leaves no database and no local Smaregi", async () => {
  const standing = async () => {
    const like = databasePrefix.replaceAll("_", "\\_");
    const named = `select datname from pg_database where datname like '${like}%'`;
    const ports = process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap");
    return { databases: await asAdmin(inject("postgres"), named), ports };
  };
  const before = await standing();
  await expect(openHouse({ ROLE: "boss" })).rejects.toThrow(/ROLE/);
  expect(await standing()).toEqual(before);
});
