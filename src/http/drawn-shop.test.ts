import { expect, it } from "vitest";
import { patienceMs, until } from "../../test/support/wait.ts";
import type { ShopDrawing } from "./drawn-shop.ts";
import { pageRoutes } from "./pages.ts";

const known = { number: "01-00001", name: "結び商店", piecesPerLine: 99, piecesPerOrder: 300 };
const noGoods = { items: [], nextCursor: null };
const answering: ShopDrawing["ask"] = (path) => Response.json(path.includes("products") ? noGoods : known);

/** Returns the shop's first page as it is sent, and what was noted meanwhile. */
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

const list = { title: "一覧", body: "<h1>一覧</h1>", data: "" };

/** Routes whose drawings wait until they are released, with the requests that they got. */
function held(drawing: Partial<ShopDrawing>) {
  const begun: string[] = [];
  const letGo: (() => void)[] = [];
  const draw = async ({ path, search }: { path: string; search: string }) => {
    begun.push(path + search);
    await new Promise<void>((go) => letGo.push(go));
    return list;
  };
  const load = async () => ({ draw });
  const log = { warn: () => {} };
  const routes = pageRoutes({ tillUrl: null, ask: answering, log, load, patienceMs, ...drawing });
  const ask = async (search = "") => await (await routes.request(`/shop/01-00001/${search}`)).text();
  return { begun, letGo, ask };
}
const isDrawn = (html: string) => html.includes(list.body);

it("whoever waits for the same page has it drawn once; whoever comes when it is begun, anew", async () => {
  const { begun, letGo, ask } = held({});
  const first = ask();
  await until("the first is being drawn", async () => letGo.length === 1);
  const crowd = Array.from({ length: 100 }, () => ask());
  const other = ask("?q=1");
  letGo[0]?.();
  expect(isDrawn(await first)).toBe(true);
  await until("that of the crowd is being drawn", async () => letGo.length === 2);
  letGo[1]?.();
  expect((await Promise.all(crowd)).filter(isDrawn)).toHaveLength(100);
  await until("the other is being drawn", async () => letGo.length === 3);
  letGo[2]?.();
  expect(isDrawn(await other)).toBe(true);
  expect(begun).toEqual(["/shop/01-00001/", "/shop/01-00001/", "/shop/01-00001/?q=1"]);
});

it("where it can't be loaded once, the same page is drawn the next time", async () => {
  let loads = 0;
  const load = async () => {
    loads += 1;
    if (loads === 1) throw new Error("no such file");
    return { draw: async () => list };
  };
  const { ask } = held({ load });
  expect(isDrawn(await ask())).toBe(false);
  expect(isDrawn(await ask())).toBe(true);
});

it("of many pages one is drawn after the other; beside as many as wait, one more is left to its script", async () => {
  const { begun, letGo, ask } = held({ most: 2 });
  const first = [ask("?q=1"), ask("?q=2")];
  await until("one is being drawn", async () => letGo.length === 1);
  expect(isDrawn(await ask("?q=3"))).toBe(false);
  expect(begun).toHaveLength(1);
  letGo[0]?.();
  await until("the second is being drawn", async () => letGo.length === 2);
  const next = ask("?q=4");
  letGo[1]?.();
  expect((await Promise.all(first)).filter(isDrawn)).toHaveLength(2);
  await until("the next is being drawn", async () => letGo.length === 3);
  letGo[2]?.();
  expect(isDrawn(await next)).toBe(true);
});

it("one that never ends holds up the others no longer than anybody waits for it", async () => {
  const noted: string[] = [];
  const warn = (about: { err: Error }) => void noted.push(about.err.message);
  const log = { warn } as unknown as ShopDrawing["log"];
  const { letGo, ask } = held({ patienceMs: 200, log });
  expect(isDrawn(await ask("?q=1"))).toBe(false);
  expect(noted).toEqual(["not drawn within 200 ms"]);
  const next = ask("?q=2");
  await until("the next has its turn", async () => letGo.length === 2);
  letGo[1]?.();
  await next;
});

it("a shop that is not there, or an address that asks for what can't be, is no defect: nothing is noted", async () => {
  for (const status of [404, 422]) {
    const refused = () => Response.json({ code: "refused", detail: "" }, { status });
    expect(await page({ ask: refused })).toEqual({ ...left, noted: [] });
  }
});
