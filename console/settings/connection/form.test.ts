import { describe, expect, it } from "vitest";
import { toSend, type Entered } from "./form.ts";

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
