import { describe, expect, it } from "vitest";
import { changeOf, readAgain, textsOf } from "./work-form.ts";

const blank = textsOf({ payment: "unpaid", shipping: "unshipped" });

describe("W1: the form of the working data", () => {
  it("sends what was changed, with what was seen; a blank field takes away", () => {
    const seen = { ...blank, memo: "旧", carrier: "yamato" };
    expect(changeOf({ ...seen, memo: "", carrier: "" }, seen)).toEqual({
      memo: "",
      carrier: null,
      seen: { memo: "旧", carrier: "yamato" },
    });
    expect(changeOf({ ...blank, deliverOn: "2026-12-01" }, blank)).toEqual({
      deliverOn: "2026-12-01",
      seen: { deliverOn: null },
    });
    expect(changeOf(seen, seen)).toBeNull();
  });

  it("keeps what is being typed when the order changes, and shows the rest as it is now", () => {
    const typed = { ...blank, memo: "書きかけ" };
    const now = { ...blank, memo: "他の人", trackingNumber: "123456789012" };
    expect(readAgain(typed, blank, now)).toEqual({
      typed: { ...now, memo: "書きかけ" },
      seen: { ...now, memo: "" },
    });
  });
});
