import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Locator, type Page } from "playwright-core";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { openRun } from "../bin/test-run.mjs";
import { tenMinuteContract, tenMinuteFile } from "../sandbox/ten-minutes.ts";
import { runCommand } from "../src/run-command.ts";
import { launchOptions } from "../test/support/browser.ts";
import { startServer } from "../test/support/server.ts";
import { until } from "../test/support/wait.ts";

/*
 * The first day of an owner, played through the console by script: 1,000 products by CSV, sign-in with スマレジ, connection,
 * links and sync with a local Smaregi of 1,200 products and its traps. Prints clicks and seconds for each step:
 *   npx tsx bench/day-one.ts
 * A person also reads and thinks: a few seconds per click.
 */
const say = (line: string) => process.stdout.write(`${line}\n`);
let clicks = 0;
const click = async (what: Locator) => {
  await what.click();
  clicks += 1;
};

let stepBegan = performance.now();
let clicksBefore = 0;
function ended(step: string): void {
  const seconds = (performance.now() - stepBegan) / 1000;
  say(`${step}: ${clicks - clicksBefore} clicks, ${seconds.toFixed(1)} s`);
  stepBegan = performance.now();
  clicksBefore = clicks;
}

const contractId = "sb_day_one";

async function main(): Promise<void> {
  openRun();
  ensureBuilt();
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-day-one-"));
  const server = await startServer({ DATA_DIR: dataDir, MUSUBI_DEMO: "0" });
  const browser = await chromium.launch(launchOptions());
  try {
    const sandbox = /(http\S+)\/till/.exec(server.said())?.[1] ?? "";
    const app = { clientId: "musubi-practice", clientSecret: "musubi-practice-secret" };
    await fetch(`${sandbox}/_sandbox/contracts/${contractId}`, {
      method: "PUT",
      body: JSON.stringify({ ...tenMinuteContract(), ...app }),
    });
    const env = { DATA_DIR: dataDir, MUSUBI_LOG: "silent" };
    const merchant = JSON.parse(
      await runCommand(["merchant", "create", "--name", "はじめる店", "--json"], env),
    ) as { apiKey: string; owner: { email: string; password: string } };
    const file = join(dataDir, "products.csv");
    await writeFile(file, tenMinuteFile());
    const api = async (path: string) => {
      const headers = { authorization: `Bearer ${merchant.apiKey}` };
      return (await (await fetch(`${server.url}/api/v1${path}`, { headers })).json()) as Record<string, any>;
    };
    const context = await browser.newContext({ locale: "ja-JP", viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    stepBegan = performance.now();
    await page.goto(`${server.url}/console/`);
    await page.getByLabel("メールアドレス").fill(merchant.owner.email);
    await page.locator("input[type=password]").fill(merchant.owner.password);
    clicks += 2;
    await click(page.getByRole("button", { name: "ログイン" }));
    await page.getByRole("heading", { name: "加盟店TOP" }).waitFor();
    ended("signed in");
    await register(page, file);
    await connect(page);
    await link(page);
    await until("all is synced", async () => (await api("/status"))["waitingSignals"] === 0);
    ended("synced");
    say(`${clicks} clicks in all; of 1,000 products:`);
    for (const state of ["linked", "unlinked"]) {
      let count = 0;
      for (let cursor = ""; ;) {
        const body = await api(`/products?state=${state}&limit=200${cursor}`);
        if (body["items"] === undefined) break;
        count += (body["items"] as unknown[]).length;
        if (body["nextCursor"] === null) break;
        cursor = `&cursor=${String(body["nextCursor"])}`;
      }
      say(`  ${state}: ${count}`);
    }
  } finally {
    await browser.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** 1,000 products by CSV: checked, then run. */
async function register(page: Page, file: string): Promise<void> {
  await click(page.getByRole("link", { name: "CSVでまとめて登録する" }));
  await page.getByRole("heading", { level: 1, name: "商品一括登録・一括変更" }).waitFor();
  await page.locator("input[type=file]").setInputFiles(file);
  clicks += 2;
  await click(page.getByRole("button", { name: "内容を確認する" }));
  await click(page.getByRole("button", { name: "この内容で実行する" }));
  await page
    .getByText(/行を実行しました/)
    .first()
    .waitFor();
  ended("1,000 products by CSV");
}

/** 連携をはじめる, from the top page. */
async function connect(page: Page): Promise<void> {
  const now = page.locator("li[aria-current=step]");
  await click(page.getByRole("link", { name: "加盟店TOP" }).first());
  await click(page.getByRole("region", { name: "はじめに" }).getByRole("link", { name: "連携をはじめる" }));
  await click(now.getByRole("button", { name: "スマレジでログイン" }));
  await page.getByRole("combobox").selectOption(contractId);
  await click(page.getByRole("button", { name: "契約の管理者としてログイン" }));
  await click(now.getByRole("radio", { name: /^本店/ }));
  await click(now.getByRole("radio", { name: /^オンラインショップ/ }));
  await click(now.getByRole("button", { name: "保存して次へ" }));
  await click(now.getByRole("button", { name: "接続テストを実行" }));
  const test = now.getByText(/すべて確認できました|確認できない項目があります/);
  const numbers = now.getByText(/在庫数が変わ/).first();
  await test.or(numbers).first().waitFor();
  const anyway = now.getByRole("button", { name: "このまま次へ進む" });
  if (await anyway.isVisible()) {
    say(`  the test was not green: ${(await now.locator(".checks").innerText()).replaceAll("\n", " ")}`);
    await click(anyway);
  }
  await numbers.waitFor();
  await click(now.getByRole("button", { name: "有効にする", exact: true }));
  await page.getByRole("heading", { name: "スマレジ連携は有効です" }).waitFor();
  ended("signed in with スマレジ, connected and switched on");
}

/** All certain ones with one press, and those with similar names one by one. */
async function link(page: Page): Promise<void> {
  await click(page.getByRole("link", { name: "紐づけアシスタントで紐づける" }));
  await click(page.getByRole("button", { name: "照合する" }));
  const all = page.getByRole("button", { name: /^確実な[\d,]+件を紐づける$/ });
  await all.first().waitFor();
  say(`  ${await page.locator("main section").first().innerText()}`.replaceAll("\n", " "));
  ended("matched");
  await click(all.first());
  const question = page.getByRole("dialog");
  await click(question.getByRole("button", { name: /紐づける$/ }));
  const zeros = page.getByRole("dialog", { name: "在庫が0になる商品があります" });
  const done = page.getByText(/[\d,]+件を紐づけました。/);
  await zeros.or(done).first().waitFor();
  if (await zeros.isVisible()) {
    say(`  asked: ${(await zeros.innerText()).replaceAll("\n", " ")}`);
    await click(zeros.getByRole("button", { name: "0になってよいので紐づける" }));
  }
  await done.waitFor();
  say(`  ${await done.first().innerText()}`);
  ended("the certain ones linked");
  await click(page.getByText(/^候補/).first());
  await page.getByText("名前が近い").first().waitFor();
  let taken = 0;
  for (;;) {
    const row = page.getByRole("row").filter({ hasText: "名前が近い" });
    const press = row.getByRole("button", { name: /^紐づける: / }).first();
    if ((await press.count()) === 0) {
      const more = page.getByRole("button", { name: "さらに表示" });
      if ((await more.count()) === 0) break;
      await click(more);
      await page.waitForTimeout(300);
      continue;
    }
    const name = (await press.getAttribute("aria-label")) ?? "";
    await click(press);
    taken += 1;
    await page.getByRole("button", { name, exact: true }).waitFor({ state: "detached" });
  }
  ended(`${taken} alike by name linked one by one`);
}

await main();
