import { expect, it } from "vitest";
import { openSteps } from "./steps.ts";
import { lineInWords } from "./text-log.ts";

const say = async (isTTY: boolean) => {
  let said = "";
  let clock = 0;
  const step = openSteps({ isTTY, write: (text) => (said += text) }, () => (clock += 700));
  const done = await step("データベース", async () => {
    said += isTTY ? "[…]" : "";
    return 7;
  });
  await step("失敗", () => Promise.reject(new Error("no"))).catch(() => undefined);
  return { said, done };
};

it("on a terminal a step stands while it is done, and its seconds behind it", async () => {
  expect(await say(true)).toEqual({ said: "  データベース … […]0.7秒\n  失敗 … \n", done: 7 });
});

it("elsewhere each step is a whole line, once it is done", async () => {
  expect((await say(false)).said).toMatch(/^ {2}データベース {2,}0\.7秒\n$/);
});

it.each([
  [{ level: 30, msg: "the database was migrated" }, false, null],
  [{ level: 30, msg: "the database was migrated" }, true, "  記録: the database was migrated\n"],
  [{ level: 40, msg: "slow" }, false, "  警告: slow\n"],
  [{ level: 50, msg: "broke", err: { message: "no room" } }, false, "  エラー: broke (no room)\n"],
  [{ level: 50, msg: "broke", err: { message: "broke" } }, false, "  エラー: broke\n"],
  [
    { level: 50, msg: "broke", err: { message: "", aggregateErrors: [{ message: "a" }, { message: "b" }] } },
    false,
    "  エラー: broke (a; b)\n",
  ],
])("a terminal gets no JSON: %j (all: %s) is %j", (line, showsAll, words) => {
  expect(lineInWords(JSON.stringify(line), showsAll)).toBe(words);
});
