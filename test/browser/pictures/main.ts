import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { ensureBuilt } from "../../../bin/ensure-built.mjs";
import { openRun } from "../../../bin/test-run.mjs";
import { launchOptions } from "../../support/browser.ts";
import { openLink } from "../../support/console.ts";
import { openReceiver } from "../../support/receiver.ts";
import { startServer } from "../../support/server.ts";
import type { Json } from "../../support/shop.ts";
import { sizes } from "../../support/sizes.ts";
import { engageStaff, liveIn } from "./lived-in.ts";
import { pictures, type Picture, type PicturePlaces } from "./pages.ts";
import { until } from "../../support/wait.ts";
import { demoShopOf, type DemoShop } from "../../support/demo-shop.ts";

/*
 * Pictures of every page, from the running product in practice mode with the data of a whole day:
 *   npm run pictures [-- --language en] [--only shop] [--out docs/images] [--phones]
 * `--only`: pictures whose name begins so. `--phones`: every page also at a phone's width. A page that shows an error stops the run
 * with a failure that names the page.
 */
const { values } = parseArgs({
  options: {
    language: { type: "string", default: "ja" },
    only: { type: "string", default: "" },
    phones: { type: "boolean", default: false },
    out: { type: "string", default: join("docs", "images") },
  },
});
/** Larger pictures load slowly where they are shown. */
const mostBytes = 200_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const wrongs: string[] = [];

async function main(): Promise<void> {
  openRun();
  ensureBuilt();
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-pictures-"));
  await mkdir(values.out, { recursive: true });
  const chat = await openReceiver();
  const server = await startServer({
    DATA_DIR: dataDir,
    OUTBOX_ALLOW_PRIVATE: "1",
    INCIDENT_OPEN_AFTER_SECONDS: "0",
  });
  const browser = await chromium.launch(launchOptions());
  try {
    const practice = demoShopOf(server);
    await practice.api("PUT", "/notice-channels", [
      { kind: "slack", to: chat.url },
      { kind: "mail", to: "tencho@example.jp", quietHours: { from: "22:00", until: "07:00" } },
    ]);
    const lived = await liveIn(practice);
    const places = { ...lived, incident: await toldIncident(practice) };
    const context = await browser.newContext({
      viewport: sizes.laptop,
      locale: "ja-JP",
      timezoneId: "Asia/Tokyo",
      reducedMotion: "reduce",
    });
    await context.addInitScript(
      `if (location.protocol !== "about:") localStorage.setItem("musubi-language", "${values.language}")`,
    );
    await signIn(context, practice);
    // All in one tab, one after the other, as a person works: the cart of one picture is the order of the next.
    const page = await context.newPage();
    for (const picture of pictures.filter(({ name }) => name.startsWith(values.only))) {
      await take(page, picture, practice, places);
    }
  } finally {
    await browser.close();
    await server.stop();
    await chat.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The incident of the day's failure, after the chat was told of it. */
const toldIncident = (practice: DemoShop): Promise<string> =>
  until("it was told", async () => {
    const items = (await practice.api("GET", "/incidents?state=open"))["items"] as Json[];
    const isSent = ({ notices }: Json) => (notices as Json[]).some(({ state }) => state === "sent");
    return items.find(isSent)?.["id"] as string | undefined;
  });

async function signIn(context: BrowserContext, practice: DemoShop): Promise<void> {
  const page = await context.newPage();
  await openLink(page, practice.signInUrl);
  await page.locator("nav").first().waitFor();
  await engageStaff(page);
  await page.close();
}

async function take(page: Page, picture: Picture, practice: DemoShop, places: PicturePlaces): Promise<void> {
  const starts = {
    practice: practice.url,
    till: `${practice.tillUrl}?lang=${values.language}`,
    console: `${practice.url}/console`,
    shop: practice.shopUrl,
  };
  const path = typeof picture.path === "string" ? picture.path : picture.path(places);
  const stopWatching = watch(page, picture.name);
  await page.setViewportSize(sizes.laptop);
  await page.goto(`${starts[picture.site]}${path}`);
  await settle(page, picture);
  await picture.act?.(page);
  await shoot(page, picture.name);
  if (picture.phone === true || values.phones) {
    await page.setViewportSize(sizes.phone);
    await shoot(page, `${picture.name}-phone`);
  }
  stopWatching();
}

async function settle(page: Page, { name, shows }: Picture): Promise<void> {
  await page.locator("h1").first().waitFor();
  if (shows !== undefined) await page.locator(shows).first().waitFor();
  // Waits until nothing is loading.
  await page.locator(".mantine-Loader-root, .mantine-Skeleton-root").first().waitFor({ state: "detached" });
  await page.evaluate("document.fonts.ready");
  const title = (await page.locator("h1").first().textContent()) ?? "";
  if (/表示できませんでした|見つかりません|could not be shown|no such page|ご利用いただけません/.test(title))
    wrongs.push(`${name}: ${title}`);
}

/** Records everything that goes wrong on a page while its picture is taken. */
function watch(page: Page, name: string): () => void {
  const threw = (error: Error) => wrongs.push(`${name}: ${error.message}`);
  const answered = (response: { status(): number; url(): string }) => {
    if (response.status() >= 400) wrongs.push(`${name}: ${response.url()} answered ${response.status()}`);
  };
  page.on("pageerror", threw);
  page.on("response", answered);
  return () => {
    page.off("pageerror", threw);
    page.off("response", answered);
  };
}

async function shoot(page: Page, name: string): Promise<void> {
  const file = join(values.out, `${name}${values.language === "ja" ? "" : `-${values.language}`}.png`);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
  const { size } = await stat(file);
  say(`${file} ${Math.round(size / 1000)} kB${size > mostBytes ? ": larger than it should be" : ""}`);
}

await main();
for (const wrong of wrongs) say(`WRONG ${wrong}`);
if (wrongs.length > 0) process.exitCode = 1;
