import { sql } from "kysely";
import { expect, inject, it } from "vitest";
import { openTestDatabase } from "./database.ts";
import { openHouseDoor, type HouseAddress } from "./house-door.ts";
import { addMerchant } from "./rows.ts";

it("a request that failed in a shared house is told when the run closes it, whatever its test made of it", async () => {
  const door = await openHouseDoor(inject("postgres"));
  const answer = await fetch(door.url, { method: "POST", body: "{}" });
  const { connection, server } = (await answer.json()) as HouseAddress;
  const database = openTestDatabase(connection);
  const { apiKey } = await addMerchant(database, "店");
  await sql`alter table products rename to products_away`.execute(database.db);
  const headers = { authorization: `Bearer ${apiKey}` };
  const { status } = await fetch(`${server.url}/api/v1/products`, { headers });
  expect(status).toBe(500);
  await database.close();
  await expect(door.close()).rejects.toThrow(/A request failed in a shared house:[^]*products/);
});
