import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/kit/package-root.ts";
import { runCommand } from "../../src/run-command.ts";
import { environment } from "../support/server.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

/** Runs a command in this process: starting the program costs many times more than the command. */
const musubi = (...words: string[]) => runCommand(words, { ...house.env, MUSUBI_LOG: "silent" });

describe.concurrent("スマレジ連携設定", () => {
  it("C1: one connection a merchant, and one merchant a contract, store and terminal", async () => {
    const shop = await house.openShop();
    const other = await house.openShop({ connect: false });
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    await other.allow(shop.contractId);
    const taken = await other.api("PUT", "/connection", place);
    expect(taken).toMatchObject({ status: 409, body: { code: "contract_taken" } });
    expect((await other.api("GET", "/connection")).status).toBe(404);
    // Another terminal of the same store is a different place.
    expect((await other.api("PUT", "/connection", { ...place, terminalId: "3" })).status).toBe(200);
    expect((await shop.api("DELETE", "/connection")).status).toBe(204);
    expect((await shop.api("GET", "/status")).body["connection"]).toEqual({ state: "off", reason: "none" });
  });

  it("credentials go in and never come out, and lie encrypted in the database", async () => {
    const shop = await house.openShop({ connect: false });
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    const saved = await shop.api("PUT", "/connection", {
      ...place,
      clientId: "client",
      clientSecret: "secret",
      enabled: false,
    });
    expect(saved.body).toEqual({ ...place, clientId: "client", enabled: false, mode: "standard" });
    const row = await house.database.db
      .selectFrom("connections")
      .selectAll()
      .where("merchantId", "=", shop.merchantId)
      .executeTakeFirstOrThrow();
    expect(row.clientSecretSealed?.toString("latin1")).not.toContain("secret");
    // Fields that are left out do not change.
    await shop.api("PUT", "/connection", { ...place, enabled: true });
    expect(await shop.api("POST", "/connection/test")).toMatchObject({ body: { ok: true } });
  });

  it.each([
    ["credentials", { clientId: "client", clientSecret: "wrong" }, {}, "credentials"],
    ["contract", { contractId: "sb_nobody" }, {}, "credentials"],
    ["store", { storeId: "9" }, {}, "store"],
    ["terminal", { terminalId: "99" }, {}, "terminal"],
    ["scope", {}, { droppedScopes: ["pos.transactions:write"] }, "scopes"],
  ])("C6: a wrong %s is named by the connection test", async (_, wrong, switches, name) => {
    const shop = await house.openShop({ connect: false });
    await shop.switches(switches);
    await shop.allow("sb_nobody");
    await shop.api("PUT", "/connection", {
      contractId: shop.contractId,
      storeId: "1",
      terminalId: "2",
      enabled: false,
      ...wrong,
    });
    const { body } = await shop.api("POST", "/connection/test");
    expect(body["ok"]).toBe(false);
    expect(body["checks"].find((check: Json) => !check["ok"])).toMatchObject({ name });
  });

  it("C6: what Smaregi refuses shows as a failure that says which of them it was", async () => {
    const shop = await house.openShop({ connect: false });
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    await shop.api("PUT", "/connection", {
      ...place,
      clientId: "client",
      clientSecret: "wrong",
      enabled: true,
    });
    const variation = await shop.link("8000001");
    const { body } = await shop.api("GET", "/integration-log");
    expect(body["items"][0]).toMatchObject({ call: "stockList", status: 401 });
    expect(body["items"][0].reason).toContain("契約ID、またはクライアントIDとシークレット");
    expect(await shop.quantity(variation)).toBe(0);
    // After the correction, everything is read.
    await shop.api("PUT", "/connection", { ...place, clientId: "client", clientSecret: "secret" });
    await shop.waitForQuantity(variation, 10);
    expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
  });

  it.each([
    ["store", { storeId: "9" }, "stockList", /店舗ID「9」はスマレジにありません/],
    ["contract", { contractId: "sb_wrong_1" }, "stockList", /契約ID、またはクライアントID/],
    ["store", { storeId: "9" }, "transactionRegister", /店舗ID/],
    ["terminal", { terminalId: "99" }, "transactionRegister", /端末ID/],
    ["contract", { contractId: "sb_wrong_2" }, "transactionRegister", /契約ID、またはクライアントID/],
  ])(
    "C6: a wrong %s keeps the quantities, registers nothing, and is named by the failure (%j, %s)",
    async (_, wrong, call, reason) => {
      const shop = await house.openShop();
      const variation = await shop.link("8000001");
      const free = await shop.link("8000002", { variations: [{ stockManaged: false }] });
      const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
      for (const contractId of ["sb_wrong_1", "sb_wrong_2"]) await shop.allow(contractId);
      expect((await shop.api("PUT", "/connection", { ...place, ...wrong })).status).toBe(200);
      const order = await shop.order([{ variationId: free, quantity: 1 }]);
      await shop.waitForLink(order["id"], "failed");
      await shop.quiet();
      expect(await shop.quantity(variation)).toBe(10);
      expect(await shop.transactions()).toEqual([]);
      const { items } = (await shop.api("GET", "/integration-log?state=open")).body;
      expect(items.find((entry: Json) => entry["call"] === call)?.["reason"]).toMatch(reason);
      expect((await shop.api("GET", "/status")).body["latestFailure"]).not.toBeNull();
      // After the correction everything is read, and the failure of a reading ends.
      await shop.api("PUT", "/connection", place);
      await shop.setStock("8000001", 6);
      await shop.waitForQuantity(variation, 6);
    },
  );

  it.each([
    ["terminal", { terminalId: "99" }, "standard", "pressed after"],
    ["terminal", { terminalId: "99" }, "assured", "not pressed"],
    ["store", { storeId: "9" }, "standard", "pressed after"],
    ["store", { storeId: "9" }, "assured", "not pressed"],
    ["contract", { contractId: "sb_wrong_3" }, "standard", "pressed after"],
    ["contract", { contractId: "sb_wrong_4" }, "standard", "pressed before"],
    ["contract", { contractId: "sb_wrong_5" }, "assured", "not pressed"],
  ])(
    "C2, C6: what a wrong %s refused (%j) is registered at the right one once that is set (%s, %s)",
    async (_, wrong, mode, when) => {
      const shop = await house.openShop();
      const variationId = await shop.link("8000001");
      const place = { contractId: shop.contractId, storeId: "1", terminalId: "2", mode };
      for (const contractId of ["sb_wrong_3", "sb_wrong_4", "sb_wrong_5"]) await shop.allow(contractId);
      expect((await shop.api("PUT", "/connection", { ...place, ...wrong })).status).toBe(200);
      const order = await shop.order([{ variationId, quantity: 1 }]);
      await until("the refusal is told", async () => {
        const { items } = (await shop.api("GET", "/integration-log?state=open")).body;
        return items.some((entry: Json) => entry["orderNumber"] === order["number"]);
      });
      const press = () => shop.api("POST", "/orders/send", { orderIds: [order["id"]] });
      if (when === "pressed before") await press();
      expect((await shop.api("PUT", "/connection", place)).status).toBe(200);
      // The assured mode continues by itself.
      if (when === "pressed after") await press();
      await shop.waitForLink(order["id"], "registered");
      expect(await shop.transactions()).toMatchObject([{ terminalId: "2", memo: order["number"] }]);
    },
  );

  it("C5: a merchant whose contract has ended is not synced", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await musubi("merchant", "end", shop.merchantId);
    expect((await shop.api("GET", "/merchant")).body).toMatchObject({ standing: "ended" });
    const before = (await shop.calls())["GET /stock"];
    await shop.setStock("8000001", 3);
    const order = { kind: "normal", lines: [{ variationId: variation, quantity: 1 }] };
    expect(await shop.api("POST", "/orders", order)).toMatchObject({
      status: 403,
      body: { code: "merchant_ended" },
    });
    await shop.quiet();
    expect((await shop.calls())["GET /stock"]).toBe(before);
    expect(await shop.transactions()).toEqual([]);
    // It is shown where people would look.
    expect((await shop.api("GET", "/status")).body["connection"]).toEqual({ state: "off", reason: "ended" });
  });

  it("C3: while the switch is off nothing is registered or cancelled, and the order's log says so", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const registered = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(registered["id"], "registered");
    await shop.quiet();
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    await shop.api("PUT", "/connection", { ...place, enabled: false });
    expect((await shop.api("GET", "/status")).body["connection"]).toEqual({
      state: "off",
      reason: "disabled",
    });
    const order = await shop.order([{ variationId: variation, quantity: 2 }]);
    await shop.api("POST", `/orders/${registered["id"]}/status`, { status: "cancelled" });
    expect(await shop.quantity(variation)).toBe(8);
    // Nothing is read either, whatever asks for it; and the product says that it is not synced.
    const calls = await shop.calls();
    await shop.setStock("8000001", 5);
    const linked = await shop.link("8000002");
    const { items } = (await shop.api("GET", "/products")).body;
    expect(items.map((each: Json) => each["variations"][0].sync.state)).toEqual(["off", "off"]);
    expect([await shop.quantity(variation), await shop.quantity(linked)]).toEqual([8, 0]);
    expect(await shop.calls()).toEqual(calls);
    for (const id of [order["id"], registered["id"]]) {
      const log = (await shop.api("GET", `/orders/${id}/log`)).body["items"];
      expect(log.at(-1)).toMatchObject({ event: "linkOff", message: expect.stringContaining("連携が無効") });
    }
    expect(await shop.transactions()).toMatchObject([{ cancelDivision: "0" }]);
  });

  it("S8, C6: the connection test warns of linked products that Smaregi does not manage or does not have", async () => {
    const products = [
      { productId: "1", productName: "管理する", price: 100 },
      { productId: "2", productName: "管理しない", price: 100, stockControlDivision: "1" },
    ];
    const shop = await house.openShop({ products, stock: [{ productId: "1", stockAmount: 3 }] });
    const checks = async () => {
      const { body } = await shop.api("POST", "/connection/test");
      return new Map<string, Json>(body["checks"].map((check: Json) => [check["name"], check]));
    };
    await shop.link("1");
    expect((await checks()).get("stockControl")).toMatchObject({ ok: true });
    const unmanaged = await shop.link("2");
    await shop.link("99");
    const found = await checks();
    expect(found.get("stockControl")).toMatchObject({ ok: false, detail: expect.stringContaining(": 2。") });
    expect(found.get("products")).toMatchObject({ ok: false, detail: expect.stringContaining(": 99。") });
    // S8: no notification comes, so none starts a sync.
    await shop.setStock("2", 5);
    await shop.quiet();
    expect(await shop.quantity(unmanaged)).toBe(0);
    // With many linked products the answer is the same, with fewer calls.
    for (let nth = 0; nth < 4; nth += 1) await shop.link(`${100 + nth}`);
    const many = await checks();
    expect(many.get("stockControl")).toMatchObject({ ok: false, detail: expect.stringContaining(": 2。") });
    expect(many.get("products")?.["detail"]).toContain("100、101、102、103");
  });

  it("C1: two merchants never share a place; a merchant's second one takes the place of its first", async () => {
    const shop = await house.openShop();
    const other = await house.openShop();
    const own = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    const theirs = { contractId: other.contractId, storeId: "1", terminalId: "2" };
    await other.allow(shop.contractId);
    expect((await other.api("PUT", "/connection", own)).body["code"]).toBe("contract_taken");
    expect((await other.api("GET", "/connection")).body).toMatchObject(theirs);
    expect((await shop.api("PUT", "/connection", { ...own, terminalId: "1" })).status).toBe(200);
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ ...own, terminalId: "1" });
    expect((await other.api("PUT", "/connection", own)).status).toBe(200);
  });

  it("C2, O4: a transaction of the contract from before is not cancelled in the new one, where its number is another sale's", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const { id } = await shop.order([{ variationId: variation, quantity: 1 }]);
    const { transactionId } = (await shop.waitForLink(id, "registered"))["link"];
    const other = await house.openShop({ connect: false });
    await other.sell([{ productId: "8000001", quantity: 1 }]);
    const sales = `/contracts/${other.contractId}/transactions?terminalId=1`;
    const [sale] = await house.control("GET", sales);
    expect(sale["transactionHeadId"]).toBe(transactionId);

    const place = { contractId: other.contractId, storeId: "1", terminalId: "2" };
    await shop.allow(other.contractId);
    expect((await shop.api("PUT", "/connection", { ...place, mode: "assured" })).status).toBe(200);
    await shop.api("POST", `/orders/${id}/status`, { status: "cancelled" });
    await shop.waitForLink(id, "failed");
    const [entry] = (await shop.api("GET", "/integration-log?state=open")).body["items"];
    expect(entry).toMatchObject({
      call: "transactionCancel",
      reason: expect.stringContaining(`以前の契約ID(${shop.contractId})`),
      goesOn: false,
    });
    const [still] = await house.control("GET", sales);
    expect(still["cancelDivision"]).toBe("0");
    expect((await other.calls())["POST /transactions/{id}/cancel"] ?? 0).toBe(0);
  });

  it.each(["assured", "standard"])(
    "B2, P1, F3: an order that was edited in another contract, back in its own (%s)",
    async (mode) => {
      const shop = await house.openShop({ mode });
      const variation = await shop.link("8000001");
      const { id } = await shop.order([{ variationId: variation, quantity: 1 }]);
      await shop.waitForLink(id, "registered");
      const other = await house.openShop({ connect: false });
      await shop.allow(other.contractId);
      const moveTo = async (contractId: string) => {
        const place = { contractId, storeId: "1", terminalId: "2", enabled: true, mode };
        expect((await shop.api("PUT", "/connection", place)).status).toBe(200);
        await shop.quiet();
      };
      await moveTo(other.contractId);
      await shop.api("PATCH", `/orders/${id}`, { lines: [{ variationId: variation, quantity: 3 }] });
      expect((await shop.waitForLink(id, "failed"))["link"].why).toBe("otherContract");
      await shop.quiet();
      await moveTo(shop.contractId);
      const standing = async () =>
        (await shop.transactions())
          .filter((each) => each["cancelDivision"] === "0")
          .map((each) => each["details"].map((line: Json) => line["quantity"]));
      if (mode === "assured") {
        await shop.waitForLink(id, "registered");
        expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
      } else {
        // The log asked the merchant to cancel it by hand; only the merchant knows whether that was done.
        expect((await shop.api("GET", `/orders/${id}`)).body["link"]).toMatchObject({ state: "failed" });
        expect(await standing()).toEqual([["1"]]);
        await shop.api("POST", "/orders/send", { orderIds: [id] });
        await shop.waitForLink(id, "registered");
      }
      expect(await standing()).toEqual([["3"]]);
    },
  );

  it("B4: a failure is marked as handled by hand, once", async () => {
    const shop = await house.openShop();
    await shop.link("999");
    const [entry] = (await shop.api("GET", "/integration-log?state=open")).body["items"];
    expect((await shop.api("POST", `/integration-log/${entry.id}/handled`)).status).toBe(204);
    expect((await shop.api("POST", `/integration-log/${entry.id}/handled`)).body["code"]).toBe(
      "log_entry_closed",
    );
    expect((await shop.api("GET", "/status")).body["latestFailure"]).toBeNull();
  });

  it("B9: tells how long it took from the notification to the stored quantity", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.sell([{ productId: "8000001", quantity: 1 }]);
    await shop.waitForQuantity(variation, 9);
    const { syncLatencyMs } = (await shop.api("GET", "/status")).body as { syncLatencyMs: Json };
    expect(syncLatencyMs["last"]).toBeGreaterThanOrEqual(0);
    expect(syncLatencyMs["worst"]).toBeGreaterThanOrEqual(syncLatencyMs["median"]);
  });
});

