import { expect, it } from "vitest";
import type { Connection } from "../../../src/http/api-types.ts";
import { readsAnew } from "./preview.ts";

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
  ["switched on", { ...saved, enabled: false }, {}, true],
  ["switched off", saved, { enabled: false, storeId: "2" }, false],
  ["all as it was", saved, {}, false],
])("P3: %s: the quantities are looked at before saving: %s", (_, before, over, expected) => {
  expect(readsAnew({ ...saved, ...over }, before)).toBe(expected);
});
