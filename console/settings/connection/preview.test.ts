import { expect, it } from "vitest";
import type { Connection } from "../../../src/http/api-types.ts";
import { turnsOn } from "./preview.ts";

const saved: Connection = {
  contractId: "sb_1",
  storeId: "1",
  terminalId: "2",
  enabled: true,
  mode: "standard",
};

it.each([
  ["nothing was connected", null, {}, true],
  ["another store", saved, { storeId: "2" }, true],
  ["another contract", saved, { contractId: "sb_2" }, true],
  ["another terminal", saved, { terminalId: "3" }, true],
  ["another app", saved, { clientId: "client" }, true],
  ["no own app any more", saved, { clientId: null }, true],
  ["switched on", { ...saved, enabled: false }, {}, true],
  ["switched off", saved, { enabled: false, storeId: "2" }, false],
  ["all as it was", saved, {}, false],
])("C6, P3: %s: it is looked at and tested before saving: %#", (_, before, over, expected) => {
  expect(turnsOn({ ...saved, ...over }, before)).toBe(expected);
});
