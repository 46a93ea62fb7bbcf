import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReader, signInByLink } from "../support/console.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import { until } from "../support/wait.ts";

let practice: Practice;
let page: Page;
beforeAll(async () => {
  practice = await openPractice();
  page = practice.page;
  for (const [name, quantity] of [
    ["量り売りA", 5],
    ["量り売りB", 6],
    ["量り売りC", 7],
  ] as const)
    await practice.api("POST", "/products", { name, price: 100, taxRate: 10, variations: [{ quantity }] });
});
afterAll(async () => {
  await practice?.close();
  expect(practice.faults).toEqual([]);
});

const open = async (path: string) => {
  await page.goto(`${practice.url}/console${path}`);
  await page.locator("h1").waitFor();
};
const product = async (name: string) => {
  const { items } = await practice.api("GET", `/products?q=${encodeURIComponent(name)}`);
  return items[0];
};
const focused = () => page.evaluate<string>("document.activeElement.getAttribute('aria-label')");
const csv = (rows: string) => ({ name: "products.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });

describe("かんたん商品一括変更", () => {
  it("works by keyboard alone: arrows, Enter, Tab, Escape, and saves all changed cells", async () => {
    await open("/products/quick-edit");
    await page.getByLabel("商品を検索").fill("量り売り");
    await page.getByLabel("在庫数 量り売りC").waitFor();
    await page.locator("tbody tr").nth(3).waitFor({ state: "detached" });
    await page.getByLabel("価格(税込) 量り売りC").focus();
    await page.keyboard.type("120");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("価格(税込) 量り売りB");
    await page.keyboard.type("999");
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("価格(税込) 量り売りB").inputValue()).toBe("100");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("在庫数 量り売りB");
    await page.keyboard.type("1x");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("在庫数 量り売りA");
    await page.keyboard.press("ArrowUp");
    await page.getByText("2か所を変更中").waitFor();

    // A wrong cell: nothing is saved, and the cell says why.
    await page.getByRole("button", { name: "まとめて保存" }).press("Enter");
    await page.getByText("1か所に誤りがあるため、何も保存していません").waitFor();
    expect((await product("量り売りC")).price).toBe(100);
    await until("the wrong cell is gone to", async () => (await focused()) === "在庫数 量り売りB");
    await page.keyboard.type("16");
    await page.getByRole("button", { name: "まとめて保存" }).press("Enter");
    await page.getByText("2件のバリエーションを保存しました。").waitFor();
    expect((await product("量り売りC")).variations[0].quantity).toBe(7);
    expect((await product("量り売りC")).price).toBe(120);
    expect((await product("量り売りB")).variations[0].quantity).toBe(16);
  });

  it("takes a column from a spreadsheet, and leaves only when asked", async () => {
    await page.getByLabel("在庫数 量り売りC").focus();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "30\\r\\n３１\\r\\n1,032\\r\\n");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.getByText("3か所を変更中").waitFor();
    await page.getByRole("link", { name: "商品一覧へ" }).click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "やめる" }).click();
    await page.getByRole("button", { name: "まとめて保存" }).click();
    await page.getByText("3件のバリエーションを保存しました。").waitFor();
    expect((await product("量り売りB")).variations[0].quantity).toBe(31);
    expect((await product("量り売りA")).variations[0].quantity).toBe(1032);
  });

  it("U4, U5: a synced quantity can't be changed, and says why", async () => {
    await open("/products/quick-edit");
    const locked = page.getByLabel("在庫数 木のスプーン");
    expect(await locked.getAttribute("readonly")).not.toBeNull();
    await page.getByText("「在庫同期対象」の在庫数は、スマレジの数が入るため変更できません。").waitFor();
  });
});

const headings = "商品コード,商品名,販売価格,在庫数";

