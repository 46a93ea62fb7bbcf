import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../../bin/ensure-built.mjs";
import { openRun } from "../../bin/test-run.mjs";
import { liveIn, type Places } from "../browser/pictures/lived-in.ts";
import { pictures } from "../browser/pictures/pages.ts";
import { covered } from "../support/covered.ts";
import { demoShopOf, type DemoShop } from "../support/demo-shop.ts";
import { wrongAt } from "../support/room.ts";
import { startServer } from "../support/server.ts";
import { sizes } from "../support/sizes.ts";
import { until } from "../support/wait.ts";
import { findWebKit, openWebKit, type WebKitPage } from "./webkit.ts";

/*
 * `npm run engines`: the pages in WebKit, the engine of Safari, if this machine has WebKitGTK; otherwise it says so and does nothing.
 * A purchase, a sale at the till that the open page shows, and every page of the console at three sizes: no script error, and
 * everything fits as in Chromium.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function step(name: string, walk: () => Promise<string[]>): Promise<void> {
  const wrong = await walk().catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  say(wrong.length === 0 ? `ok   ${name}` : `FAIL ${name}\n     ${wrong.join("\n     ")}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Collects the errors of a page from here on. */
const listen = `window.faults = [];
  addEventListener("error", ({ message }) => window.faults.push(message));
  addEventListener("unhandledrejection", ({ reason }) => window.faults.push(String(reason)));`;
const faultsOf = (page: WebKitPage) => page.run<string[]>("return window.faults.splice(0)");

async function signIn(page: WebKitPage, { signInUrl }: DemoShop): Promise<string[]> {
  await page.goto(signInUrl);
  await page.click(
    "//button[contains(., 'このアカウントでログイン') or contains(., 'Sign in to this account')]",
  );
  await page.until(
    "the first page",
    `!location.pathname.endsWith("/sign-in") && !!document.querySelector("h1")`,
  );
  await page.run(`localStorage.setItem("musubi-language", "ja"); ${listen}`);
  return [];
}

async function look(page: WebKitPage, path: string): Promise<string[]> {
  await page.goto(path);
  await page.run(listen);
  await page.until(
    "it is whole",
    `!!document.querySelector("h1") && !document.querySelector("main .mantine-Loader-root")`,
  );
  const wrong: string[] = [];
  for (const size of [sizes.laptop, sizes.tablet, sizes.phone]) {
    await page.resize(size);
    let found: string[] = [];
    const fits = async (): Promise<boolean> => {
      found = [
        ...(await page.run<string[]>(`return ${wrongAt(size.width)}`)),
        ...(await page.run<string[]>(`return ${covered}`)),
      ];
      return found.length === 0;
    };
    await until("it fits", fits, 10_000).catch(() => undefined);
    wrong.push(...found.map((each) => `${size.width}: ${each}`));
  }
  return [...wrong, ...(await faultsOf(page))];
}

async function buy(page: WebKitPage, { shopUrl }: DemoShop, { mug }: Places): Promise<string[]> {
  await page.resize(sizes.phone);
  await page.goto(`${shopUrl}/products/${mug}`);
  await page.run(listen);
  await page.click("fieldset:enabled .choice input");
  await page.click("fieldset:enabled button[type=submit]");
  await page.click("[role=status] a");
  await page.click(".summary a");
  const typed = {
    name: "結城 花",
    kana: "ユウキ ハナ",
    "postal-code": "6008001",
    "address-line1": "京都市1-2",
    tel: "0750000000",
    email: "hana@example.jp",
  };
  for (const [name, text] of Object.entries(typed))
    await page.type(
      name === "kana" ? "form input[autocomplete=off]" : `form input[autocomplete=${name}]`,
      text,
    );
  await page.run(`const select = document.querySelector("form select");
    select.value = "京都府"; select.dispatchEvent(new Event("change", { bubbles: true }))`);
  await page.click("form input[type=radio]");
  await page.click("form button[type=submit]");
  await page.until(
    "the confirmation",
    `location.pathname.endsWith("/confirm") && !!document.querySelector(".buyer")`,
  );
  await page.click(".summary button");
  await page.until("the order's number", `!!document.querySelector(".order-number")`);
  return await faultsOf(page);
}

async function seeSale(page: WebKitPage, { url, api, sell }: DemoShop, { mug }: Places): Promise<string[]> {
  await page.goto(`${url}/console/products/${mug}`);
  const { variations } = await api("GET", `/products/${mug}`);
  const [{ smaregiProductId, quantity }] = variations;
  const shows = (pieces: number) =>
    `[...document.querySelectorAll("main input[readonly]")].some(({ value }) => value === "${pieces}")`;
  await page.until("the number", shows(quantity));
  await sell(smaregiProductId);
  await page.until("the number after the sale", shows(quantity - 1));
  return [];
}

async function main(program: string): Promise<void> {
  openRun();
  ensureBuilt();
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-engines-"));
  const server = await startServer({ DATA_DIR: dataDir, INCIDENT_OPEN_AFTER_SECONDS: "0" });
  const page = await openWebKit(program);
  try {
    const shop = demoShopOf(server);
    const places = await liveIn(shop);
    const incident = await until(
      "an incident",
      async () => (await shop.api("GET", "/incidents"))["items"][0],
    );
    await step("the sign-in", () => signIn(page, shop));
    await step("a sale at the till, on an open page", () => seeSale(page, shop, places));
    for (const { name, site, path } of pictures.filter(
      ({ site, act }) => site === "console" && act === undefined,
    )) {
      const at = typeof path === "string" ? path : path({ ...places, incident: incident.id });
      await step(name, () => look(page, `${server.url}/${site}${at}`));
    }
    await step("a purchase on a phone", () => buy(page, shop, places));
  } finally {
    await page.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const found = findWebKit();
if ("missing" in found) say(`skip WebKit: ${found.missing}`);
else await main(found.program);
