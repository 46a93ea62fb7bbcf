import { describe, expect, it } from "vitest";
import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { adviceFor } from "./advice.ts";

type Entry = Pick<IntegrationLogEntry, "fact" | "call" | "status">;
const of = (kind: Entry["fact"]["kind"], data: Record<string, unknown> = {}, more: Partial<Entry> = {}) =>
  adviceFor({ fact: { kind, data }, call: "transactionRegister", ...more });

describe("F1: the advice comes from what was recorded", () => {
  it("guesses no maintenance where Smaregi was not even asked", () => {
    expect(of("changedWhileOff")).toBe("changedWhileOff");
    expect(of("cancelledAtTill", { transactionId: "1" })).toBe("goneInSmaregi");
    expect(of("otherContract", { transactionId: "1", contractId: "sb_1" })).toBe("otherContract");
    expect(of("leftOut", { productIds: ["1"] })).toBe("leftOut");
    expect(of("modeChanged")).toBe("sendAgain");
    expect(of("said", { text: "told by an earlier version" })).toBe("sendAgain");
  });

  it("names maintenance or crowding only where Smaregi did not answer, or said so", () => {
    expect(of("timedOut", { seconds: 20 })).toBe("later");
    expect(of("smaregiSaid", { said: "HTTP 503" }, { status: 503 })).toBe("later");
    expect(of("smaregiSaid", { said: "HTTP 429" }, { status: 429 })).toBe("later");
  });

  it("looks into what holds others: the first cause that tells something", () => {
    const reason = { kind: "unreachable", data: { code: "ECONNREFUSED" } };
    expect(
      of("together", {
        facts: [
          { kind: "notLooked", data: { reason } },
          { kind: "modeChanged", data: {} },
        ],
      }),
    ).toBe("later");
    expect(of("storeUnsure", { reason: { kind: "tokenRefused", data: { said: "HTTP 401" } } })).toBe(
      "credentials",
    );
  });

  it("tells Smaregi's own refusals apart by status and call", () => {
    const said = { said: "HTTP 400: no" };
    expect(of("smaregiSaid", said, { status: 403 })).toBe("credentials");
    expect(of("smaregiSaid", said, { status: 400 })).toBe("order");
    expect(of("smaregiSaid", said, { status: 400, call: "stockList" })).toBe("product");
    expect(of("productGone", { productId: "1" }, { status: 404, call: "stockList" })).toBe("product");
    expect(of("heldGone", { productId: "1" }, { status: 404, call: "stockList" })).toBe("held");
    expect(of("storeUnlisted", { storeId: "9" }, { status: 404, call: "stockList" })).toBe("place");
  });
});