describe("商品一括登録・一括変更", () => {
  it("checks a file, does it without choosing it again, and takes the mended error file", async () => {
    await open("/products/bulk");
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("ファイルを選んでください。").waitFor();
    const file = page.locator("input[type=file]").first();
    await file.setInputFiles(csv(`${headings}\nA-1,新茶,1200,10\nA-2,番茶,たかい,10\n`));
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("1行を実行できます。まだ何も変わっていません。").waitFor();
    await page.getByText("1行に誤りがあります。").waitFor();
    expect(await product("新茶")).toBeUndefined();
    const changes = page.getByRole("table", { name: "変わることの表" });
    await changes.getByText("新茶").first().waitFor();
    await changes.getByText("1200").waitFor();
    await page.getByRole("table", { name: "誤りのある行の表" }).getByText("販売価格").waitFor();

    // The address keeps it, and the file is still there after a reload.
    await page.reload();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("1行を実行しました。").waitFor();
    expect((await product("新茶")).variations[0].quantity).toBe(10);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "誤りの行をダウンロード" }).click(),
    ]);
    const refused = await text(await download.createReadStream());
    expect(refused).toContain("番茶");
    const mended = refused.replace("たかい", "800");
    await page.locator("input[type=file]").first().setInputFiles(csv(mended));
    await page.getByRole("button", { name: "直したファイルを送る" }).click();
    await page.getByText("1行を実行できます。まだ何も変わっていません。").waitFor();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("1行を実行しました。").waitFor();
    expect((await product("番茶")).price).toBe(800);
  });

  it("shows old and new values of a change, and refuses a locked quantity in its row (U4)", async () => {
    const spoon = await product("木のスプーン");
    const number = spoon.variations[0].systemProductNumber as string;
    await open("/products/bulk");
    await page.getByRole("radio", { name: "商品一括変更" }).check();
    const rows = `システム商品番号,商品コード,販売価格,在庫数\n,A-1,1300,\n${number},,,99\n`;
    await page.locator("input[type=file]").first().setInputFiles(csv(rows));
    await page.getByRole("button", { name: "内容を確認する" }).click();
    const changes = page.getByRole("table", { name: "変わることの表" });
    await changes.locator("del", { hasText: "1200" }).waitFor();
    await changes.locator("ins", { hasText: "1300" }).waitFor();
    await page
      .getByRole("table", { name: "誤りのある行の表" })
      .getByText("在庫同期対象のため、在庫数は直接変更できません")
      .waitFor();
    // Checked, not done.
    expect((await product("新茶")).price).toBe(1200);
    expect((await product("木のスプーン")).variations[0].quantity).toBe(spoon.variations[0].quantity);
  });

  it("a file that is none of ours is refused at once, in words; whoever may not, is told", async () => {
    await open("/products/bulk");
    await page.locator("input[type=file]").first().setInputFiles(csv("天気,気温\n晴れ,20\n"));
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByRole("alert").getByText("必要な列がありません").first().waitFor();

    const { signInLink } = await page.evaluate<{ signInLink: string }>(`fetch("/api/v1/staff", {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "花子", email: "hanako@example.jp", role: "staff" }),
    }).then((answer) => answer.json())`);
    const clerk = await openReader(practice.browser, { faults: practice.faults });
    const hers = await signInByLink(clerk, `${practice.url}${signInLink}`);
    await hers.goto(`${practice.url}/console/products/bulk`);
    await hers.getByText("「カート専任者」の権限では、商品の削除とCSVでの一括処理はできません。").waitFor();
    expect(await hers.getByRole("button", { name: "内容を確認する" }).count()).toBe(0);
    await clerk.close();
  });
});

describe("P10: the file of another cart", () => {
  it("offers its columns for matching, shows the first products, and registers them as they are", async () => {
    await open("/products/bulk");
    const rows =
      "商品ID,公開ステータス(ID),商品名,検索ワード,規格分類1(ID),規格分類1(名称),商品コード,在庫数,在庫数無制限フラグ,販売価格\n" +
      "1,1,見本の羽織,和装,1,紺,HA-1,3,0,10000\n1,1,見本の羽織,和装,2,茶,HA-2,4,0,10000\n2,1,見本の足袋,,,,TA-1,,1,500\n";
    await page.locator("input[type=file]").first().setInputFiles(csv(rows));
    const matching = page.getByRole("group", { name: "列の対応" });
    await matching.getByText("EC-CUBE 4の商品ファイルとして読み取ります。").waitFor();
    const first = matching.getByRole("table", { name: "はじめの商品の表" });
    await first.getByText("見本の羽織").waitFor();
    await first.getByText("11,000円").waitFor();
    await first.getByText("紺 ・ HA-1 ・ 在庫 3").waitFor();
    await first.getByText("在庫 無制限").waitFor();
    // The shop keeps its prices with tax, and sells without these codes.
    await matching.getByRole("radio", { name: "税込", exact: true }).check();
    await first.getByText("10,000円").waitFor();
    await matching.getByRole("combobox", { name: "「商品コード」の項目" }).selectOption("使わない");
    await first.getByText("紺 ・ 在庫 3").waitFor();
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("3行を実行できます。まだ何も変わっていません。").waitFor();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("3行を実行しました。").waitFor();
    expect(await product("見本の羽織")).toMatchObject({
      price: 10_000,
      variations: [{ name: "紺", quantity: 3 }, {}],
    });
    expect(await product("見本の足袋")).toMatchObject({ price: 500, variations: [{ stockManaged: false }] });
    // The next file with these columns is read the same.
    await open("/products/bulk");
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles(csv(rows.replaceAll("見本の", "次の")));
    await matching.getByText("前に同じ列のファイルで選んだ対応を使っています。").waitFor();
    expect(await matching.getByRole("radio", { name: "税込", exact: true }).isChecked()).toBe(true);
  });
});
