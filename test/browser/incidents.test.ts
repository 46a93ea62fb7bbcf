import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNothingWider } from "../support/axe.ts";
import { goWithin } from "../support/fit-for-all.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import { openReceiver } from "../support/receiver.ts";

let practice: Practice;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let page: Page;
beforeAll(async () => {
  receiver = await openReceiver();
  practice = await openPractice({
    OUTBOX_ALLOW_PRIVATE: "1",
    INCIDENT_OPEN_AFTER_SECONDS: "0",
    INCIDENT_CLOSE_AFTER_SECONDS: "0",
  });
  page = practice.page;
});
afterAll(async () => {
  await practice?.close();
  await receiver.close();
  expect(practice.faults).toEqual([]);
});

const visit = (path: string) => goWithin(page, `/console${path}`);
const bell = (name: RegExp) => page.getByRole("button", { name });
const title = "スマレジが受注を受け付けませんでした";

/** An order that Smaregi refuses, with its incident; by itself it is not sent again. */
async function refusedOrder(): Promise<string> {
  const contractId = "sb_musubi";
  await practice.smaregi("POST", "/faults", {
    contractId,
    call: "POST /transactions",
    kind: "status400",
    times: 1,
  });
  const { items } = await practice.api("GET", `/products?q=${encodeURIComponent("宇治煎茶")}`);
  const lines = [{ variationId: items[0].variations[0].id, quantity: 1 }];
  return (await practice.api("POST", "/orders", { kind: "normal", lines }))["id"] as string;
}

/** Looks at the open page at a phone's, a tablet's and a laptop's width. */
async function expectFits(): Promise<void> {
  for (const width of [390, 820, 1280]) await expectNothingWider(page, { width, height: 900 });
}

describe("B10, P9: incidents on the pages", () => {
  it("by mouse: the bell tells of one without a reload, and leads to the press that ends it", async () => {
    await practice.api("PUT", "/notice-channels", [{ kind: "slack", to: receiver.url }]);
    await bell(/^未解決の障害はありません$/).waitFor();
    await refusedOrder();
    await bell(/^未解決の障害 1件$/).click();
    const list = page.getByRole("dialog", { name: "未解決の障害" });
    await list.getByText(/受注1件/).waitFor();
    await expectFits();
    await list.getByRole("link", { name: title }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    const notices = page.getByRole("region", { name: "送ったお知らせ" });
    await notices.getByText("送信済み").waitFor();
    await notices.getByText("送信の記録 1回").click();
    await notices.getByText(/HTTP 200/).waitFor();
    await expectFits();
    await page.getByRole("button", { name: "まとめて送り直す" }).click();
    const question = page.getByRole("dialog", { name: "まとめて送り直しますか?" });
    await question.getByText(/受注1件を送り直します/).waitFor();
    await question.getByRole("button", { name: "まとめて送り直す" }).click();
    await page.getByText("解決済み").waitFor();
    await bell(/^未解決の障害はありません$/).waitFor();
    await notices.getByText("解決のお知らせ").waitFor();
  });

  it("by keyboard alone: from the bell to the press", async () => {
    await visit("/account");
    await refusedOrder();
    await bell(/^未解決の障害 1件$/).focus();
    await page.keyboard.press("Enter");
    const link = page.getByRole("dialog", { name: "未解決の障害" }).getByRole("link", { name: title });
    await link.waitFor();
    for (let presses = 0; presses < 5; presses += 1) {
      if (await link.evaluate((each) => each.matches(":focus"))) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByRole("button", { name: "まとめて送り直す" }).focus();
    await page.keyboard.press("Enter");
    const send = page.getByRole("dialog").getByRole("button", { name: "まとめて送り直す" });
    await send.focus();
    await page.keyboard.press("Enter");
    await page.getByText("解決済み").waitFor();
  });

  it("the list: open ones, those that are over, and all; 加盟店TOP names an open one", async () => {
    await visit("/incidents");
    await page.getByText("いま未解決の障害はありません。").waitFor();
    await page.getByText("解決済み", { exact: true }).click();
    await page.getByRole("link", { name: title }).first().waitFor();
    await expectFits();
    await refusedOrder();
    await visit("/");
    await page.getByRole("region", { name: "未解決の障害" }).getByRole("link", { name: title }).waitFor();
    await expectFits();
  });
});