describe.concurrent("the operator's command line", () => {
  it("makes a merchant with a key that opens the API, lists it, and revokes the key", async () => {
    const made = JSON.parse(await musubi("merchant", "create", "--name", "新しい店", "--json")) as Json;
    expect(made).toMatchObject({
      number: expect.stringMatching(/^01-\d{5}$/),
      apiKey: expect.stringMatching(/^mk_/),
      owner: { email: expect.any(String), password: expect.any(String) },
    });
    const open = (key: string) =>
      fetch(`${house.server.url}/api/v1/merchant`, { headers: { authorization: `Bearer ${key}` } });
    expect(await (await open(made["apiKey"])).json()).toMatchObject({
      id: made["id"],
      name: "新しい店",
      standing: "contract",
    });
    expect(await musubi("merchant", "list")).toContain("新しい店");
    const second = JSON.parse(await musubi("key", "create", made["id"], "--name", "倉庫", "--json")) as Json;
    expect((await open(second["apiKey"])).status).toBe(200);
    await musubi("key", "revoke", second["id"]);
    expect((await open(second["apiKey"])).status).toBe(401);
    expect((await open(made["apiKey"])).status).toBe(200);
    const { rows } = await house.database.pool.query("select * from api_keys where merchant_id = $1", [
      made["id"],
    ]);
    expect(JSON.stringify(rows)).not.toContain(made["apiKey"]);
  });

  it("P8: vouches for a merchant's contract, lists who proved what, and takes it back", async () => {
    const shop = await house.openShop({ connect: false });
    const other = await house.openShop();
    const place = { contractId: other.contractId, storeId: "1", terminalId: "1" };
    const refused = await shop.api("PUT", "/connection", place);
    expect([refused.status, refused.body["code"]]).toEqual([409, "contract_unproven"]);
    // Blanks are removed, and the answer contains the contract as it is stored (P10).
    const allowed = await musubi("contract", "allow", shop.number, ` ${other.contractId} `, "--json");
    expect(JSON.parse(allowed)).toMatchObject({ contractId: other.contractId, allowed: true });
    expect((await shop.api("PUT", "/connection", place)).status).toBe(200);
    const listed = JSON.parse(await musubi("contract", "list", shop.number, "--json")) as Json;
    expect(listed["items"][0]).toMatchObject({
      merchantNumber: shop.number,
      contractId: other.contractId,
      way: "operator",
      connected: true,
    });
    const revoked = await musubi("contract", "revoke", shop.merchantId, other.contractId, "--json");
    expect(JSON.parse(revoked)).toMatchObject({ revoked: true, stopped: true });
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ ...place, enabled: false });
    expect((await shop.api("PUT", "/connection", place)).body["code"]).toBe("contract_unproven");
    expect((await other.api("GET", "/connection")).body["enabled"]).toBe(true);
    await expect(musubi("contract", "allow", shop.number, "a/b")).rejects.toMatchObject({
      detail: { en: expect.stringContaining("can't be a contract ID") },
    });
  });

  it("sends files of products, writes the refused rows and the export, and tells how the link stands", async () => {
    const shop = await house.openShop();
    const folder = await mkdtemp(join(tmpdir(), "musubi-files-"));
    const at = (name: string) => join(folder, name);
    await writeFile(at("new.csv"), "商品コード,商品名,価格,在庫数\nA,良い品,100,3\nB,悪い品,x,1\n");
    const words = ["--errors", at("errors.csv"), "--json"];
    const sent = await musubi("products", "register", shop.number, at("new.csv"), ...words);
    expect(JSON.parse(sent)).toMatchObject({ state: "done", rows: 2, done: 1, failed: 1 });
    expect(await readFile(at("errors.csv"), "utf8")).toContain("B,悪い品,x,1,3,");
    await writeFile(at("change.csv"), "商品コード,在庫数\nA,5\n");
    const tried = await musubi(
      "products",
      "change",
      shop.merchantId,
      at("change.csv"),
      "--dry-run",
      "--json",
    );
    expect(JSON.parse(tried)).toMatchObject({ dryRun: true, done: 1 });
    await musubi("products", "export", shop.number, at("all.csv"));
    expect(await readFile(at("all.csv"), "utf8")).toMatch(/,A,良い品,100,.*,3\r\n$/);
    const status = JSON.parse(await musubi("status", shop.number, "--json")) as Json;
    expect(status).toMatchObject({ connection: { state: "on" }, latestFailure: null });
    await expect(musubi("products", "register", shop.number, at("none.csv"))).rejects.toThrow(
      "none.csv can't be read",
    );
    await rm(folder, { recursive: true });
  });

  it("P10: every command knows a merchant by its number, in full width, too", async () => {
    const { number, merchantId } = await house.openShop({ connect: false });
    const wide = number.replaceAll(/[!-~]/g, (letter) =>
      String.fromCodePoint(letter.codePointAt(0)! + 0xfee0),
    );
    expect(JSON.parse(await musubi("contract", "list", wide, "--json")).items).toHaveLength(1);
    const ended = JSON.parse(await musubi("merchant", "end", ` ${number} `, "--json")) as Json;
    expect(ended).toEqual({ id: merchantId, standing: "ended" });
  });

  it("says what is missing or unknown, and changes nothing", async () => {
    await expect(musubi("merchant", "create")).rejects.toThrow("--name");
    await expect(musubi("merchant", "end", "x")).rejects.toMatchObject({ code: "not_found" });
    await expect(musubi("merchant", "dance")).rejects.toThrow("no command");
    // A person who only wanted a dry run ends nothing.
    const shop = await house.openShop({ connect: false });
    await expect(musubi("merchant", "end", shop.merchantId, "--dry-run")).rejects.toThrow("no option");
    expect((await shop.api("GET", "/merchant")).body).toMatchObject({ standing: "contract" });
    expect(await musubi("--help")).toContain("SMAREGI_WEBHOOK_HEADER");
    // As a separate program: its messages go to standard error, and its exit code reports the failure.
    const program = [join(packageRoot, "dist/src/command-line.js"), "merchant", "create"];
    const env = { ...environment(), ...house.env };
    await expect(promisify(execFile)(process.execPath, program, { env })).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("--name"),
    });
    // A reader that closes the pipe early is not an error.
    const child = spawn(process.execPath, [program[0] as string, "--help"], { env });
    child.stdout.destroy();
    let said = "";
    child.stderr.on("data", (part: Buffer) => (said += part.toString()));
    expect(await once(child, "close")).toEqual([0, null]);
    expect(said).toBe("");
  });
});

