import { describe, expect, it } from "vitest";
import { noticeOf, type IncidentTold } from "./incidents.ts";
import { digestOf } from "./notices.ts";

const told = (over: Partial<IncidentTold> = {}): IncidentTold => ({
  cause: "smaregi_down",
  state: "open",
  since: new Date("2026-11-25T15:00:00Z"),
  openedAt: new Date("2026-11-25T15:05:00Z"),
  closedAt: null,
  orders: 12,
  variations: 0,
  mode: "standard",
  isBack: false,
  isAgain: false,
  orderNumbers: [],
  ...over,
});
const lineOf = (of: IncidentTold, label: string) =>
  noticeOf(of, "ja").lines.find(([each]) => each === label)?.[1];

describe("B10: what people are told", () => {
  it("one subject without codes, and what, since when, whom, what goes on by itself and what to do", () => {
    const notice = noticeOf(told({ orderNumbers: ["1001", "1002"] }), "ja");
    expect(notice.subject).toBe("[結び] スマレジにつながりません (受注12件)");
    expect(notice.lines.map(([label]) => label)).toEqual([
      "何が起きたか",
      "いつから",
      "影響",
      "受注番号",
      "自動で行うこと",
      "お願いしたいこと",
    ]);
    expect(lineOf(told({ orderNumbers: ["1001", "1002"] }), "受注番号")).toBe("1001、1002 ほか10件");
    expect(lineOf(told({ orderNumbers: ["1001"], orders: 1 }), "受注番号")).toBe("1001");
    expect(noticeOf(told({ orderNumbers: ["1"] }), "en").lines).toContainEqual(["Orders", "1 and 11 more"]);
  });

  it("what lasts is told of as that; the end says how long it was", () => {
    expect(noticeOf(told({ isAgain: true }), "ja").subject).toBe(
      "[結び] まだ続いています: スマレジにつながりません (受注12件)",
    );
    expect(noticeOf(told({ isAgain: true }), "en").subject).toBe(
      "[Musubi] Still going on: Smaregi can't be reached (12 orders)",
    );
    const closedAt = new Date("2026-11-25T15:42:00Z");
    expect(noticeOf(told({ state: "closed", closedAt }), "ja").subject).toBe(
      "[結び] 復旧しました: スマレジにつながりません (42分)",
    );
  });

  it("the standard mode after a night's maintenance: which orders wait, and one press", () => {
    const morning = told({ isBack: true, isAgain: true, orders: 40, orderNumbers: ["1001"] });
    expect(noticeOf(morning, "ja").subject).toBe("[結び] 送り直しを待っている受注があります (受注40件)");
    expect(lineOf(morning, "何が起きたか")).toContain("スマレジは復旧しています");
    expect(lineOf(morning, "お願いしたいこと")).toContain("「まとめて送り直す」を1回押してください");
    // In the assured mode it continues automatically, and without orders nothing waits.
    for (const other of [{ mode: "assured" as const }, { orders: 0 }, { cause: "credentials" as const }])
      expect(noticeOf({ ...morning, ...other }, "ja").subject).not.toContain("送り直しを待っている");
  });

  it("several in one message: what goes on first, each in a line, and what to do", () => {
    const over = told({ cause: "rate_limited", state: "closed", closedAt: new Date(), orders: 0 });
    const digest = digestOf([over, told()], "ja");
    expect(digest.subject).toBe("[結び] お知らせのまとめ: 続いている障害1件、復旧1件");
    expect(digest.lines).toEqual([
      ["続いています", "スマレジにつながりません (受注12件) 2026/11/26 0:00から"],
      ["復旧しました", "スマレジの呼び出し回数の上限に達しています 2026/11/26 0:00から"],
      ["お願いしたいこと", expect.stringContaining("「障害」")],
    ]);
    expect(digestOf([over], "en")).toMatchObject({
      subject: "[Musubi] Notices together: 1 over",
      lines: [
        ["Over", expect.stringContaining("since")],
        ["To do", "Nothing."],
      ],
    });
  });
});
