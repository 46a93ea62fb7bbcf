import { expect, it } from "vitest";
import { patienceMs, until } from "../../test/support/wait.ts";
import type { ShopDrawing } from "./drawn-shop.ts";
import { pageRoutes } from "./pages.ts";

const known = { number: "01-00001", name: "結び商店", piecesPerLine: 99, piecesPerOrder: 300 };
const noGoods = { items: [], nextCursor: null };
const answering: ShopDrawing["ask"] = (path) => Response.json(path.includes("products") ? noGoods : known);

/** The shop's first page as it goes out, and what was noted meanwhile. */
async function page(drawing: Partial<ShopDrawing>) {
  const noted: string[] = [];
  const warn = (about: { err: Error }, says: string) => void noted.push(`${says}: ${about.err.message}`);
  const log = { warn } as unknown as ShopDrawing["log"];
  const routes = pageRoutes({ tillUrl: null, ask: answering, log, patienceMs, ...drawing });
  const response = await routes.request("/shop/01-00001/");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
  const html = await response.text();
  return { noted, isDrawn: html.includes("<h1"), isLeft: html.includes('<div id="root"></div>') };
}

const left = { isDrawn: false, isLeft: true };
const says = "a shop's page could not be drawn; its script draws it";

it("a shop that answers is drawn", async () => {
  expect(await page({})).toEqual({ noted: [], isDrawn: true, isLeft: false });
});

it("where the drawing throws, the page that its script draws goes out, and the log says why", async () => {
  const load = async () => ({ draw: () => Promise.reject(new Error("a defect")) });
  expect(await page({ load })).toEqual({ ...left, noted: [`${says}: a defect`] });
});

it("the same where it can't be loaded, and where the shop's API fails or can't be asked", async () => {
  const load = () => Promise.reject(new Error("no such file"));
  expect(await page({ load })).toEqual({ ...left, noted: [`${says}: no such file`] });
  const failing = () => Response.json({ code: "internal", detail: "内部エラー" }, { status: 500 });
  expect(await page({ ask: failing })).toEqual({ ...left, noted: [`${says}: 内部エラー`] });
  const away = await page({ ask: () => Promise.reject(new Error("gone")) });
  expect(away).toMatchObject({ ...left, noted: [expect.stringContaining(says)] });
});

it("the same where the database takes too long: nobody waits for it", async () => {
  const never = () => new Promise<Response>(() => {});
  expect(await page({ ask: never, patienceMs: 1 })).toEqual({
    ...left,
    noted: [`${says}: not drawn within 1 ms`],
  });
});

it("beside as many as are drawn at once, one more is left to its script, and the next is drawn again", async () => {
  const held: (() => void)[] = [];
  const load = async () => {
    await new Promise<void>((go) => held.push(go));
    return { draw: async () => ({ title: "一覧", body: "<h1>一覧</h1>", data: "" }) };
  };
  const routes = pageRoutes({ tillUrl: null, ask: answering, log: { warn: () => {} }, load, most: 2 });
  const ask = async () => await (await routes.request("/shop/01-00001/")).text();
  const first = [ask(), ask()];
  await until("both are in hand", async () => held.length === 2);
  expect(await ask()).toContain('<div id="root"></div>');
  for (const go of held) go();
  for (const html of await Promise.all(first)) expect(html).toContain("<h1>一覧</h1>");
  const next = ask();
  await until("the next is in hand", async () => held.length === 3);
  held[2]?.();
  expect(await next).toContain("<h1>一覧</h1>");
});

it("a shop that is not there, or an address that asks for what can't be, is no defect: nothing is noted", async () => {
  for (const status of [404, 422]) {
    const refused = () => Response.json({ code: "refused", detail: "" }, { status });
    expect(await page({ ask: refused })).toEqual({ ...left, noted: [] });
  }
});