describe.concurrent("for operators and engineers", () => {
  it("answers health, readiness, metrics and its own description", async () => {
    const get = (path: string) => fetch(`${house.server.url}${path}`);
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
    const { health } = house.server;
    for (const path of ["/healthz", "/readyz"]) expect((await fetch(health + path)).status).toBe(200);
    const metrics = await (await fetch(`${health}/metrics`)).text();
    expect(metrics).toContain("musubi_smaregi_call_seconds");
    for (const gauge of [
      "pending_orders",
      "oldest_pending_seconds",
      "waiting_signals",
      "open_failures",
      "last_sweep_age_seconds",
    ])
      expect(metrics).toMatch(new RegExp(`^musubi_${gauge} [\\d.e+-]+$`, "m"));
    expect((await fetch(`${health}/api/v1/products`)).status).toBe(404);
    const description = (await (await get("/openapi.json")).json()) as Json;
    expect(Object.keys(description["paths"])).toEqual(
      expect.arrayContaining([
        "/api/v1/products",
        "/api/v1/orders/{id}/status",
        "/api/v1/connection/test",
        "/api/v1/status",
        "/webhooks/smaregi",
        "/readyz",
      ]),
    );
  });

  it("lists by pages that hold everything once", async () => {
    const shop = await house.openShop({ connect: false });
    for (let nth = 0; nth < 7; nth += 1)
      await shop.api("POST", "/products", { name: `品${nth}`, price: 1, taxRate: 10 });
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await shop.api("GET", `/products?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...body["items"].map((item: Json) => item["name"]));
      cursor = body["nextCursor"] ?? "";
    } while (cursor !== "");
    expect(seen).toEqual(["品6", "品5", "品4", "品3", "品2", "品1", "品0"]);
  });
});
