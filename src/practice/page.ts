import { Hono } from "hono";
import { html } from "hono/html";
import { makeOwnerLink } from "../accounts/links.ts";
import type { Context } from "../context.ts";
import type { Demo } from "./demo.ts";
import { readLastMovements, readShelf } from "./store.ts";

/** The page at `/` in practice mode: the demo's quantities and last movements, live, beside the way to the till. */
export function practicePage(ctx: Context, demo: Demo, tillUrl: string): Hono {
  const routes = new Hono();
  routes.get("/", (c) => c.html(page(demo, tillUrl)));
  // Whoever can reach the practice mode may look around in it: a fresh link at each press. Not by GET, which anything may prefetch.
  routes.post("/practice/sign-in", async (c) => c.redirect(await makeOwnerLink(ctx, demo.id), 303));
  routes.get("/practice/shelf", async (c) => {
    const [shelf, movements] = await Promise.all([
      readShelf(ctx.db, demo.id),
      readLastMovements(ctx.db, demo.id, 20),
    ]);
    return c.json({ shelf, movements });
  });
  return routes;
}

const page = (demo: Demo, tillUrl: string) => html`<!doctype html>
  <html lang="ja">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>結び 練習モード</title>
      <style>
        :root {
          --ink: #1f2933;
          --soft: #5b6773;
          --line: #d9dee3;
          --mark: #fff3c4;
          --link: #0b6e99;
        }
        * {
          box-sizing: border-box;
        }
        body {
          margin: 0;
          font:
            16px/1.6 system-ui,
            "Hiragino Sans",
            "Noto Sans JP",
            sans-serif;
          color: var(--ink);
          background: #f5f7f9;
        }
        header {
          background: #fff;
          border-bottom: 1px solid var(--line);
          padding: 1rem 1.5rem;
          display: flex;
          flex-wrap: wrap;
          gap: 0.5rem 1.5rem;
          align-items: baseline;
        }
        h1 {
          font-size: 1.25rem;
          margin: 0;
        }
        h2 {
          font-size: 1.05rem;
          margin: 0 0 0.5rem;
        }
        header p {
          margin: 0;
          color: var(--soft);
          flex: 1 1 20rem;
        }
        .till {
          font: inherit;
          border: 0;
          cursor: pointer;
          background: var(--link);
          color: #fff;
          padding: 0.5rem 1rem;
          border-radius: 6px;
          text-decoration: none;
        }
        main {
          display: grid;
          grid-template-columns: minmax(0, 3fr) minmax(0, 4fr);
          gap: 1.5rem;
          padding: 1.5rem;
          max-width: 1280px;
          margin: auto;
        }
        section {
          background: #fff;
          border: 1px solid var(--line);
          border-radius: 8px;
          padding: 1rem;
          overflow-x: auto;
        }
        table {
          border-collapse: collapse;
          width: 100%;
        }
        th {
          text-align: left;
          font-weight: 600;
          color: var(--soft);
          font-size: 0.85rem;
        }
        th,
        td {
          padding: 0.35rem 0.5rem;
          border-bottom: 1px solid var(--line);
        }
        td.n,
        th.n {
          text-align: right;
          font-variant-numeric: tabular-nums;
          white-space: nowrap;
        }
        tr.new td {
          background: var(--mark);
        }
        td small {
          color: var(--soft);
          display: block;
        }
        #state {
          font-size: 0.85rem;
          color: var(--soft);
        }
        #state.off {
          color: #b42318;
          font-weight: 600;
        }
        @media (max-width: 800px) {
          main {
            grid-template-columns: 1fr;
            padding: 1rem;
          }
        }
      </style>
    </head>
    <body>
      <header>
        <h1>結び 練習モード</h1>
        <p>
          ${demo.name}(加盟店番号
          ${demo.number})の在庫です。レジで売ると、ここの在庫数がすぐに変わります。<span
            id="state"
            role="status"
          ></span>
        </p>
        <form method="post" action="/practice/sign-in">
          <button class="till">管理画面を開く</button>
        </form>
        <a class="till" href="/shop/${demo.number}/">ショップを開く</a>
        <a class="till" href="${tillUrl}" target="_blank" rel="noopener">レジ(練習用スマレジ)を開く</a>
      </header>
      <main>
        <section aria-labelledby="shelf">
          <h2 id="shelf">商品と在庫数</h2>
          <table>
            <thead>
              <tr>
                <th>商品</th>
                <th>スマレジ商品ID</th>
                <th class="n">在庫数</th>
              </tr>
            </thead>
            <tbody id="products"></tbody>
          </table>
        </section>
        <section aria-labelledby="moves">
          <h2 id="moves">在庫の動き(新しい順)</h2>
          <table>
            <thead>
              <tr>
                <th>時刻</th>
                <th>商品</th>
                <th>理由</th>
                <th class="n">増減</th>
                <th class="n">在庫数</th>
              </tr>
            </thead>
            <tbody id="movements"></tbody>
          </table>
        </section>
      </main>
      <script>
        const causes = {
          synced: "スマレジと同期",
          linked: "商品を紐づけ",
          registered: "商品を登録",
          edited: "在庫数を変更",
          orderPlaced: "受注",
          orderEdited: "受注を編集",
          orderCancelled: "受注をキャンセル",
          syncFailed: "同期に失敗",
        };
        const cell = (text, className) => {
          const td = document.createElement("td");
          td.textContent = text ?? "";
          if (className) td.className = className;
          return td;
        };
        const named = (row) => row.productName + (row.variationName ? " " + row.variationName : "");
        let newest = 0,
          before = new Map();
        async function refresh() {
          const state = document.getElementById("state");
          try {
            const { shelf, movements } = await (await fetch("/practice/shelf", { cache: "no-store" })).json();
            state.textContent = "";
            state.className = "";
            document.getElementById("products").replaceChildren(
              ...shelf.map((row) => {
                const tr = document.createElement("tr");
                if (before.has(row.id) && before.get(row.id) !== row.quantity) tr.className = "new";
                tr.append(
                  cell(named(row)),
                  cell(row.smaregiProductId),
                  cell(row.quantity ?? "在庫管理なし", "n"),
                );
                return tr;
              }),
            );
            document.getElementById("movements").replaceChildren(
              ...movements.map((row) => {
                const tr = document.createElement("tr");
                if (newest && row.id > newest) tr.className = "new";
                const why = cell(
                  (causes[row.cause] ?? row.cause) + (row.orderNumber ? " " + row.orderNumber : ""),
                );
                if (row.reading !== null) {
                  const small = document.createElement("small");
                  small.textContent =
                    "スマレジの在庫 " + row.reading + (row.pending ? "、未連携の注文 " + row.pending : "");
                  why.append(small);
                }
                tr.append(
                  cell(new Date(row.at).toLocaleTimeString("ja-JP")),
                  cell(named(row)),
                  why,
                  cell((row.change > 0 ? "+" : "") + row.change, "n"),
                  cell(row.quantity, "n"),
                );
                return tr;
              }),
            );
            if (movements[0] && movements[0].id !== newest) {
              newest = movements[0].id;
              before = new Map(shelf.map((row) => [row.id, row.quantity]));
            }
          } catch {
            state.textContent = " サーバーに接続できません。再接続しています…";
            state.className = "off";
          }
          setTimeout(refresh, 400);
        }
        refresh();
      </script>
    </body>
  </html>`;
