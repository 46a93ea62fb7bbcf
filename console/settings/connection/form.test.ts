import { describe, expect, it } from "vitest";
import { overSaved, provenToEnter, toSend, type Entered } from "./form.ts";

const values: Entered = {
  enabled: true,
  contractId: " sb_musubi ",
  storeId: "1 ",
  terminalId: " 2",
  clientId: "",
  clientSecret: "",
  mode: "standard",
};
const place = { enabled: true, contractId: "sb_musubi", storeId: "1", terminalId: "2", mode: "standard" };
const saved = { ...place, mode: "standard" as const, clientId: "client" };

describe("スマレジ連携設定, as it is sent", () => {
  it("C1: the place without blanks around it, and no credentials where none were entered", () => {
    expect(toSend(values, null)).toEqual(place);
    expect(toSend({ ...values, clientId: "client" }, saved)).toEqual(place);
  });

  it("credentials where they were entered", () => {
    expect(toSend({ ...values, clientId: " client ", clientSecret: " secret " }, null)).toEqual({
      ...place,
      clientId: "client",
      clientSecret: "secret",
    });
  });

  it("none any more, where the ID was taken away", () => {
    expect(toSend(values, saved)).toEqual({ ...place, clientId: null, clientSecret: null });
  });
});

describe("P8: back from スマレジでログイン", () => {
  const proof = (contractId: string, way: "signIn" | "operator") => ({
    contractId,
    way,
    provenBy: "管理画面: 管理者",
    provenAt: "2026-11-26T00:00:00Z",
    connected: false,
  });
  const proofs = {
    items: [proof("sb_vouched", "operator"), proof("sb_new", "signIn"), proof("sb_old", "signIn")],
    signIn: true,
  };

  it("the contract proven last by a sign-in stands in an empty form", () => {
    expect(provenToEnter("proven", proofs, " ")).toBe("sb_new");
  });

  it.each([
    ["denied", proofs, ""],
    [undefined, proofs, ""],
    ["proven", undefined, ""],
    ["proven", { ...proofs, items: [proof("sb_vouched", "operator")] }, ""],
    ["proven", proofs, "sb_entered"],
  ])("nothing is entered after %s with %j over %j", (signIn, known, enteredId) => {
    expect(provenToEnter(signIn, known, enteredId)).toBeNull();
  });
});

describe("two owners at スマレジ連携設定", () => {
  const now = { ...saved, enabled: false, terminalId: "9", mode: "assured" as const };
  it.each([
    ["mode", { enabled: false, terminalId: "9", mode: "standard" }],
    ["terminalId", { enabled: false, contractId: "sb_musubi", terminalId: "2", mode: "assured" }],
    ["storeId", { enabled: false, storeId: "1", terminalId: "2", mode: "assured" }],
    ["enabled", { enabled: true, terminalId: "9", mode: "assured" }],
  ] as const)("who changes %s takes nothing else back of what the other saved", (changed, sent) => {
    expect(
      toSend(
        overSaved(values, now, (name) => name === changed),
        now,
      ),
    ).toMatchObject(sent);
    expect(
      toSend(
        overSaved(values, now, (name) => name === changed),
        now,
      ),
    ).not.toHaveProperty("clientId");
  });
});
