import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listClosed } from "../../src/accounts/attempts/note-attempt.ts";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { openHouse, type House, type Json } from "../support/shop.ts";
import { visitorOf, type Visitor } from "../support/visitor.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ MUSUBI_PROXIES: "1", PASSWORD_HASH_COST: "14" });
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

const newMerchant = () => createMerchant(house.database, { name: "結び商店" });

async function signedIn(): Promise<Visitor & { email: string; password: string; merchantId: string }> {
  const { id, owner } = await newMerchant();
  const visitor = visitorOf(house);
  expect((await visitor.signIn(owner.email, owner.password)).status).toBe(200);
  return { ...visitor, ...owner, merchantId: id };
}

/** Each test has an address of its own, so that none uses up another's attempts. */
const fromSomewhere = () => ({
  "x-forwarded-for": `203.0.113.${randomBytes(1)[0]}, ${randomBytes(8).toString("hex")}`,
});

describe("sign-in", () => {
  it("with the password that merchant create prints; the cookie is for no script and no other site", async () => {
    const { number, owner } = await newMerchant();
    const visitor = visitorOf(house);
    const reply = await visitor.signIn(` ${owner.email.toUpperCase()} `, owner.password);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      account: { name: "管理者", email: owner.email, role: "owner" },
      merchant: { number, name: "結び商店", standing: "contract" },
      may: ["products.edit", "orders.edit", "products.bulk", "link.repair", "settings.edit", "accounts.edit"],
      mustSetPassword: false,
      practice: null,
    });
    const [cookie, device] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^musubi_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(device).toMatch(/^musubi_device=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await visitor.ask("GET", "/console/api/session")).body["account"].email).toBe(owner.email);
    const https = visitorOf(house);
    const behind = await https.ask("POST", "/console/api/session", owner, { "x-forwarded-proto": "https" });
    expect(behind.headers.getSetCookie().join()).toContain("; Secure");
    // The stored value does not open a session.
    const rows = await house.database.db.selectFrom("sessions").select("tokenHash").execute();
    expect(rows.map((row) => row.tokenHash.toString("base64url"))).not.toContain(
      visitor.cookie().split("=")[1],
    );
  });

  it("an unknown address, a wrong password and a disabled account look the same", async () => {
    const owner = await signedIn();
    const added = await owner.api("POST", "/staff", {
      name: "佐藤",
      email: "sato@same.example",
      role: "staff",
    });
    const sato = visitorOf(house);
    expect((await sato.followLink(added.body["signInLink"])).body["mustSetPassword"]).toBe(true);
    await sato.ask("POST", "/console/api/password", { password: "satos-password" });
    await owner.api("PATCH", `/staff/${added.body["id"]}`, { disabled: true });
    const replies = await Promise.all(
      [
        { email: "nobody@same.example", password: "satos-password" },
        { email: owner.email, password: "wrong" },
        { email: "sato@same.example", password: "satos-password" },
      ].map((body) => visitorOf(house).ask("POST", "/console/api/session", body, fromSomewhere())),
    );
    for (const reply of replies) {
      expect(reply.status).toBe(401);
      expect({ ...reply.body, requestId: "" }).toEqual({ ...replies[0]?.body, requestId: "" });
      expect(reply.body["code"]).toBe("sign_in_failed");
    }
    // An unknown address costs the same hashing: its fastest time is at least half of the fastest time for a wrong password.
    const time = async (email: string) => {
      const begun = performance.now();
      await visitorOf(house).ask("POST", "/console/api/session", { email, password: "x" }, fromSomewhere());
      return performance.now() - begun;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let nth = 0; nth < 7; nth += 1) {
      known.push(await time(owner.email));
      unknown.push(await time(`nobody${nth}@same.example`));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
  });

  it("wrong passwords are counted by account and address, however many come at once; nobody is shut out by a stranger", async () => {
    const { id, owner } = await newMerchant();
    const attempts = (count: number, email: () => string, headers: Record<string, string>) =>
      Promise.all(
        Array.from({ length: count }, () =>
          visitorOf(house).ask(
            "POST",
            "/console/api/session",
            { email: email(), password: "wrong" },
            headers,
          ),
        ),
      );
    // The owner's browser is known because someone signed in there, and it has the attacker's address.
    const attacker = { "x-forwarded-for": "198.51.100.6" };
    const known = visitorOf(house);
    expect((await known.ask("POST", "/console/api/session", owner, attacker)).status).toBe(200);
    const replies = await attempts(14, () => owner.email, attacker);
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(10);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(4);
    expect(refused[0]?.body["code"]).toBe("too_many_attempts");
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(890);
    // From there even the right password has to wait; from elsewhere, in the known browser and by a link it does not.
    const signIn = (visitor: Visitor, headers: Record<string, string>) =>
      visitor.ask("POST", "/console/api/session", owner, headers);
    expect((await signIn(visitorOf(house), attacker)).status).toBe(429);
    expect((await signIn(visitorOf(house), fromSomewhere())).status).toBe(200);
    expect((await signIn(known, attacker)).status).toBe(200);
    const link = await makeOwnerLink(house.database, id);
    expect((await visitorOf(house).followLink(link)).status).toBe(200);
    // A successful sign-in of the owner does not reset the attacker's count.
    expect((await signIn(visitorOf(house), attacker)).status).toBe(429);
    // The operator sees it.
    const closed = await listClosed(house.database);
    expect(closed).toContainEqual(
      expect.objectContaining({ account: owner.email, caller: "198.51.100.6", attempts: 10 }),
    );
    expect(house.server.log()).toContain('"caller":"198.51.100.6","msg":"too many wrong passwords');
    const metrics = await (await fetch(`${house.server.health}/metrics`)).text();
    expect(metrics).toMatch(/musubi_refused_total\{limit="signIn"\} [1-9]/);
    // A browser that one account knows is a stranger to another account, and has ten attempts of its own.
    const stranger = await newMerchant();
    for (let nth = 0; nth < 10; nth += 1)
      expect(
        (await known.ask("POST", "/console/api/session", { ...owner, password: "wrong" }, attacker)).status,
      ).toBe(401);
    expect((await signIn(known, attacker)).status).toBe(429);
    expect((await known.ask("POST", "/console/api/session", stranger.owner, attacker)).status).toBe(200);
  });

  it("one caller has sixty attempts at whichever accounts; a whole /64 of IPv6 is one caller", async () => {
    const caller = "2001:db8:0:7::/64";
    const before = Array.from({ length: 57 }, (_, nth) => ({ email: `${nth}@many.example`, caller }));
    await house.database.db.insertInto("signInAttempts").values(before).execute();
    const many = await Promise.all(
      Array.from({ length: 6 }, (_, nth) => {
        const body = { email: `x${nth}@many.example`, password: "wrong" };
        const headers = { "x-forwarded-for": `2001:db8:0:7::${nth + 1}` };
        return visitorOf(house).ask("POST", "/console/api/session", body, headers);
      }),
    );
    expect(many.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429, 429]);
  });

  it("those who get in at last begin anew: their mistakes before count no more", async () => {
    const { owner } = await newMerchant();
    for (let round = 0; round < 2; round += 1) {
      for (let nth = 0; nth < 9; nth += 1)
        expect((await visitorOf(house).signIn(owner.email, "wrong")).status).toBe(401);
      expect((await visitorOf(house).signIn(owner.email, owner.password)).status).toBe(200);
    }
  });
});

