import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import type { TestDatabase } from "../../test/support/database.ts";
import { makeLinksFor, makeOwnerLink } from "../accounts/links.ts";
import { signInByLink } from "../accounts/sign-in.ts";
import { allowContract, revokeContract } from "../connection/proof/vouch.ts";
import { createMerchant, endMerchant } from "../merchants/manage-merchants.ts";
import { exportAudit, listAudit } from "./read-audit.ts";
import { addAudit, type AuditSearch } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let database: TestDatabase;
beforeAll(async () => {
  house = await openTestContext();
  database = house.database;
});
afterAll(() => house.close());

const newMerchant = () => createMerchant(database, { name: "結び商店" });
const read = async (merchantId: string, search: AuditSearch = {}) =>
  (await listAudit(database, { merchantId, limit: 100, search })).items;
const events = async (merchantId: string, search: AuditSearch = {}) =>
  (await read(merchantId, search)).map(({ event, actor, subject }) => [event, actor, subject]);
const by = (actor: string, address = "192.0.2.1") => ({ actor: `管理画面: ${actor}`, address });

describe("監査ログ is only ever added to", () => {
  it.each([
    ["changed", "update audit_log set actor = 'nobody'"],
    ["deleted", "delete from audit_log"],
    ["emptied", "truncate audit_log"],
    ["emptied with others", "truncate merchants cascade"],
  ])("by the database's own role nothing of it is %s", async (_, statement) => {
    const { id } = await newMerchant();
    const before = await read(id);
    expect(before.length).toBeGreaterThan(0);
    await expect(database.pool.query(statement)).rejects.toThrow("the audit log is only ever added to");
    expect(await read(id)).toEqual(before);
  });

  it("an entry whose change is not made is not made either", async () => {
    const { id } = await newMerchant();
    const before = await read(id);
    const broken = database.db.transaction().execute(async (tx) => {
      await addAudit(tx, id, { event: "productDeleted", by: by("花子"), subject: "茶" });
      throw new Error("the change fails");
    });
    await expect(broken).rejects.toThrow("the change fails");
    expect(await read(id)).toEqual(before);
  });
});

describe("監査ログ tells what the operator and the link itself do", () => {
  it("a merchant's first owner and key, links, proofs, what stops by them, and its end, once each", async () => {
    const { id, owner } = await newMerchant();
    await makeLinksFor(database, owner.email);
    await makeOwnerLink(database, id);
    await allowContract(database, { merchantId: id, contractId: "sb_audit" });
    const place = { contractId: "sb_audit", storeId: "1", terminalId: "2", enabled: true };
    await database.db
      .insertInto("connections")
      .values({ merchantId: id, mode: "standard", ...place })
      .execute();
    await revokeContract(database, { merchantId: id, contractId: "sb_audit" });
    await endMerchant(database, id);
    await endMerchant(database, id);
    expect((await events(id)).toReversed()).toEqual([
      ["keyCreated", "運営者", "first"],
      ["staffAdded", "運営者", "管理者"],
      ["signInLinkMade", "運営者", "管理者"],
      ["signInLinkMade", "練習モード", "管理者"],
      ["contractProven", "運営者", "sb_audit"],
      ["contractRevoked", "運営者", "sb_audit"],
      ["connectionStopped", "運営者", "sb_audit"],
      ["merchantEnded", "運営者", null],
    ]);
  });

  it("a link that is used a second time, though nobody gets in by it", async () => {
    const { id } = await newMerchant();
    const token = (await makeOwnerLink(database, id)).split("#link=")[1] ?? "";
    const press = (one: string) =>
      signInByLink(house.ctx, { token: one, device: undefined, ip: "198.51.100.7" });
    await press(token);
    await expect(press(token)).rejects.toMatchObject({ code: "link_used" });
    await expect(press("nobody's")).rejects.toMatchObject({ code: "link_used" });
    const [refused, signedIn] = await read(id);
    expect(signedIn).toMatchObject({ event: "signedIn", address: "198.51.100.7" });
    expect(refused).toMatchObject({
      event: "signInRefused",
      actor: "管理画面: 管理者",
      address: "198.51.100.7",
      after: { byLink: true },
    });
    expect(JSON.stringify(await read(id))).not.toContain(token);
  });
});

describe("監査ログ is narrowed by who, what and when", () => {
  it("an employee's day; also by address, whatever the spelling; of this merchant alone", async () => {
    const { id } = await newMerchant();
    const other = await newMerchant();
    const add = (merchantId: string, name: string, subject: string, address?: string) =>
      addAudit(database.db, merchantId, { event: "productDeleted", by: by(name, address), subject });
    await add(id, "花子", "茶");
    await add(id, "Ｔaro", "箸", "203.0.113.9");
    await add(other.id, "花子", "皿");
    const subjects = async (search: AuditSearch) => (await read(id, search)).map(({ subject }) => subject);
    expect(await subjects({ q: "花子" })).toEqual(["茶"]);
    expect(await subjects({ q: "taro" })).toEqual(["箸"]);
    expect(await subjects({ q: "203.0.113.9" })).toEqual(["箸"]);
    expect(await subjects({ q: "%" })).toEqual([]);
    expect(await subjects({ event: "productDeleted" })).toEqual(["箸", "茶"]);
    const at = (await read(id, { q: "花子" }))[0]?.at ?? new Date(0);
    expect(await subjects({ q: "花子", from: at })).toEqual(["茶"]);
    expect(await subjects({ q: "花子", until: at })).toEqual([]);
  });

  it("who takes it along as a file is told in it, with how much; never in another merchant's", async () => {
    const { id } = await newMerchant();
    const rows = await exportAudit(database, { merchantId: id, limit: 10, search: {}, by: by("花子") });
    expect(rows.map(({ event }) => event)).toEqual(["staffAdded", "keyCreated"]);
    expect((await read(id))[0]).toMatchObject({
      event: "auditExported",
      actor: "管理画面: 花子",
      after: { entries: 2 },
    });
  });
});
