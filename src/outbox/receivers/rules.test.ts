import { expect, it } from "vitest";
import { isOwnHost, isQuiet, quietUntil, shownTarget } from "./rules.ts";

const night = { from: "22:00", until: "07:00" };
const noon = { from: "12:00", until: "13:00" };

it.each([
  ["21:59", night, false],
  ["22:00", night, true],
  ["00:00", night, true],
  ["06:59", night, true],
  ["07:00", night, false],
  ["11:59", noon, false],
  ["12:00", noon, true],
  ["13:00", noon, false],
] as const)("B10: %s is in %o: %s", (time, hours, expected) => {
  expect(isQuiet(time, hours)).toBe(expected);
});

it.each([
  // In Japan it is nine hours later.
  ["2026-11-25T14:00:00Z", night, "2026-11-25T22:00:00.000Z"],
  ["2026-11-25T21:00:00Z", night, "2026-11-25T22:00:00.000Z"],
  ["2026-11-25T22:00:00Z", night, null],
  ["2026-11-25T03:30:00Z", noon, "2026-11-25T04:00:00.000Z"],
  ["2026-11-25T03:30:00Z", null, null],
] as const)("B10: at %s, with quiet hours %o, people are told at %s", (now, hours, expected) => {
  expect(quietUntil(new Date(now), hours)?.toISOString() ?? null).toBe(expected);
});

it("B10: of a chat's address, which is a secret, only the end is shown; of a system's own, not what it is asked with", () => {
  expect(shownTarget("slack", "https://hooks.slack.com/services/T0/B0/abcdWXYZ")).toBe("…WXYZ");
  expect(shownTarget("mail", "shop@example.jp")).toBe("shop@example.jp");
  expect(shownTarget("chatwork", "123456")).toBe("123456");
  expect(shownTarget("webhook", "https://example.jp/in?key=secretWXYZ")).toBe("https://example.jp/in?…WXYZ");
  expect(shownTarget("webhook", "https://example.jp/in")).toBe("https://example.jp/in");
});

it.each([
  ["slack", "hooks.slack.com", true],
  ["slack", "slack.com.example.jp", false],
  ["slack", "notslack.com", false],
  ["discord", "discord.com", true],
  ["discord", "discord.com.example.jp", false],
  ["googleChat", "chat.googleapis.com", true],
  ["googleChat", "x.chat.googleapis.com", false],
  ["lineWorks", "webhook.worksmobile.com", true],
  ["lineWorks", "worksmobile.com.example.jp", false],
  ["webhook", "example.jp", true],
] as const)("B10: %s at %s is its own: %s", (kind, host, expected) => {
  expect(isOwnHost(kind, host)).toBe(expected);
});