describe("sign-in links", () => {
  it("work once, also for two at once, and not when they are too old", async () => {
    const { id, number, owner } = await newMerchant();
    const link = await makeOwnerLink(house.database, id);
    expect(link).toMatch(/^\/console\/sign-in#link=[\w-]{43}$/);
    // Looking at a link does not use it up.
    const look = (one: string, visitor = visitorOf(house)) =>
      visitor.ask("POST", "/console/api/session/link/look", { token: one.split("#link=")[1] });
    const seen = await look(link);
    expect(seen.headers.getSetCookie()).toEqual([]);
    expect(seen.body).toEqual({
      account: { name: "管理者", email: owner.email, role: "owner" },
      merchant: { number, name: "結び商店" },
      instead: null,
    });
    const both = await Promise.all([1, 2].map(() => visitorOf(house).followLink(link)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(both.find(({ status }) => status === 401)?.body["code"]).toBe("link_used");
    const old = await makeOwnerLink(house.database, id);
    await house.database.db
      .updateTable("signInLinks")
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where("merchantId", "=", id)
      .execute();
    expect((await visitorOf(house).followLink(old)).body["code"]).toBe("link_used");
    expect((await visitorOf(house).followLink("#link=nonsense")).status).toBe(401);
    for (const one of [link, old, "#link=nonsense"]) expect((await look(one)).body["code"]).toBe("link_used");
  });

  it("a newer one ends older ones; over another session it says whose that is, and ends it", async () => {
    const { id } = await newMerchant();
    const [first, second] = [
      await makeOwnerLink(house.database, id),
      await makeOwnerLink(house.database, id),
    ];
    expect((await visitorOf(house).followLink(first)).body["code"]).toBe("link_used");
    const visitor = await signedIn();
    const kept = visitor.cookie();
    const body = { token: second.split("#link=")[1] };
    const seen = await visitor.ask("POST", "/console/api/session/link/look", body);
    expect(seen.body["instead"].account.email).toBe(visitor.email);
    expect((await visitor.ask("GET", "/console/api/session")).body["account"].email).toBe(visitor.email);
    expect((await visitor.followLink(second)).body["merchant"].id).toBe(id);
    expect((await visitorOf(house).api("GET", "/status", undefined, { cookie: kept })).status).toBe(401);
  });

  it("let a password be set without the old one; without a link it is asked for", async () => {
    const owner = await signedIn();
    const change = (visitor: Visitor, body: object) => visitor.ask("POST", "/console/api/password", body);
    expect((await change(owner, { password: "a-new-password" })).body["errors"][0].path).toBe("current");
    expect((await change(owner, { current: owner.password, password: "short" })).body["errors"][0].path).toBe(
      "password",
    );
    const other = visitorOf(house);
    await other.signIn(owner.email, owner.password);
    const unused = await makeOwnerLink(house.database, owner.merchantId);
    expect((await change(owner, { current: owner.password, password: "a-new-password" })).status).toBe(204);
    // This session stays; the others and open links end.
    expect((await owner.ask("GET", "/console/api/session")).status).toBe(200);
    expect((await other.ask("GET", "/console/api/session")).status).toBe(401);
    expect((await visitorOf(house).followLink(unused)).status).toBe(401);
    expect((await visitorOf(house).signIn(owner.email, owner.password)).status).toBe(401);
    expect((await visitorOf(house).signIn(owner.email, "a-new-password")).status).toBe(200);
    const byLink = visitorOf(house);
    await byLink.followLink(await makeOwnerLink(house.database, owner.merchantId));
    expect((await byLink.ask("GET", "/console/api/session")).body["needsCurrent"]).toBe(false);
    expect((await change(byLink, { password: "forgot-the-other" })).status).toBe(204);
    // From then on it is a normal session.
    expect((await byLink.ask("GET", "/console/api/session")).body["needsCurrent"]).toBe(true);
    expect((await change(byLink, { password: "somebody-elses" })).body["errors"][0].path).toBe("current");
    expect((await change(byLink, { current: "forgot-the-other", password: "yet-another-one" })).status).toBe(
      204,
    );
    expect((await change(byLink, { current: "yet-another-one", password: "forgot-the-other" })).status).toBe(
      204,
    );
    expect((await visitorOf(house).signIn(owner.email, "forgot-the-other")).status).toBe(200);
  });
});

describe("sessions", () => {
  it("end by signing out, by 14 days unused, after 60 days, and when the account is disabled or deleted", async () => {
    const owner = await signedIn();
    const { db } = house.database;
    const isIn = async (visitor: Visitor) => (await visitor.api("GET", "/status")).status === 200;
    const cookie = owner.cookie();
    expect((await owner.ask("DELETE", "/console/api/session")).status).toBe(204);
    expect(owner.cookie()).toBe("");
    expect((await visitorOf(house).api("GET", "/status", undefined, { cookie })).status).toBe(401);

    await owner.signIn(owner.email, owner.password);
    const age = (values: { usedAt?: Date; createdAt?: Date }) =>
      db.updateTable("sessions").set(values).where("merchantId", "=", owner.merchantId).execute();
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await age({ usedAt: daysAgo(13), createdAt: daysAgo(59) });
    expect(await isIn(owner)).toBe(true);
    // Its use was recorded: another 13 days are fine.
    const { usedAt } = await db
      .selectFrom("sessions")
      .select("usedAt")
      .where("merchantId", "=", owner.merchantId)
      .executeTakeFirstOrThrow();
    expect(usedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    await age({ usedAt: daysAgo(15) });
    expect(await isIn(owner)).toBe(false);
    await age({ usedAt: new Date(), createdAt: daysAgo(61) });
    expect(await isIn(owner)).toBe(false);

    await owner.signIn(owner.email, owner.password);
    const add = async (email: string) =>
      (await owner.api("POST", "/staff", { name: "店員", email, role: "staff" })).body;
    for (const [email, end] of [
      ["disabled@ends.example", (id: string) => owner.api("PATCH", `/staff/${id}`, { disabled: true })],
      ["deleted@ends.example", (id: string) => owner.api("DELETE", `/staff/${id}`)],
    ] as const) {
      const { id, signInLink } = await add(email);
      const staff = visitorOf(house);
      await staff.followLink(signInLink);
      const further = (await owner.api("POST", `/staff/${id}/sign-in-link`)).body["signInLink"];
      expect(await isIn(staff)).toBe(true);
      expect((await end(id)).status).toBeLessThan(300);
      expect(await isIn(staff)).toBe(false);
      expect((await visitorOf(house).followLink(further)).status).toBe(401);
    }
  });

  it("one's own are listed, with where from; one or all others are ended; nobody else's", async () => {
    const owner = await signedIn();
    const [second, third, stranger] = [visitorOf(house), visitorOf(house), await signedIn()];
    const agent = { "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/145.0", ...fromSomewhere() };
    const { email, password } = owner;
    await second.ask("POST", "/console/api/session", { email, password }, agent);
    await third.signIn(email, password);
    const list = async (visitor: Visitor) =>
      (await visitor.ask("GET", "/console/api/sessions")).body["items"] as Json[];
    expect((await list(owner)).map(({ isCurrent }) => isCurrent).filter(Boolean)).toHaveLength(1);
    const hers = (await list(owner)).find(({ browser }) => browser === agent["user-agent"]);
    expect(hers).toMatchObject({ address: agent["x-forwarded-for"].split(", ")[1], isCurrent: false });
    const end = (visitor: Visitor, id = "") => visitor.ask("DELETE", `/console/api/sessions${id}`);
    expect((await end(stranger, `/${hers?.["id"]}`)).status).toBe(404);
    const away = { "sec-fetch-site": "cross-site" };
    expect((await owner.ask("DELETE", "/console/api/sessions", undefined, away)).status).toBe(403);
    expect(await list(owner)).toHaveLength(3);
    expect((await end(owner, `/${hers?.["id"]}`)).status).toBe(204);
    const isIn = async (visitor: Visitor) => (await visitor.api("GET", "/status")).status === 200;
    expect([await isIn(second), await isIn(third)]).toEqual([false, true]);
    expect((await end(owner)).status).toBe(204);
    expect([await isIn(owner), await isIn(third), await isIn(stranger)]).toEqual([true, false, true]);
  });

  it("what gives others access asks for the password again after 15 minutes, and a wrong one gives none", async () => {
    const owner = await signedIn();
    const added = await owner.api("POST", "/staff", { name: "店", email: "c@conf.example", role: "staff" });
    const { id } = added.body as { id: string };
    await house.database.db
      .updateTable("sessions")
      .set({ confirmedAt: new Date(Date.now() - 15 * 60_000 - 1000) })
      .where("merchantId", "=", owner.merchantId)
      .execute();
    const asked: [string, string, object?][] = [
      ["POST", "/staff", { name: "店", email: "d@conf.example", role: "owner" }],
      ["PATCH", `/staff/${id}`, { role: "owner" }],
      ["POST", `/staff/${id}/sign-in-link`],
      ["DELETE", `/staff/${id}/sessions`],
      ["DELETE", `/staff/${id}`],
      ["POST", "/api-keys", { name: "鍵" }],
    ];
    const codes = async () => {
      const replies = [];
      for (const [method, path, body] of asked) replies.push(await owner.api(method, path, body));
      return replies.map(({ status, body }) => (status < 300 ? status : body["code"]));
    };
    expect(await codes()).toEqual(asked.map(() => "confirmation_needed"));
    expect((await owner.api("GET", "/staff")).body["items"]).toHaveLength(2);
    const confirm = (password: string) => owner.ask("POST", "/console/api/confirmation", { password });
    expect((await confirm("a wrong one")).body["errors"][0].path).toBe("password");
    expect((await owner.api("PATCH", `/staff/${id}`, { role: "owner" })).status).toBe(403);
    expect((await confirm(owner.password)).status).toBe(204);
    expect(await codes()).toEqual([201, 200, 200, 204, 204, 201]);
    // Wrong passwords are counted and recorded, so no one can guess at an open console.
    for (let nth = 0; nth < 10; nth += 1) await confirm("a wrong one");
    expect((await confirm(owner.password)).body["code"]).toBe("too_many_attempts");
    const noted = await owner.api("GET", "/audit-log?event=passwordRefused&limit=200");
    expect(noted.body["items"]).toHaveLength(11);
    expect((await owner.api("GET", "/audit-log?event=lockedOut")).body["items"]).toHaveLength(1);
  });

  it("another site's page can do nothing with the cookie", async () => {
    const owner = await signedIn();
    const product = { name: "茶", price: 100, taxRate: 8 };
    const post = (headers: Record<string, string>) => {
      // Uses the visitor's own `sec-fetch-site` if a test gives none.
      const { cookie = owner.cookie(), ...rest } = headers;
      return fetch(`${house.server.url}/api/v1/products`, {
        method: "POST",
        headers: { cookie, "content-type": "application/json", ...rest },
        body: JSON.stringify(product),
      });
    };
    const { host } = new URL(house.server.url);
    const cases: [Record<string, string>, number][] = [
      [{ "sec-fetch-site": "same-origin" }, 201],
      [{ "sec-fetch-site": "same-site" }, 403],
      [{ "sec-fetch-site": "cross-site" }, 403],
      [{ "sec-fetch-site": "none" }, 403],
      [{ "sec-fetch-site": "cross-site", origin: `http://${host}` }, 403],
      [{ origin: `http://${host}` }, 201],
      [{ origin: "https://evil.example" }, 403],
      [{ origin: "null" }, 403],
      [{}, 403],
    ];
    for (const [headers, status] of cases) {
      const reply = await post(headers);
      expect([headers, reply.status]).toEqual([headers, status]);
      if (status === 403) expect(((await reply.json()) as { code: string }).code).toBe("cross_site");
    }
    // Reads are harmless: a page of another site cannot see the answer.
    expect((await owner.api("GET", "/products", undefined, { "sec-fetch-site": "cross-site" })).status).toBe(
      200,
    );
    const away = { "sec-fetch-site": "cross-site" };
    for (const [method, path, body] of [
      ["POST", "/session", { email: owner.email, password: owner.password }],
      ["POST", "/session/link", { token: "x" }],
      ["POST", "/password", { current: owner.password, password: "another-password" }],
      ["DELETE", "/session", undefined],
    ] as const) {
      expect((await owner.ask(method, `/console/api${path}`, body, away)).body["code"]).toBe("cross_site");
    }
    expect((await owner.ask("GET", "/console/api/session")).status).toBe(200);
  });
});
